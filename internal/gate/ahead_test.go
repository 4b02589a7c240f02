package gate

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// TestPromotedFileThatIsMissing: what a partial clone lacks of a promoted commit ends
// the run, even if a caller took the file for absent.
func TestPromotedFileThatIsMissing(t *testing.T) {
	repo := git.Repo{Dir: t.TempDir(), Env: []string{"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com"}}
	sh := func(stdin string, args ...string) string {
		out, err := repo.RunWith(t.Context(), strings.NewReader(stdin), args...)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	sh("", "init", "-q")
	blob := sh("text", "hash-object", "-w", "--stdin")
	commit := sh("", "commit-tree", "-m", "promoted", sh("100644 blob "+blob+"\tfile\n", "mktree"))
	if err := os.Remove(filepath.Join(repo.Dir, ".git", "objects", blob[:2], blob[2:])); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(repo.Dir, ".git", "objects", "pack", "pack-0.promisor"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tree, err := source.OpenCommit(t.Context(), repo, commit)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close() //nolint:errcheck // nothing was written
	r := run{promoted: &finders{by: map[string]*finder.Finder{}}}
	r.promoted.finder(tree, finder.Layout{})
	if err := r.lost(); err != nil {
		t.Errorf("before anything was read: %v", err)
	}
	_, _ = tree.ReadFile("file")
	if err := r.lost(); !errors.Is(err, source.ErrMissing) {
		t.Errorf("lost %v", err)
	}
}
