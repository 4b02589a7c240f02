// Package envrepo makes commits of promotion plans. It owns the branch of an
// environment repository that deployers follow: reading its newest commit,
// adding one commit to exactly that one, and trying again when somebody else
// was faster. What is written there is promotion's business.
package envrepo

import (
	"context"
	"errors"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// Repo is one branch of an environment repository.
type Repo interface {
	// TakeTurn waits while other promoters of this machine work on the branch, a
	// minute at most and no longer than the context allows. Whoever loses a race has
	// read, planned and sent for nothing, and has slowed the winner down; that is all
	// that turns are for. The caller calls done in the end, turn or none.
	TakeTurn(ctx context.Context) (done func())

	// Head is the branch as it stands now, read anew each time. A repository
	// without a commit gives an empty tree whose Commit is "". The caller
	// closes the tree.
	Head(ctx context.Context) (promotion.Snapshot, error)

	// Commit adds a commit with the plan to the branch, if the branch still is
	// at the commit of base, and returns its id. Errors are ErrStale,
	// ErrAmbiguous, ErrRejected, ErrAccess and what else kept the commit from
	// being made. With an error, an id is that of a commit that was sent and may
	// have arrived.
	Commit(ctx context.Context, base promotion.Snapshot, plan promotion.Plan) (commit string, err error)
}

var (
	// ErrStale: the branch is no longer where the plan was made for.
	ErrStale = errors.New("the branch has moved")
	// ErrAmbiguous: the connection ended before the answer; the commit may have arrived.
	ErrAmbiguous = errors.New("whether the commit has arrived is unknown")
	// ErrRejected: a hook or a protection of the branch does not want the commit. Trying again does not help.
	ErrRejected = errors.New("the environment repository rejected the commit")
	// ErrAccess: there is no such repository, or no permission to use it.
	ErrAccess = errors.New("no such repository, or no permission to use it")
	// ErrUnreachable: the repository could not be reached for reading. Nothing was changed.
	ErrUnreachable = errors.New("the environment repository cannot be reached")
	// ErrBranch: the repository has branches, and not the one that was named.
	ErrBranch = errors.New("no such branch")
	// ErrRemote: the text does not name a repository or a branch that can be used.
	ErrRemote = errors.New("not a usable name")
)

// IsFinal reports whether running again cannot help: the call, a permission or a
// protection of the branch must change first.
func IsFinal(err error) bool {
	for _, final := range []error{ErrRemote, ErrBranch, ErrAccess, ErrRejected, ErrForeign, ErrOrder, ErrUnordered} {
		if errors.Is(err, final) {
			return true
		}
	}
	return false
}
