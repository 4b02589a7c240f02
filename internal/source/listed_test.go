package source

import (
	"errors"
	"testing"
)

func TestListed(t *testing.T) {
	const hello = "ce013625030ba8dba906f756967f9e9ca394464a" // "hello\n"
	content := "hello\n"
	entries := []Entry{
		{Path: "z", Kind: Symlink, Size: 6, Object: hello},
		{Path: "a/b", Kind: File, Size: 6, Object: hello},
		{Path: "sub", Kind: Submodule, Object: hello},
	}
	tree, err := Listed("c1", entries, func(Entry) ([]byte, error) { return []byte(content), nil })
	if err != nil {
		t.Fatal(err)
	}
	if b, err := tree.Read("a/b", 6); err != nil || string(b) != content {
		t.Errorf("got %q, %v", b, err)
	}
	for path, want := range map[string]error{"z": ErrSymlink, "sub": ErrSubmodule, "a": ErrNotRegular} {
		if _, err := tree.Read(path, 6); !errors.Is(err, want) {
			t.Errorf("%s: got %v", path, err)
		}
	}
	if _, err := tree.Read("a/b", 5); !errors.Is(err, ErrTooLarge) {
		t.Errorf("limit: got %v", err)
	}
	content = "forged"
	if _, err := tree.Read("a/b", 6); !errors.Is(err, ErrCorrupt) {
		t.Errorf("forged content: got %v", err)
	}
	for name, bad := range map[string][]Entry{
		"twice":         {{Path: "a", Object: hello}, {Path: "a", Object: hello}},
		"file and tree": {{Path: "a", Object: hello}, {Path: "a/b", Object: hello}},
		"no object":     {{Path: "a", Object: "--help"}},
	} {
		if _, err := Listed("c1", bad, nil); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
