package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHasPacked: git's own packs are read, and an index that is none is refused.
func TestHasPacked(t *testing.T) {
	r := Repo{Dir: t.TempDir()}
	run := func(stdin string, args ...string) string {
		t.Helper()
		out, err := r.RunWith(t.Context(), strings.NewReader(stdin), args...)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	run("", "init", "-q", "--bare")
	var packed []string
	for _, text := range []string{"a", "b", "c", "d"} {
		packed = append(packed, run(text, "hash-object", "-w", "--stdin"))
	}
	run(strings.Join(packed, "\n"), "pack-objects", "-q", filepath.Join(r.Dir, "objects", "pack", "pack"))
	loose := run("e", "hash-object", "-w", "--stdin")
	for id, want := range map[string]bool{packed[0]: true, packed[3]: true, loose: false, strings.Repeat("0", 40): false, strings.Repeat("f", 40): false} {
		if has, err := r.HasPacked(id); err != nil || has != want {
			t.Errorf("%s: %t, %v", id, has, err)
		}
	}
	for _, text := range []string{"", "\xfftOc\x00\x00\x00\x03" + strings.Repeat("\x00", 2000), "\xfftOc\x00\x00\x00\x02" + strings.Repeat("\x00\x00\x00\x09", 256)} {
		if err := os.WriteFile(filepath.Join(r.Dir, "objects", "pack", "a.idx"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if has, err := r.HasPacked(loose); has || err == nil {
			t.Errorf("%q is read", text[:min(len(text), 12)])
		}
	}
}
