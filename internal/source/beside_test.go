package source

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestOpenBesideIsOpen: whatever differs, the tree is that which git lists.
func TestOpenBesideIsOpen(t *testing.T) {
	r := newRepo(t)
	var objects []string
	for i := range 4 {
		objects = append(objects, r.pipe(strings.Repeat("x", i), "hash-object", "-w", "--stdin"))
	}
	chance := rand.New(rand.NewPCG(20261130, 0))
	names := []string{"a", "a-b", "a.b", "b", "c\nd", "\xff"}
	var commits []string
	for range 12 {
		r.git("read-tree", "--empty")
		var index strings.Builder
		for range 15 {
			path := names[chance.IntN(len(names))]
			for range chance.IntN(4) {
				path += "/" + names[chance.IntN(len(names))]
			}
			mode, object := []string{"100644", "100644", "100755", "120000", "160000"}[chance.IntN(5)], objects[chance.IntN(len(objects))]
			fmt.Fprintf(&index, "%s %s\t%s\x00", mode, object, path) // a later one takes the place of what is in its way
		}
		r.pipe(index.String(), "update-index", "-z", "--replace", "--index-info")
		commits = append(commits, r.commitTree(r.git("write-tree")))
	}
	commits = append(commits, r.commitTree(r.pipe("", "mktree")))
	repo := r.WithObjects(t.Context())
	for _, from := range commits {
		base := r.open(from)
		for _, to := range commits {
			tree, err := openBeside(t.Context(), repo, base, to)
			got, want := closed(t, tree, err), r.open(to)
			if got.Commit != to || !slices.Equal(got.Entries(), want.Entries()) {
				t.Errorf("%s beside %s: got %+v\nwant %+v", to, from, got.Entries(), want.Entries())
			}
		}
	}
}

// TestOpenBesideGivesWay: what is too much, or is no tree that git writes, is told by git.
func TestOpenBesideGivesWay(t *testing.T) {
	r := newRepo(t)
	r.write("kept", "1")
	base := r.open(r.commit("base"))
	repo := r.WithObjects(t.Context())
	for i := range maxDiffering + 1 {
		r.write(fmt.Sprintf("many/%d", i), "2")
	}
	many := r.commit("many")
	if _, err := openBeside(t.Context(), repo, base, many); !errors.Is(err, errDiffering) {
		t.Errorf("many files: %v", err)
	}
	tree, err := OpenBeside(t.Context(), repo, base, many)
	if n := len(closed(t, tree, err).Entries()); n != maxDiffering+2 {
		t.Errorf("%d files", n)
	}
	r.git("read-tree", "--empty")
	object := r.pipe(strings.Repeat("3", maxDifferingBytes+1), "hash-object", "-w", "--stdin")
	r.git("update-index", "--add", "--cacheinfo", "100644,"+object+",large")
	if _, err := openBeside(t.Context(), repo, base, r.commitTree(r.git("write-tree"))); !errors.Is(err, errDiffering) {
		t.Errorf("a large file: %v", err)
	}
	blob := r.pipe("4", "hash-object", "-w", "--stdin")
	kept, _ := base.Lookup("kept")
	for name, entries := range map[string][]string{
		"twice":              {"100644 " + blob + " a", "100644 " + blob + " a"},
		"kept twice":         {"100644 " + kept.Object + " kept", "100644 " + kept.Object + " kept"},
		"file and directory": {"100644 " + kept.Object + " kept", "40000 " + r.forge("100644 "+blob+" file") + " kept"},
		"odd mode":           {"777777 " + blob + " a"},
		"slash in a name":    {"100644 " + blob + " a/file"},
	} {
		commit := r.commitTree(r.forge(entries...))
		if _, err := openBeside(t.Context(), repo, base, commit); err == nil {
			t.Errorf("%s: opened", name)
		}
		_, err := OpenBeside(t.Context(), repo, base, commit)
		if _, want := OpenCommit(t.Context(), repo, commit); fmt.Sprint(err) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
}
