package envrepo

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
)

// Who wrote a model are the authors and co-authors of the commits that changed it, as
// these state them, and not who merged them.
func TestAuthors(t *testing.T) {
	t.Parallel()
	r := git.Repo{Dir: t.TempDir()}
	gittest.Init(t, r.Dir)
	commit := func(path, author, message string) string {
		t.Helper()
		file := filepath.Join(r.Dir, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(author+message), 0o644); err != nil {
			t.Fatal(err)
		}
		run(t, r, "add", "-A")
		run(t, r, "-c", "user.name=x", "-c", "user.email=committer@example.com", "commit", "--quiet", "--author=x <"+author+">", "-m", message)
		return gittest.CheckedOut(t, filepath.Join(r.Dir, ".git"))
	}
	first := commit("models/churn/README.md", "one@example.com", "first")
	commit("models/fraud/README.md", "other@example.com", "another model")
	commit(".mailmap", "map@example.com", "\nx <risk@example.com> <two@example.com>\n")
	run(t, r, "checkout", "--quiet", "-b", "side", first)
	commit("models/churn/model.onnx", "two@example.com", "second\n\nCo-authored-by: Y Z <three@example.com>")
	run(t, r, "checkout", "--quiet", "main")
	run(t, r, "-c", "user.name=m", "-c", "user.email=merger@example.com", "merge", "--quiet", "--no-ff", "-m", "merge", "side")
	head := gittest.CheckedOut(t, filepath.Join(r.Dir, ".git"))
	ask := func(older string, want ...string) {
		t.Helper()
		got, err := Authors(t.Context(), r)([]string{"models/churn", "models/(churn)/x"}, older, head)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("since %q: %v %v, want %v", older, err, got, want)
		}
	}
	ask("", "one@example.com", "three@example.com", "two@example.com")
	ask(first, "three@example.com", "two@example.com")
	ask(head)
	if _, err := Authors(t.Context(), r)([]string{"models/churn"}, "", "0123456789012345678901234567890123456789"); err == nil {
		t.Error("the authors of a commit that is not there")
	}
	shallow := git.Repo{Dir: filepath.Join(t.TempDir(), "shallow")}
	run(t, r, "clone", "--quiet", "--depth=1", "file://"+r.Dir, shallow.Dir)
	if got, err := Authors(t.Context(), shallow)([]string{"models/churn"}, "", head); err == nil {
		t.Errorf("a shallow clone: %v", got)
	}
}
