package envrepo

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

func TestEmptyRemote(t *testing.T) {
	t.Parallel()
	r := server(t)
	g := open(t, r, "")
	tree, err := g.Head(t.Context())
	if g.Branch() != "main" {
		t.Errorf("branch %q", g.Branch())
	}
	if err != nil || tree.Commit != "" || len(tree.Entries()) != 0 {
		t.Fatalf("head is %q with %d entries: %v", tree.Commit, len(tree.Entries()), err)
	}
	result := promote(t, g, subject("fraud", "1.0.0", 'a'))
	if got := tip(t, r, "main"); got != result.Commit() {
		t.Errorf("main is %s, the result says %s", got, result.Commit())
	}
	if got := run(t, r, "rev-list", "--count", "main"); got != "1" {
		t.Errorf("%s commits", got)
	}
	if got := run(t, r, "log", "--format=%an <%ae> %cn <%ce> %at %ct", "main"); got != "modelgate[bot] <modelgate[bot]@localhost> modelgate[bot] <modelgate[bot]@localhost> 1772366400 1772366400" {
		t.Errorf("signed by %s", got)
	}
	if got := run(t, r, "ls-tree", "-r", "--format=%(objectmode) %(path)", "main"); got != "100644 .modelgate/records/prod/fraud/000001.json\n100644 environments/prod/models/fraud/inferenceservice.yaml" {
		t.Errorf("the tree is\n%s", got)
	}
	verify(t, r, "main")
}

// Same plan, same time: same commit.
func TestCommitIsDeterministic(t *testing.T) {
	t.Parallel()
	a := promote(t, open(t, server(t), ""), subject("fraud", "1.0.0", 'a'))
	b := promote(t, open(t, server(t), ""), subject("fraud", "1.0.0", 'a'))
	if a.Commit() != b.Commit() {
		t.Errorf("%s and %s", a.Commit(), b.Commit())
	}
}

func TestOtherFilesStay(t *testing.T) {
	t.Parallel()
	r := server(t)
	blob := strings.TrimSpace(string(must(r.RunWith(t.Context(), strings.NewReader("#!/bin/sh\n"), "hash-object", "-w", "--stdin"))))
	index := git.Repo{Dir: r.Dir, Env: append(r.Env, "GIT_INDEX_FILE="+r.Dir+"/index-test")}
	run(t, index, "update-index", "--add", "--cacheinfo", "100755,"+blob+",deploy.sh", "--cacheinfo", "120000,"+blob+",link", "--cacheinfo", "100644,"+blob+",environments/prod/overlays/fraud/patch.yaml")
	id := git.Repo{Dir: r.Dir, Env: append(r.Env, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b")}
	commit := run(t, id, "commit-tree", "-m", "start", run(t, index, "write-tree"))
	run(t, r, "update-ref", "refs/heads/main", commit)

	promote(t, open(t, r, "main"), subject("fraud", "1.0.0", 'a'))
	got := run(t, r, "diff-tree", "-r", "--name-status", "main~1", "main")
	if got != "A\t.modelgate/records/prod/fraud/000001.json\nA\tenvironments/prod/models/fraud/inferenceservice.yaml" {
		t.Errorf("the commit changes\n%s", got)
	}
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func TestDeletes(t *testing.T) {
	t.Parallel()
	r := server(t)
	g := open(t, r, "")
	promote(t, g, subject("fraud", "1.0.0", 'a'))
	other := subject("fraud", "1.1.0", 'b')
	other.Target, other.Parameters = "deployment", map[string]string{"framework": "flask", "image": "ghcr.io/acme/api@sha256:" + strings.Repeat("4", 64)}
	promote(t, g, other)
	got := run(t, r, "diff-tree", "-r", "--name-status", "--no-renames", "main~1", "main")
	want := "A\t.modelgate/records/prod/fraud/000002.json\nA\tenvironments/prod/models/fraud/deployment.yaml\nD\tenvironments/prod/models/fraud/inferenceservice.yaml\nA\tenvironments/prod/models/fraud/poddisruptionbudget.yaml\nA\tenvironments/prod/models/fraud/service.yaml"
	if got != want {
		t.Errorf("the commit changes\n%s", got)
	}
	verify(t, r, "main")
}

func TestSHA256Repository(t *testing.T) {
	t.Parallel()
	r := server(t, "--object-format=sha256")
	blob := run(t, r, "hash-object", "-w", "-t", "tree", os.DevNull)
	id := git.Repo{Dir: r.Dir, Env: append(r.Env, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b")}
	run(t, r, "update-ref", "refs/heads/main", run(t, id, "commit-tree", "-m", "start", blob))
	if result := promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a')); len(result.Commit()) != 64 {
		t.Errorf("commit %q", result.Commit())
	}
	verify(t, r, "main")
}

func TestBranchIsChosen(t *testing.T) {
	t.Parallel()
	r := server(t)
	promote(t, open(t, r, "deploy/prod"), subject("fraud", "1.0.0", 'a')) // an empty repository takes any branch
	verify(t, r, "deploy/prod")
	if _, err := open(t, r, "main").Head(t.Context()); !errors.Is(err, ErrBranch) || !strings.Contains(err.Error(), `it has "deploy/prod": correct the name, or create the branch`) || !IsFinal(err) {
		t.Errorf("a branch that is missing: %v", err)
	}
	run(t, r, "symbolic-ref", "HEAD", "refs/heads/deploy/prod")
	g := open(t, r, "")
	if _, err := g.Head(t.Context()); err != nil || g.Branch() != "deploy/prod" {
		t.Errorf("the default branch is %q (%v)", g.Branch(), err)
	}
}

// A branch is never guessed: neither by the commit that a remote is at, nor by the name of a tag.
func TestBranchIsNotGuessed(t *testing.T) {
	t.Parallel()
	r := server(t)
	promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
	run(t, r, "branch", "aaa")
	promote(t, open(t, r, "main"), subject("fraud", "2.0.0", 'a'))
	run(t, r, "tag", "v1")
	run(t, r, "update-ref", "--no-deref", "HEAD", "aaa")
	g := open(t, r, "")
	at, err := g.Head(t.Context())
	if want := tip(t, r, "main"); err != nil || g.Branch() != "main" || at.Commit != want {
		t.Errorf("a remote that names no branch: %q at %s, %v", g.Branch(), at.Commit, err)
	}
	for _, branch := range []string{"v1", "", "refs/heads/aaa"} {
		if branch == "" {
			run(t, r, "branch", "-D", "main")
		}
		if _, err := open(t, r, branch).Head(t.Context()); !errors.Is(err, ErrBranch) {
			t.Errorf("%q: %v", branch, err)
		}
	}
	run(t, r, "symbolic-ref", "HEAD", "refs/heads/aaa")
	for _, branch := range []string{"", "aaa"} {
		g := open(t, r, branch)
		if at, err := g.Head(t.Context()); err != nil || g.Branch() != "aaa" || at.Commit != tip(t, r, "aaa") {
			t.Errorf("%q is %q at %s, %v", branch, g.Branch(), at.Commit, err)
		}
	}
}

// The lease refuses a branch that was set back, which a plain push would not.
func TestStaleLease(t *testing.T) {
	t.Parallel()
	r := server(t)
	g := open(t, r, "")
	promote(t, g, subject("fraud", "1.0.0", 'a'))
	promote(t, g, subject("fraud", "2.0.0", 'b'))
	base, err := g.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer base.Close()
	plan, err := planner(t, subject("triage", "1.0.0", 'b'))(base)
	if err != nil {
		t.Fatal(err)
	}
	before := rev(t, r, "main~1")
	gittest.SetHead(t, r.Dir, "main", before) // an administrator drops the promotion of 2.0.0
	if _, err := g.Commit(t.Context(), base, plan); !errors.Is(err, ErrStale) {
		t.Errorf("the error is %v, want ErrStale", err)
	}
	if got := tip(t, r, "main"); got != before {
		t.Errorf("main moved to %s", got)
	}
	if _, err := g.Commit(t.Context(), promotion.Snapshot{}, plan); !errors.Is(err, ErrStale) {
		t.Errorf("a root commit on a branch that exists: %v, want ErrStale", err)
	}
}

func TestRejected(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"pre-receive": "echo 'Protected: ask the platform team'\nprintf ' ! [rejected] a -> main (stale info)\\n\\033[31m'\nexit 1",
		"update":      "echo 'Protected: ask the platform team' >&2\nexit 1",
	} {
		r := server(t)
		hook(t, r, name, script)
		result, err := Promote(t.Context(), open(t, r, ""), planner(t, subject("fraud", "1.0.0", 'a')), still)
		if !errors.Is(err, ErrRejected) || !strings.Contains(err.Error(), "Protected: ask the platform team") || strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Errorf("%s: the error is %q", name, err)
		}
		if result.Attempts != 1 || len(result.Commits) > 0 {
			t.Errorf("%s: %d attempts, %q", name, result.Attempts, result.Commits)
		}
		if out := run(t, r, "for-each-ref"); out != "" {
			t.Errorf("%s: the repository has %s", name, out)
		}
	}
}

func TestNoSuchRepository(t *testing.T) {
	t.Parallel()
	nothing := git.Repo{Dir: t.TempDir() + "/nothing"}
	if _, err := open(t, nothing, "").Head(t.Context()); !errors.Is(err, ErrAccess) {
		t.Errorf("the error is %v", err)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	g, err := OpenGit(t.Context(), server(t).Dir, "", options)
	if err != nil {
		t.Fatal(err)
	}
	promote(t, g, subject("fraud", "1.0.0", 'a'))
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(g.repo.Dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the clone is still there (%v)", err)
	}
}

func TestPathsThatGitRefuses(t *testing.T) {
	t.Parallel()
	r := server(t)
	g := open(t, r, "")
	for _, path := range []string{"../x", ".git/config", "a/../b", "/x", "", "a\x00b", "a//b"} {
		plan := promotion.Plan{Message: "m", Files: []promotion.File{{Path: path, Mode: "100644", Content: []byte("x")}}}
		if _, err := g.Commit(t.Context(), promotion.Snapshot{}, plan); err == nil {
			t.Errorf("path %q was committed", path)
		}
	}
	if out := run(t, r, "for-each-ref"); out != "" {
		t.Errorf("the repository has %s", out)
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	g := open(t, server(t), "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Promote(ctx, g, planner(t, subject("fraud", "1.0.0", 'a')), still); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

func TestClonesOfKilledRunsAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{prefix + "old", prefix + "new", "other-old"} {
		if err := os.MkdirAll(filepath.Join(dir, name, "objects"), 0o755); err != nil {
			t.Fatal(err)
		}
		when := now.Add(-time.Hour)
		if strings.HasSuffix(name, "new") {
			when = now.Add(time.Hour)
		}
		if err := os.Chtimes(filepath.Join(dir, name), when, when); err != nil {
			t.Fatal(err)
		}
	}
	sweep(dir, now)
	left, err := filepath.Glob(dir + "/*")
	if err != nil || len(left) != 2 || !strings.HasSuffix(left[0], prefix+"new") {
		t.Errorf("%v %q", err, left)
	}
}
