package source

import (
	"bytes"
	"testing"
)

func TestReadAhead(t *testing.T) {
	var a ahead
	a.put("x", []byte("four"))
	if _, ok := a.take("x", 3); ok {
		t.Error("a file of 4 bytes is read where 3 are allowed")
	}
	a.put("x", []byte("four"))
	if content, ok := a.take("x", 4); !ok || !bytes.Equal(content, []byte("four")) {
		t.Errorf("%q %v", content, ok)
	}
	if _, ok := a.take("x", 4); ok {
		t.Error("it is kept after it was read")
	}
	for i := range maxAheadFiles + 1 {
		a.put(string(rune('a'+i%26))+string(rune(i)), nil)
	}
	if len(a.contents) != 1 {
		t.Errorf("%d files are kept", len(a.contents))
	}
}
