package evidence

import (
	"slices"
	"testing"
)

// The name of a file may hold the mark that ends it in an anchor.
func TestAnchorsOfFilesWithANumberSign(t *testing.T) {
	for anchor, want := range map[Anchor][2]string{
		"a.md#/x": {"a.md", "/x"}, "a#b/c.md#": {"a#b/c.md", ""}, "a#b/c.md#/x#/y#": {"a#b/c.md", "/x#/y#"}, "c##/x": {"c#", "/x"}, "unknown#1#/x": {"unknown", "1#/x"}, "none": {"none", ""},
	} {
		file, pointer := anchor.Split(func(file string) bool { return slices.Contains([]string{"a.md", "a#b/c.md", "c#"}, file) })
		if file != want[0] || pointer != want[1] {
			t.Errorf("%s: %q and %q, want %q", anchor, file, pointer, want)
		}
	}
}
