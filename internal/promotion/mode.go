package promotion

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Mode is how a change gets into an environment.
type Mode string

const (
	// Direct commits to the branch of the environment.
	Direct Mode = "direct"
	// PullRequest opens a pull request into that branch, and keeps it up to date.
	PullRequest Mode = "pull_request"
)

// Words are the modes, the default first.
func (Mode) Words() []string { return []string{string(Direct), string(PullRequest)} }

// ErrPullRequest says that an environment takes changes by pull requests.
var ErrPullRequest = errors.New("the environment takes changes by pull requests only")

// ErrDirect says that an environment takes commits.
var ErrDirect = errors.New("the environment takes commits, not pull requests")

// require refuses a change that would come by another way than the environment
// states.
func (e Environment) require(m Mode) error {
	switch is := cmp.Or(e.Mode, Direct); {
	case is == cmp.Or(m, Direct):
		return nil
	case is == PullRequest:
		return fmt.Errorf("%s: %w", e.Name, ErrPullRequest)
	}
	return fmt.Errorf("%s: %w", e.Name, ErrDirect)
}

// TakesPullRequests tells of a file below RecordsDir or HealthDir whether its environment
// takes pull requests only, by the configuration of a tree. By one that cannot be used,
// each does.
func TakesPullRequests(tree source.Tree) (func(name string) bool, error) {
	known, err := environmentsOf(tree)
	if IsUsage(err) {
		return func(string) bool { return true }, nil
	}
	return func(name string) bool {
		parts := strings.Split(name, "/") // .modelgate/records/<env>/…
		return len(parts) > 2 && known.all[parts[2]].Mode == PullRequest
	}, err
}
