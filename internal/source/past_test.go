package source

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// The history of a file is that of its branch: what changed it, and nothing else.
func TestListPast(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	var of []string
	for i := range 4 {
		for _, name := range []string{"a.json", "[a].json", "other"} {
			if name == "other" || i != 2 && name == "a.json" || i == 0 {
				if err := os.WriteFile(filepath.Join(r.Dir, name), fmt.Appendf(nil, "%d", i), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		r.git("add", "-A")
		r.git("commit", "-q", "-m", "c")
		of = append(of, r.git("rev-parse", "HEAD"))
	}
	ids := func(past []Past) (out []string) {
		for _, p := range past {
			out = append(out, p.Commit)
		}
		return out
	}
	for name, tt := range map[string]struct {
		paths []string
		most  int
		want  []string
	}{
		"all":          {[]string{"a.json"}, 20, []string{of[0], of[1], of[3]}},
		"the last two": {[]string{"a.json"}, 2, []string{of[1], of[3]}},
		"no pattern":   {[]string{"[a].json"}, 20, []string{of[0]}},
		"no such file": {[]string{"b.json"}, 20, nil},
	} {
		got, known, err := ListPast(ctx, r.Repo, of[3], tt.paths, tt.most)
		if err != nil || !known || fmt.Sprint(ids(got)) != fmt.Sprint(tt.want) {
			t.Errorf("%s: got %v, %v, %v; want %v", name, ids(got), known, err, tt.want)
		}
	}
	if got, known, err := ListPast(ctx, r.shallowClone("main").Repo, of[3], []string{"a.json"}, 20); len(got) > 0 || known || err != nil {
		t.Errorf("shallow: got %v, %v, %v", got, known, err)
	}
}
