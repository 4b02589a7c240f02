package envrepo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// GitHub is a branch of a repository on GitHub that is used through its API: its
// files are read without a clone, and GitHub signs the commits of an App. Only the
// history comes by git, without its files, once a plan asks for it. It may be used by
// several goroutines.
type GitHub struct {
	repo   github.Repository
	branch string
	turn   turn
	git    *Git                          // reads the history
	mu     sync.Mutex                    // guards what follows, and is held while files are read
	trees  map[string]string             // tree by commit, of those that Head has read
	listed map[string][]github.TreeEntry // the files of the newest tree, by its id
	blobs  map[string][]byte             // by object id
	size   int64                         // bytes of blobs
}

var _ Repo = (*GitHub)(nil)

// OpenGitHub prepares the use of a branch; "" is the default branch. Git reads its
// history from a remote, with the token of the options. The caller must Close what it
// returns. Errors are ErrRemote, ErrAccess and ErrUnreachable.
func OpenGitHub(ctx context.Context, repo github.Repository, branch, remote string, o Options) (*GitHub, error) {
	if branch == "" {
		var err error
		if branch, err = repo.DefaultBranch(ctx); err != nil {
			return nil, apiError(err)
		}
	}
	if err := checkBranch(branch); err != nil {
		return nil, err
	}
	history, err := OpenGit(ctx, remote, branch, o)
	if err != nil {
		return nil, err
	}
	return &GitHub{repo: repo, branch: branch, turn: newTurn(repo.String(), branch), git: history, trees: map[string]string{}}, nil
}

// Close removes the clone of the history. Trees of it cannot be read any more.
func (g *GitHub) Close() error { return g.git.Close() }

// TakeTurn implements Repo.
func (g *GitHub) TakeTurn(ctx context.Context) (done func()) { return g.turn.take(ctx) }

// Branch is the branch that commits are added to.
func (g *GitHub) Branch() string { return g.branch }

// At is the branch as it stood at a moment; see Git.At.
func (g *GitHub) At(ctx context.Context, moment time.Time) (promotion.Snapshot, error) {
	return g.git.At(ctx, moment)
}

// Head reads the newest commit of the branch: two calls, one if its tree is that of the
// commit before. Files are read when they are needed, all in one more call and a
// download if there are many (see read). A tree that GitHub's API cuts off is an error.
func (g *GitHub) Head(ctx context.Context) (promotion.Snapshot, error) {
	tip, err := g.repo.Tip(ctx, g.branch)
	switch {
	case errors.Is(err, github.ErrEmpty):
		return promotion.Snapshot{}, nil
	case errors.Is(err, github.ErrNotFound):
		return promotion.Snapshot{}, g.absence(ctx, err)
	case err != nil:
		return promotion.Snapshot{}, apiError(err)
	}
	listed, err := g.list(ctx, tip)
	if err != nil {
		return promotion.Snapshot{}, apiError(err)
	}
	entries := make([]source.Entry, 0, len(listed))
	for _, e := range listed {
		entry := source.Entry{Path: e.Path, Size: e.Size, Object: e.Object}
		switch e.Mode {
		case "100644", "100755", "100664":
			entry.Kind, entry.Executable = source.File, e.Mode == "100755"
		case "120000":
			entry.Kind = source.Symlink
		case "160000":
			entry.Kind = source.Submodule
		default:
			return promotion.Snapshot{}, fmt.Errorf("reading the environment repository: %q has the mode %q", e.Path, e.Mode)
		}
		entries = append(entries, entry)
	}
	archived := false
	tree, err := source.Listed(tip.Commit, entries, func(e source.Entry) ([]byte, error) {
		return g.read(ctx, tip.Commit, listed, e, &archived)
	})
	if err != nil {
		return promotion.Snapshot{}, fmt.Errorf("reading the environment repository: %w", err)
	}
	return promotion.Snapshot{Tree: tree, Past: past{ctx, g.git, tip.Commit, nil}}, nil
}

// list is what a tree has, which is asked once for each tree.
func (g *GitHub) list(ctx context.Context, tip github.Tip) ([]github.TreeEntry, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	listed, known := g.listed[tip.Tree]
	if !known {
		var err error
		if listed, err = g.repo.Tree(ctx, tip.Tree); err != nil {
			return nil, err
		}
		g.listed = map[string][]github.TreeEntry{tip.Tree: listed}
	}
	if g.trees == nil {
		g.trees = map[string]string{}
	}
	g.trees[tip.Commit] = tip.Tree
	return listed, nil
}

const (
	// fewFiles are read one by one: more are read together.
	fewFiles = 2
	// maxHeld is how many bytes of files are held, and maxHeldFile the size in bytes of the
	// largest one: that of the largest record or manifest, and more.
	maxHeld     = 64 << 20
	maxHeldFile = 4 << 20
)

// read reads a file of a commit. Files that are not held yet come from the archive of the
// commit, unless there are few, or more than may be held. What is not in it, or not by its
// object id, is read by itself.
func (g *GitHub) read(ctx context.Context, commit string, listed []github.TreeEntry, e source.Entry, archived *bool) ([]byte, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if content, held := g.blobs[e.Object]; held {
		return content, nil
	}
	if !*archived {
		*archived = true
		if err := g.readAhead(ctx, commit, listed); err != nil {
			return nil, err
		}
		if content, held := g.blobs[e.Object]; held {
			return content, nil
		}
	}
	content, err := g.repo.Blob(ctx, e.Object, e.Size)
	if err == nil {
		g.hold(content, e.Object)
	}
	return content, err
}

// hold keeps a content if it is that of an object id, and fits.
func (g *GitHub) hold(content []byte, object string) {
	if g.blobs == nil {
		g.blobs = map[string][]byte{}
	}
	size := int64(len(content))
	if _, held := g.blobs[object]; held || size > maxHeldFile || g.size+size > maxHeld || source.BlobID(content, object) != object {
		return
	}
	g.blobs[object] = content
	g.size += size
}

// readAhead reads the files that are missing from the archive of a commit. Only a limit of
// calls, or an end of the run, is an error: otherwise files are read one by one.
func (g *GitHub) readAhead(ctx context.Context, commit string, listed []github.TreeEntry) error {
	missing, size := map[string]github.TreeEntry{}, g.size
	for _, e := range listed {
		if _, held := g.blobs[e.Object]; !held && e.Mode != "160000" && e.Size <= maxHeldFile {
			missing[e.Path] = e
			size += e.Size
		}
	}
	if len(missing) <= fewFiles || size > maxHeld {
		return nil
	}
	err := g.repo.Files(ctx, commit, func(path string) (int64, bool) {
		e, wanted := missing[path]
		return e.Size, wanted
	}, func(path string, content []byte) { g.hold(content, missing[path].Object) })
	if ctx.Err() != nil || errors.Is(err, github.ErrLimited) {
		return err
	}
	return nil
}

// absence tells a branch that is not there from a repository that is not.
func (g *GitHub) absence(ctx context.Context, err error) error {
	standard, readErr := g.repo.DefaultBranch(ctx)
	if readErr != nil {
		return apiError(err)
	}
	return fmt.Errorf("%w: the environment repository has no branch %q; its default branch is %q", ErrBranch, g.branch, standard)
}

// Commit adds a commit with the plan to the branch. The API cannot make the
// first commit of a repository.
func (g *GitHub) Commit(ctx context.Context, base promotion.Snapshot, plan promotion.Plan) (string, error) {
	if base.Commit == "" {
		return "", fmt.Errorf("%w: the environment repository %s has no commit; make its first one, such as a README, by hand", ErrBranch, g.repo)
	}
	g.mu.Lock()
	tip := github.Tip{Commit: base.Commit, Tree: g.trees[base.Commit]}
	g.mu.Unlock()
	change := github.Change{Branch: g.branch, Parent: tip, Message: plan.Message}
	for _, f := range plan.Files {
		change.Files = append(change.Files, github.FileChange{Path: f.Path, Mode: string(f.Mode), Content: f.Content})
	}
	for _, path := range plan.Deletes {
		change.Files = append(change.Files, github.FileChange{Path: path, Delete: true})
	}
	done, err := g.repo.Commit(ctx, change)
	if err == nil {
		g.mu.Lock()
		for _, f := range plan.Files { // the next plan reads them
			g.hold(f.Content, source.BlobID(f.Content, done.Commit))
		}
		g.mu.Unlock()
	}
	return done.Commit, apiError(err)
}

// apiError gives an error of the API its kind. A rate limit has none: trying
// again at once would only make it last.
func apiError(err error) error {
	if err == nil {
		return nil
	}
	for _, k := range []struct{ from, to error }{
		{github.ErrConflict, ErrStale},
		{github.ErrRejected, ErrRejected},
		{github.ErrLost, ErrAmbiguous},
		{github.ErrUnauthorized, ErrAccess},
		{github.ErrForbidden, ErrAccess},
		{github.ErrNotFound, ErrAccess},
		{github.ErrUnavailable, ErrUnreachable},
	} {
		if errors.Is(err, k.from) {
			return fmt.Errorf("%w: %w", k.to, err)
		}
	}
	return err
}
