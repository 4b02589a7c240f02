package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// checkError wants an error of a kind, of its exit code group, with words in it.
func checkError(t *testing.T, name string, err, kind error, usage bool, words ...string) {
	t.Helper()
	if !errors.Is(err, kind) || IsUsage(err) != usage {
		t.Errorf("%s: got %v, usage %v; want %v, usage %v", name, err, IsUsage(err), kind, usage)
		return
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%s: %q is not in: %v", name, w, err)
		}
	}
}

func TestResolve(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	r.write("file", "1")
	first := r.commit("first")
	r.git("tag", "-a", "-m", "v", "v1.0")
	r.git("branch", "feature/cards")
	r.git("update-ref", "refs/remotes/origin/develop", first)
	r.git("update-ref", "refs/heads/-dash", first)
	r.write("file", "2")
	second := r.commit("second")

	for rev, want := range map[string]string{
		"HEAD": second, "main": second, "@": second, "HEAD~1": first, "main^": first, "v1.0": first,
		"feature/cards": first, first: first, first[:10]: first, "-dash": first, "refs/heads/main": second,
	} {
		if got, err := Resolve(ctx, r.Repo, rev); err != nil || got != want {
			t.Errorf("Resolve(%q) = %q, %v; want %q", rev, got, err, want)
		}
	}

	for _, c := range []struct {
		rev  string
		kind error
		use  bool
		word string
	}{
		{"", ErrRevision, true, "is not a valid revision"},
		{"a\nb", ErrRevision, true, `"a\nb"`},
		{"a\x00", ErrRevision, true, "is not a valid revision"},
		{"nope", ErrRevision, true, "git branch --all"},
		{"develop", ErrRevision, true, `did you mean "origin/develop"?`},
		{"feature/card", ErrRevision, true, `did you mean "feature/cards"?`},
		{"MAIN", ErrRevision, true, `did you mean "main"?`},
		{"v1.1", ErrRevision, true, `did you mean "v1.0"?`},
		{"--all", ErrRevision, true, `unknown revision "--all"`},
		{"--git-dir", ErrRevision, true, "unknown revision"},
		{"^HEAD", ErrRevision, true, "unknown revision"},
		{"HEAD..main", ErrRevision, true, "unknown revision"},
		{"HEAD^{tree}", ErrRevision, true, "is a tree, not a commit"},
		{"HEAD:file", ErrRevision, true, "is a blob, not a commit"},
		{"HEAD~9", ErrRevision, true, "unknown revision"},
		{strings.Repeat("1", 40), ErrMissing, false, "git fetch origin 1111"},
	} {
		_, err := Resolve(ctx, r.Repo, c.rev)
		checkError(t, "Resolve "+c.rev, err, c.kind, c.use, c.word)
	}
}

func TestResolveTroubles(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)

	for _, rev := range []string{"HEAD", "@", "main", "refs/heads/main"} {
		_, err := Resolve(ctx, r.Repo, rev)
		checkError(t, "unborn "+rev, err, ErrUnborn, true, "commit something first")
	}
	_, err := Resolve(ctx, r.Repo, "other")
	checkError(t, "unborn other", err, ErrRevision, true)

	_, err = Resolve(ctx, git.Repo{Dir: t.TempDir()}, "HEAD")
	checkError(t, "no repository", err, git.ErrNotRepository, true, "HEAD")

	first := r.commit("first")
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = Resolve(cancelled, r.Repo, "HEAD")
	checkError(t, "cancelled", err, context.Canceled, false)

	r.git("tag", "-m", "tree", "to-tree", "HEAD^{tree}")
	_, err = Resolve(ctx, r.Repo, "to-tree")
	checkError(t, "tag of a tree", err, ErrRevision, true, "not a commit")

	object := r.objectPath(first)
	if err := os.Chmod(object, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(object, []byte("garbage"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Resolve(ctx, r.Repo, "HEAD")
	checkError(t, "damaged commit", err, ErrCorrupt, false, "git fsck")
	_, err = Open(ctx, r.Repo, first)
	checkError(t, "damaged commit by name", err, ErrCorrupt, false)
	if err := os.Remove(object); err != nil {
		t.Fatal(err)
	}
	_, err = Resolve(ctx, r.Repo, "HEAD")
	checkError(t, "missing commit", err, ErrMissing, false)

	t.Setenv("PATH", "")
	_, err = Resolve(ctx, r.Repo, "HEAD")
	checkError(t, "no git", err, git.ErrNotFound, false, "install git")
}

// clone makes a clone with one branch of a small depth.
func (r testRepo) shallowClone(branch string) testRepo {
	r.t.Helper()
	to := filepath.Join(r.t.TempDir(), "shallow")
	r.git("clone", "-q", "--depth=1", "--branch="+branch, "file://"+filepath.ToSlash(r.Dir), to)
	return r.at(to)
}

func TestShallowClone(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	r.write("file", "1")
	first := r.commit("first")
	r.git("switch", "-q", "-c", "feature")
	r.write("file", "2")
	r.commit("second")
	r.write("file", "3")
	head := r.commit("third")
	r.git("switch", "-q", "main")

	s := r.shallowClone("feature")
	checkRead(t, s.open("HEAD"), "file", 9, "3", nil)
	_, err := Resolve(ctx, s.Repo, first)
	checkError(t, "cut off commit", err, ErrShallow, false, "fetch-depth: 0", "git fetch --deepen")
	_, err = Resolve(ctx, s.Repo, "HEAD~1")
	checkError(t, "cut off parent", err, ErrShallow, false, "HEAD~1")
	_, err = Resolve(ctx, s.Repo, "some-other-branch")
	checkError(t, "branch that was not fetched", err, ErrRevision, true, "shallow")
	_, err = defaultBase(ctx, s.Repo, head)
	checkError(t, "no default branch in it", err, ErrShallow, false, "default branch", "fetch-depth: 0")

	s.git("fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")
	_, err = defaultBase(ctx, s.Repo, "HEAD")
	checkError(t, "no merge base in it", err, ErrShallow, false, "origin/main", "git fetch --deepen")

	s.git("fetch", "-q", "--deepen=5", "origin", "feature")
	if got, err := defaultBase(ctx, s.Repo, "HEAD"); err != nil || got != first {
		t.Errorf("after the remedy: %q, %v", got, err)
	}
}

// TestAmbiguousNames: whoever may push a tag or a branch does not get to say what
// the name of another one means.
func TestAmbiguousNames(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	first := r.commit("first")
	second := r.commit("second")
	r.git("update-ref", "refs/remotes/origin/main", second)
	r.git("update-ref", "refs/remotes/origin/HEAD", second)
	r.git("update-ref", "refs/tags/same", second)
	r.git("update-ref", "refs/heads/same", second)
	for _, tag := range []string{"main", "origin/main", "HEAD", "heads/main", "refs/heads/gone", second[:8], second} {
		r.git("update-ref", "refs/tags/"+tag, first)
	}
	for rev, words := range map[string][]string{
		"main":            {"refs/tags/main", "refs/heads/main", "full name"},
		"main~0":          {"refs/tags/main"},
		"main^":           {"refs/tags/main"},
		"origin/main":     {"refs/tags/origin/main", "refs/remotes/origin/main"},
		"heads/main":      {"refs/tags/heads/main"},
		"refs/heads/gone": {"refs/tags/refs/heads/gone"},
		second[:8]:        {"commit " + second},
	} {
		_, err := Resolve(ctx, r.Repo, rev)
		checkError(t, rev, err, ErrRevision, true, append(words, "ambiguous")...)
	}
	for rev, want := range map[string]string{"refs/heads/main": second, "refs/tags/main": first, "refs/remotes/origin/main": second, "tags/main": first,
		"same": second, "HEAD": second, "@": second, second: second, first: first, second[:9]: second, "main@{0}~0": ""} {
		got, err := Resolve(ctx, r.Repo, rev)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("Resolve(%q) = %q, %v; want %q", rev, got, err, want)
		}
	}
}

func TestDefaultBase(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	_, err := defaultBase(ctx, r.Repo, WorktreeCommit)
	checkError(t, "unborn", err, ErrUnborn, true)

	first := r.commit("first")
	r.git("switch", "-q", "-c", "feature")
	second := r.commit("second")
	r.git("switch", "-q", "main")
	third := r.commit("third")

	check := func(name, head, want string) {
		t.Helper()
		if got, err := defaultBase(ctx, r.Repo, head); err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, want)
		}
	}
	check("on the default branch", WorktreeCommit, third)
	check("feature", "feature", first)
	check("by commit", second, first)
	r.git("checkout", "-q", "--detach", "feature")
	check("detached", WorktreeCommit, first)

	r.git("update-ref", "refs/remotes/origin/master", second)
	check("origin before local", "feature", second)
	r.git("update-ref", "refs/remotes/origin/main", first)
	check("main before master", "feature", first)
	r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop")
	check("origin/HEAD leads nowhere", "feature", first)
	r.git("update-ref", "refs/remotes/origin/develop", second)
	check("origin/HEAD first", "feature", second)

	_, err = defaultBase(ctx, r.Repo, "nope")
	checkError(t, "unknown head", err, ErrRevision, true, "nope")
}

// A repository that Find has found has the default branch that git names when it is
// asked, at the commit where it is now.
func TestDefaultBranchThatWasFound(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	first := r.commit("first")
	check := func(name, want string) {
		t.Helper()
		found, err := git.Find(ctx, r.Dir)
		if err != nil {
			t.Fatal(err)
		}
		branch, commit, err := DefaultBranch(ctx, found)
		askedBranch, askedCommit, asked := DefaultBranch(ctx, r.Repo)
		if branch != want || branch != askedBranch || commit != askedCommit || (err == nil) != (asked == nil) || !found.IsTop() {
			t.Errorf("%s: found %q at %q (%v), git says %q at %q (%v); want %q", name, branch, commit, err, askedBranch, askedCommit, asked, want)
		}
	}
	check("a branch", "main")
	r.git("update-ref", "refs/tags/refs/remotes/origin/HEAD", first)
	r.git("update-ref", "refs/heads/refs/remotes/origin/HEAD", first)
	check("names that hold others", "main")
	r.git("update-ref", "refs/remotes/origin/main", first)
	r.git("update-ref", "refs/remotes/origin/main2", first)
	check("a remote", "origin/main")
	r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop")
	check("a default branch that was not fetched", "origin/main")
	r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	check("a default branch", "origin/HEAD")

	found, err := git.Find(ctx, r.Dir)
	if err != nil {
		t.Fatal(err)
	}
	second := r.commit("second")
	r.git("update-ref", "refs/remotes/origin/main", second)
	if _, commit, err := DefaultBranch(ctx, found); err != nil || commit != second {
		t.Errorf("a branch that moves: %s, %v", commit, err)
	}
	r.git("update-ref", "--no-deref", "-d", "refs/remotes/origin/HEAD")
	r.git("update-ref", "-d", "refs/tags/refs/remotes/origin/HEAD")
	r.git("update-ref", "-d", "refs/heads/refs/remotes/origin/HEAD")
	if branch, commit, err := DefaultBranch(ctx, found); err != nil || branch != "origin/main" || commit != second {
		t.Errorf("a branch that is deleted: %q at %s, %v", branch, commit, err)
	}
	r.write(".git/refs/remotes/origin/main", strings.Repeat("1", 40)+"\n")
	check("a branch whose commit is missing", "origin/main")
	for _, ref := range []string{"refs/remotes/origin/main", "refs/heads/main"} {
		r.git("update-ref", "-d", ref)
	}
	check("none", "")
}

func TestDefaultBaseTroubles(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	r.commit("first")
	r.git("branch", "-m", "main", "trunk")
	_, err := defaultBase(ctx, r.Repo, WorktreeCommit)
	checkError(t, "no default branch", err, ErrNoDefault, true, "--base", "git remote set-head origin --auto")

	r.git("config", "init.defaultBranch", "trunk")
	if got, err := defaultBase(ctx, r.Repo, WorktreeCommit); err != nil || got != r.git("rev-parse", "trunk") {
		t.Errorf("init.defaultBranch: got %q, %v", got, err)
	}
	r.git("config", "init.defaultBranch", "--all")
	_, err = defaultBase(ctx, r.Repo, WorktreeCommit)
	checkError(t, "init.defaultBranch is no option", err, ErrNoDefault, true)

	r.git("checkout", "-q", "--orphan", "main")
	r.commit("unrelated")
	_, err = defaultBase(ctx, r.Repo, "trunk")
	checkError(t, "unrelated", err, ErrUnrelated, true, "--base", "trunk")
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"main", "main", 0}, {"main", "mian", 2}, {"main", "man", 1}, {"kitten", "sitting", 3}, {strings.Repeat("a", 101), "a", 101}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// defaultBase is DefaultBase for the working tree, or a head that is not resolved.
func defaultBase(ctx context.Context, repo git.Repo, head string) (string, error) {
	if head == WorktreeCommit {
		head = "HEAD"
	}
	commit, err := Resolve(ctx, repo, head)
	if err != nil {
		return "", err
	}
	base, _, err := DefaultBase(ctx, repo, head, commit)
	return base, err
}
