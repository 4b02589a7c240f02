package source

import (
	"errors"
	"io/fs"
	"testing"
)

func TestWithOtherFiles(t *testing.T) {
	tree := mapTree(map[string]string{"a.md": "old", "b.md": "kept", "link": "->a.md"})
	edited := tree.With(map[string][]byte{"a.md": []byte("new text"), "link": []byte("x"), "d/new.md": []byte("x"), "a.md/x": []byte("x"), "../y": []byte("x")})
	for path, want := range map[string]string{"a.md": "new text", "b.md": "kept", "d/new.md": "x"} {
		if b, err := edited.Read(path, 100); err != nil || string(b) != want {
			t.Errorf("%s: %q %v, want %q", path, b, err, want)
		}
	}
	if b, _ := tree.Read("a.md", 100); string(b) != "old" {
		t.Errorf("the tree itself was changed: %q", b)
	}
	if e, _ := edited.Lookup("a.md"); e.Size != 8 {
		t.Errorf("size %d, want 8", e.Size)
	}
	if _, err := edited.Read("link", 100); !errors.Is(err, ErrSymlink) {
		t.Errorf("a link: %v", err)
	}
	if n := len(edited.Entries()); n != 4 {
		t.Errorf("%d entries, want 4", n)
	}
	if _, err := tree.Read("d/new.md", 100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the tree itself has the new file: %v", err)
	}
	if _, err := edited.Read("a.md", 7); !errors.Is(err, ErrTooLarge) {
		t.Errorf("beyond the limit: %v", err)
	}
}
