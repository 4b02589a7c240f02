package source

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// history is a main branch, and a feature branch that left it n commits ago.
func history(t *testing.T, n int) (r testRepo, left, tip, head string) {
	t.Helper()
	r = newRepo(t)
	r.git("config", "uploadpack.allowAnySHA1InWant", "true") // as GitHub does
	r.write("file", "0")
	left = r.commit("left")
	r.git("switch", "-q", "-c", "feature")
	for i := range n {
		r.write("feature", fmt.Sprint(i))
		head = r.commit("feature")
	}
	r.git("switch", "-q", "main")
	for i := range n {
		r.write("main", fmt.Sprint(i))
		tip = r.commit("main")
	}
	return r, left, tip, head
}

func TestFetchGetsWhatAShallowCloneLacks(t *testing.T) {
	ctx := context.Background()
	r, left, tip, head := history(t, 60)
	s := r.shallowClone("feature")
	if err := Fetch(ctx, s.Repo, tip); err != nil {
		t.Fatal(err)
	}
	checkRead(t, s.open(tip), "main", 100, "59", nil)
	if n := s.git("rev-list", "--count", tip); n != "1" {
		t.Errorf("the clone is no longer shallow: %s commits", n)
	}
	base, err := MergeBase(ctx, s.Repo, tip, head)
	if err != nil || base != left {
		t.Errorf("merge base %q, %v; want %q", base, err, left)
	}
}

func TestFetchErrors(t *testing.T) {
	ctx := context.Background()
	r, _, _, _ := history(t, 1)
	s := r.shallowClone("feature")
	checkError(t, "no such commit", Fetch(ctx, s.Repo, "0123456789012345678901234567890123456789"), ErrMissing, false, "fetch-depth: 0")
	checkError(t, "no object id", Fetch(ctx, s.Repo, "--upload-pack=x"), ErrRevision, true)
	_, err := FetchBranch(ctx, s.Repo, "no-such-branch")
	checkError(t, "no such branch", err, ErrRevision, true, "--base")
	_, err = FetchBranch(ctx, s.Repo, "a..b")
	checkError(t, "no branch", err, ErrRevision, true)
	s.git("remote", "set-url", "origin", "ext::sh -c exit")
	_, err = FetchBranch(ctx, s.Repo, "main")
	checkError(t, "helper", err, ErrMissing, false, "fetched")
	orphan := r.git("commit-tree", "-m", "alone", r.git("rev-parse", "HEAD^{tree}"))
	_, err = MergeBase(ctx, r.Repo, orphan, "HEAD")
	checkError(t, "unrelated", err, ErrUnrelated, true, "--base")
}

func TestFetchBranch(t *testing.T) {
	ctx := context.Background()
	r, _, tip, head := history(t, 2)
	r.git("branch", "other/main", head) // ends like the branch that is asked for
	s := r.shallowClone("feature")
	if got, err := FetchBranch(ctx, s.Repo, "main"); err != nil || got != tip {
		t.Errorf("got %q, %v; want %q", got, err, tip)
	}
}

func TestParentsOfAShallowCommit(t *testing.T) {
	ctx := context.Background()
	r, _, tip, head := history(t, 2)
	r.git("switch", "-q", "-c", "merged")
	r.git("merge", "-q", "--no-ff", "-m", "parent 0123\n\nparent 4567", head)
	s := r.shallowClone("merged")
	got, err := Parents(ctx, s.Repo, s.git("rev-parse", "HEAD"))
	if err != nil || !slices.Equal(got, []string{tip, head}) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestContains(t *testing.T) {
	ctx := context.Background()
	r, left, tip, head := history(t, 3)
	s := r.shallowClone("feature")
	const nowhere = "0123456789012345678901234567890123456789"
	for name, tt := range map[string]struct {
		repo             testRepo
		commit, ancestor string
		is, known        bool
	}{
		"itself":                        {r, head, head, true, true},
		"an ancestor":                   {r, head, left, true, true},
		"of another branch":             {r, head, tip, false, true},
		"a descendant":                  {r, left, head, false, true},
		"of no repository":              {r, head, nowhere, false, true},
		"an option":                     {r, head, "--all", false, true},
		"an ancestor, shallow":          {s, head, left, false, false},
		"itself, shallow":               {s, head, head, true, true},
		"of no repository, and shallow": {s, head, nowhere, false, false},
	} {
		is, known, err := Contains(ctx, tt.repo.Repo, tt.commit, tt.ancestor)
		if err != nil || is != tt.is || known != tt.known {
			t.Errorf("%s: %v, known %v, %v", name, is, known, err)
		}
	}
	blob := r.git("rev-parse", head+":file")
	if is, known, err := Contains(ctx, r.Repo, head, blob); err != nil || is || !known {
		t.Errorf("a file is no commit: %v, known %v, %v", is, known, err)
	}
}

// TestDescends compares what is read of a history with merges with what git says.
func TestDescends(t *testing.T) {
	ctx := context.Background()
	r, left, tip, head := history(t, 3)
	r.git("merge", "-q", "--no-ff", "-m", "merge", "feature")
	merge := r.git("rev-parse", "HEAD")
	r.Repo = r.WithObjects(ctx)
	ancestors := map[string][]string{}
	for _, commit := range strings.Fields(r.git("rev-list", "--all")) {
		ancestors[commit] = strings.Fields(r.git("rev-list", commit))
	}
	if len(ancestors) != 8 || len(ancestors[merge]) != 8 {
		t.Fatalf("the history is %v", ancestors)
	}
	for commit, before := range ancestors {
		for other := range ancestors {
			if got, want := descends(ctx, r.Repo, commit, other), slices.Contains(before, other); got != want {
				t.Errorf("%s descends from %s: %t, want %t", commit, other, got, want)
			}
		}
	}
	var long strings.Builder
	for i := range nearCommits + 1 {
		long.WriteString("commit refs/heads/long\ncommitter A <a@example.com> 0 +0000\ndata 0\n")
		if i == 0 {
			long.WriteString("from " + tip + "\n")
		}
	}
	r.pipe(long.String(), "fast-import", "--quiet", "--date-format=raw")
	for commit, want := range map[string]string{merge: head, r.git("rev-parse", "long"): tip} { // near, and too far
		if base, err := MergeBase(ctx, r.Repo, want, commit); err != nil || base != want {
			t.Errorf("merge base %s, %v; want %s", base, err, want)
		}
	}
	shallow := r.shallowClone("main")
	if descends(ctx, shallow.Repo, merge, left) {
		t.Error("a shallow clone knows what it lacks")
	}
}
