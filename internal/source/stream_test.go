package source

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"
)

// TestStreamsSideBySide: an open stream keeps nobody from reading, and one that
// is closed early leaves nothing behind for the next.
func TestStreamsSideBySide(t *testing.T) {
	r := newRepo(t)
	long := strings.Repeat("0123456789\n", 50_000)
	r.write("long", long)
	r.write("short", "x")
	r.write("empty", "")
	tree := r.open(r.commit("first"))
	open := func() io.ReadCloser {
		s, err := tree.Stream("long", 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first, second := open(), open()
	checkRead(t, tree, "short", 1, "x", nil)
	checkRead(t, tree, "empty", 0, "", nil)
	if _, err := io.ReadFull(first, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Error(err)
	}
	if _, err := first.Read(make([]byte, 1)); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if got, err := io.ReadAll(iotest.OneByteReader(second)); err != nil || string(got) != long {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
	checkRead(t, tree, "long", int64(len(long)), long, nil)
	checkRead(t, tree, "long", int64(len(long))-1, "", ErrTooLarge)
}

func TestStreamOfOtherTrees(t *testing.T) {
	tree := mapTree(map[string]string{"a": "old", "b": "kept", "link": "->a"})
	edited := tree.With(map[string][]byte{"a": []byte("new")})
	checkRead(t, edited, "a", 3, "new", nil)
	checkRead(t, edited, "a", 2, "", ErrTooLarge)
	checkRead(t, edited, "b", 4, "kept", nil)
	checkRead(t, edited, "link", 9, "", ErrSymlink)
	checkRead(t, edited, "none", 9, "", fs.ErrNotExist)
}

// TestStreamThatGrows: a file that grows while it is read ends with an error, not
// where the limit is.
func TestStreamThatGrows(t *testing.T) {
	s, err := atMost(io.NopCloser(bytes.NewReader([]byte("abcde"))), 3, 4)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(s); !errors.Is(err, ErrTooLarge) || string(got) != "abcd" {
		t.Errorf("%q, %v", got, err)
	}
}
