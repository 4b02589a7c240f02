package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/git"
)

var testTime = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// testRepo is a repository in a temporary directory, with fixed authors and dates.
type testRepo struct {
	t *testing.T
	git.Repo
}

func newRepo(t *testing.T) testRepo {
	t.Helper()
	r := testRepo{t, git.Repo{Dir: t.TempDir(), Env: []string{
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com",
		"GIT_AUTHOR_DATE=2026-10-01T00:00:00Z", "GIT_COMMITTER_DATE=2026-10-01T00:00:00Z",
	}}}
	r.run("init", "-q", "-b", "main")
	return r
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
