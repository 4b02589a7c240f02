package actions

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// TestWriteJSON: a program reads what was written, and a terminal shows it.
func TestWriteJSON(t *testing.T) {
	for text, want := range map[string]string{
		"plain <a> & b": `"plain <a> & b"`, "größe 数据 👍": `"größe 数据 👍"`,
		"a\u202eb": `"a\u202eb"`, "\u2066x\u2069": `"\u2066x\u2069"`, "a\u200bb": `"a\u200bb"`, "\u009b31m": `"\u009b31m"`, "\x7f": `"\u007f"`, "\x1b[2J": `"\u001b[2J"`,
		"tag \U000e0041": `"tag \udb40\udc41"`, "\u2028": `"\u2028"`, "no\u00a0break": `"no\u00a0break"`,
	} {
		var b bytes.Buffer
		if err := WriteJSON(&b, text); err != nil || b.String() != want+"\n" {
			t.Errorf("%q is written as %s (%v), want %s", text, b.String(), err, want)
		}
		var back string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || back != text {
			t.Errorf("%q is read back as %q: %v", text, back, err)
		}
	}
	if err := WriteJSON(&bytes.Buffer{}, func() {}); err == nil {
		t.Error("what is no JSON is written")
	}
}

func FuzzPrintableJSON(f *testing.F) {
	f.Add("a\u202eb\U000e0041\xff")
	f.Fuzz(func(t *testing.T, text string) {
		raw, _ := json.Marshal(text)
		var want, got string
		printed := PrintableJSON(raw)
		if json.Unmarshal(raw, &want) != nil || json.Unmarshal(printed, &got) != nil || want != got {
			t.Fatalf("%q becomes %q", want, got)
		}
		for i := 0; i < len(printed); {
			r, size := utf8.DecodeRune(printed[i:])
			if r >= 0x7f && !printable(r) {
				t.Fatalf("%s has %U", printed, r)
			}
			i += size
		}
	})
}
