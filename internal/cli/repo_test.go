package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
)

var testTime = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// testRepo is a repository in a temporary directory, with fixed authors and dates.
type testRepo struct {
	t testing.TB
	git.Repo
}

func newRepo(t testing.TB) testRepo {
	t.Helper()
	return copyOf(t, "empty", func(r testRepo) { r.run("init", "-q", "-b", "main") })
}

// made are the directories that many tests begin with. Each is made once, by
// git, and copied from then on: a process of git costs more than some files.
var made struct {
	dir string // of them all, until the tests have ended

	mu    sync.Mutex
	names map[string]bool
}

// copyOf is a copy of the directory with a name, which fill fills when it is
// asked for first.
func copyOf(t testing.TB, name string, fill func(testRepo)) testRepo {
	t.Helper()
	r := testRepo{t, git.Repo{Dir: filepath.Join(made.dir, name), Env: []string{
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com",
		"GIT_AUTHOR_DATE=2026-10-01T00:00:00Z", "GIT_COMMITTER_DATE=2026-10-01T00:00:00Z",
	}}}
	made.mu.Lock()
	defer made.mu.Unlock()
	if !made.names[name] {
		if err := os.MkdirAll(r.Dir, 0o755); err != nil {
			t.Fatal(err)
		}
		fill(r)
		if made.names == nil {
			made.names = map[string]bool{}
		}
		made.names[name] = true
	}
	from := r.Dir
	r.Dir = t.TempDir()
	if err := gittest.Copy(r.Dir, from); err != nil {
		t.Fatal(err)
	}
	return r
}

// demoOf is what modelgate demo leaves, in a directory that has nothing else.
func demoOf(t *testing.T) (dir string) {
	t.Helper()
	return copyOf(t, "demo", func(r testRepo) {
		if got := run(t, r.Dir, "demo", "--dir", r.Dir+"/demo"); got.code != Done {
			t.Fatal(got.all())
		}
	}).Dir
}

// checkout is what actions/checkout leaves of a commit: depth 1, detached, with an
// origin. A commit's id says all that such a clone holds, so that it is cloned once,
// from the repository's directory.
func checkout(t *testing.T, dir, commit, origin string) string {
	t.Helper()
	clone := copyOf(t, commit, func(r testRepo) {
		r.run("init", "-q")
		r.run("fetch", "-q", "--depth=1", "--no-write-fetch-head", "file://"+filepath.ToSlash(dir), commit)
		r.run("checkout", "-q", "--detach", commit)
	})
	config, err := os.OpenFile(filepath.Join(clone.Dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer config.Close()
	if _, err := fmt.Fprintf(config, "[remote \"origin\"]\n\turl = %s\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n", origin); err != nil {
		t.Fatal(err)
	}
	return clone.Dir
}

func (r testRepo) run(args ...string) string {
	r.t.Helper()
	out, err := r.Run(context.Background(), args...)
	if err != nil {
		r.t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func (r testRepo) write(path, text string) {
	r.t.Helper()
	full := filepath.Join(r.Dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// index puts a file into the index without the file system, so that names and
// kinds that a file system refuses can be tried.
func (r testRepo) index(mode, path, content string) {
	r.t.Helper()
	ctx := context.Background()
	object := content // of a submodule: the commit
	if mode != "160000" {
		out, err := r.RunWith(ctx, strings.NewReader(content), "hash-object", "-w", "--stdin")
		if err != nil {
			r.t.Fatal(err)
		}
		object = strings.TrimSpace(string(out))
	}
	if _, err := r.RunWith(ctx, strings.NewReader(mode+" "+object+"\t"+path+"\x00"), "update-index", "-z", "--index-info"); err != nil {
		r.t.Fatal(err)
	}
}

func (r testRepo) commit() {
	r.t.Helper()
	r.run("add", "--all")
	r.run("commit", "-q", "--allow-empty", "-m", "change")
}

// result is what one command line did.
type result struct {
	code           int
	stdout, stderr string
}

func (r result) all() string { return r.stdout + r.stderr }

func run(t *testing.T, dir string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := Main(context.Background(), Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Getenv: func(string) string { return "" },
		Dir: dir, Now: func() time.Time { return testTime }, Version: "test",
	})
	return result{code, stdout.String(), stderr.String()}
}

const goodCard = `---
license: mit
pipeline_tag: text-classification
datasets: [reviews]
---
# A model

## Intended use

Sorting reviews into good and bad ones, with a person who looks at the rest.

## Training data

Ten thousand reviews of the year before.

## Evaluation

On a thousand reviews that were held out.

## Limitations

Short reviews are sorted no better than by chance.

## Contact

reviews-ml@example.com
`
