package envrepo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/forge"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// Host is where the pull requests of one repository are.
type Host interface {
	// PullRequests are those from one branch of the repository into another: every
	// open one, and of the closed ones the newest. Forks have no part in them.
	PullRequests(ctx context.Context, head, base string) ([]forge.PullRequest, error)
	// Open opens one; forge.ErrExists where the branch has one.
	Open(ctx context.Context, d forge.Draft) (forge.PullRequest, error)
	// Update gives one another title and body.
	Update(ctx context.Context, number int, title, body string) error
	// Close closes one that is open, with a comment; forge.ErrComment where it is closed,
	// and the comment could not be made.
	Close(ctx context.Context, number int, comment string) error
}

// ErrForeign: the branch of the pull request has a commit that is not modelgate's.
var ErrForeign = errors.New("the branch of the pull request has a commit by a person")

// ErrOrder: the pull request has a newer promotion than the one that is planned.
var ErrOrder = errors.New("the pull request has a newer promotion")

// ErrUnordered: which of two promotions is newer cannot be told from the clone of the
// source. Running again there does not help.
var ErrUnordered = errors.New("the pull request may have a newer promotion")

// PullRequests says how a plan becomes a pull request.
type PullRequests struct {
	Host   Host
	Branch string // of the pull request; see BranchOf
	// Describe is the title and the body of the pull request of a plan.
	Describe func(at promotion.Snapshot, plan promotion.Plan) (title, body string, err error)
	// Older reports whether the promotion that is planned is older than one that
	// was made from these commits of the source; nil for never.
	Older func(commits []string) (bool, error)
}

// Step is what became of a pull request.
type Step string

const (
	Opened    Step = "opened"
	Updated   Step = "updated"
	Unchanged Step = "unchanged"
	Closed    Step = "closed"   // by us: nothing is left to merge
	Declined  Step = "declined" // a person closed it, and nothing has changed since
	Absent    Step = "absent"   // nothing is to be merged, and there is none
)

// Pulled is a pull request, and what became of it.
type Pulled struct {
	Step   Step
	Number int
	URL    string
	Branch string // of the pull request
	Commit string // that it has now
	Kept   string // a commit of a person, because of which the branch was left as it is
	// Warning is what did not succeed, although all that counts did.
	Warning string
}

// unsafe are the characters that the name of a branch has no use for.
var unsafe = pattern.New(`[^a-z0-9]+`)

// BranchOf is the name of the branch of the pull requests of one environment and
// one set of models: the same words always have the same branch, other words never.
// It is not a directory of other branches.
func BranchOf(environment, label string, words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(append([]string{environment, label}, words...), "\x00")))
	readable := strings.Trim(unsafe.ReplaceAllString(strings.ToLower(label), "-"), "-")
	if len(readable) > 60 {
		readable = strings.Trim(readable[len(readable)-60:], "-")
	}
	if readable != "" {
		readable += "-"
	}
	return "modelgate/" + environment + "/" + readable + hex.EncodeToString(sum[:4])
}

// Propose brings the pull request of a plan up to date: the branch has one commit
// with the plan on top of the newest commit of the branch that it goes into, and
// there is one open pull request of it. A plan without files has none.
//
// Each attempt reads everything anew, so that runs may overlap, and one that was cut
// off is finished by the next. Nothing is remembered elsewhere: what was merged, in
// whatever way, is found in the records of the branch by the plan itself.
func Propose(ctx context.Context, g *Git, plan Planner, how PullRequests, retry Retry) (Result, error) {
	retry = retry.withDefaults()
	deadline := retry.Now().Add(retry.Timeout)
	for n := 1; ; n++ {
		r, err := how.attempt(ctx, g, plan)
		r.Attempts = n
		again := errors.Is(err, ErrStale) || errors.Is(err, ErrUnreachable) || errors.Is(err, ErrAmbiguous)
		switch {
		case !again || ctx.Err() != nil:
			return r, err
		case n == retry.Attempts || !retry.Now().Before(deadline):
			return r, fmt.Errorf("gave up after %d attempts; it is safe to run again: %w", n, err)
		}
		retry.tell(err, n, deadline)
		if wait := retry.pause(ctx, n, 0); wait != nil {
			return r, fmt.Errorf("%w (stopped while waiting to try again: %w)", err, wait)
		}
	}
}

func (how PullRequests) attempt(ctx context.Context, g *Git, planner Planner) (Result, error) {
	at, err := g.Head(ctx)
	if err != nil {
		return Result{}, err
	}
	defer at.Close() // it has been read; a failure to close changes nothing
	if at.Commit == "" {
		return Result{}, fmt.Errorf("%w: the environment repository has no commit; make its first one, such as a README, by hand", ErrBranch)
	}
	plan, err := planner(at)
	if err != nil {
		return Result{}, err
	}
	r := Result{Plan: plan, Pulled: &Pulled{Branch: how.Branch, Step: Absent}}
	was, err := g.readRolling(ctx, how.Branch, at.Commit)
	if err != nil {
		return r, err
	}
	all, err := how.Host.PullRequests(ctx, how.Branch, g.Branch())
	if err != nil {
		return r, hostError(err)
	}
	var open *forge.PullRequest
	merged := false
	for i, p := range all {
		switch {
		case p.State == forge.IsOpen:
			open = &all[i]
		case p.State == forge.Merged && p.Commit == was.tip && was.tip != "":
			merged, was.foreign = true, "" // what it holds is not lost
		}
	}
	if plan.Empty() {
		return r, how.withdraw(ctx, g, r, was, open)
	}
	same := was.foreign == "" && was.states(plan.Message)
	if was.foreign != "" {
		return r, fmt.Errorf("%w: %s on %s, which has commit %s; merge or close its pull request, delete the branch, and run again", ErrForeign, how.title(open), how.Branch, was.foreign)
	}
	if same && merged && open == nil { // after the branch that it went into was read
		return r, fmt.Errorf("%w: the pull request was merged meanwhile", ErrStale)
	}
	if err := how.checkOrder(was); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return r, err
	}
	if declined, ok := closed(all, was.tip); ok && same && open == nil {
		r.Pulled.Step, r.Pulled.Number, r.Pulled.URL, r.Pulled.Commit = Declined, declined.Number, declined.URL, was.tip
		return r, nil
	}
	return how.bring(ctx, g, at, r, was, same && was.on == at.Commit, open)
}

// closed is the pull request of a commit that a person closed.
func closed(all []forge.PullRequest, commit string) (forge.PullRequest, bool) {
	i := slices.IndexFunc(all, func(p forge.PullRequest) bool { return p.State == forge.Closed && p.Commit == commit })
	if i < 0 || commit == "" {
		return forge.PullRequest{}, false
	}
	return all[i], true
}

func (how PullRequests) title(open *forge.PullRequest) string {
	if open == nil {
		return "a branch"
	}
	return fmt.Sprintf("pull request #%d", open.Number)
}

// checkOrder refuses to put an older promotion in place of a newer one, as a run
// that was started again would.
func (how PullRequests) checkOrder(was rolling) error {
	commits := was.trailers("Source-Commit")
	if how.Older == nil || was.tip == "" || len(commits) == 0 {
		return nil
	}
	older, err := how.Older(commits)
	if err != nil {
		return fmt.Errorf("%w: comparing with branch %s: %w; or, if what it has is older, delete that branch", ErrUnordered, how.Branch, err)
	}
	if older {
		return fmt.Errorf("%w, of source commit %s: %s; to replace it, delete that branch", ErrOrder, strings.Join(commits, ", "), how.Branch)
	}
	return nil
}

// withdraw removes the branch and closes the pull request of a plan that has
// nothing to merge. A branch that holds a person's commit is left alone.
func (how PullRequests) withdraw(ctx context.Context, g *Git, r Result, was rolling, open *forge.PullRequest) error {
	if was.foreign != "" {
		r.Pulled.Kept = was.foreign
		if open != nil {
			r.Pulled.Step, r.Pulled.Number, r.Pulled.URL = Unchanged, open.Number, open.URL
		}
		return nil
	}
	// The branch goes first, if it still is where it was read: a pull request that got a
	// person's commit meanwhile stays open.
	if was.tip != "" {
		if err := g.removeRolling(ctx, how.Branch, was); err != nil {
			return err
		}
	}
	if open == nil {
		return nil
	}
	r.Pulled.Step, r.Pulled.Number, r.Pulled.URL = Closed, open.Number, open.URL
	err := how.Host.Close(ctx, open.Number, "Closed by modelgate: nothing is left to merge here. The environment already has these versions, or they may not be promoted now.")
	switch {
	case errors.Is(err, forge.ErrComment):
		r.Pulled.Warning = err.Error()
	case err != nil && !how.isClosed(ctx, g, open.Number):
		return hostError(err)
	}
	return nil
}

// isClosed reports whether a pull request is not open any more: some hosts close it
// together with its branch, and refuse to do that twice.
func (how PullRequests) isClosed(ctx context.Context, g *Git, number int) bool {
	all, err := how.Host.PullRequests(ctx, how.Branch, g.Branch())
	return err == nil && !slices.ContainsFunc(all, func(p forge.PullRequest) bool { return p.Number == number && p.State == forge.IsOpen })
}

// bring moves the branch, unless it is right already, and opens or updates the pull
// request.
func (how PullRequests) bring(ctx context.Context, g *Git, at promotion.Snapshot, r Result, was rolling, right bool, open *forge.PullRequest) (Result, error) {
	title, body, err := how.Describe(at, r.Plan)
	if err != nil {
		return r, err
	}
	mark := markOf(r.Plan, title)
	commit := was.tip
	if !right {
		if commit, err = g.moveRolling(ctx, how.Branch, was, at, r.Plan); err != nil {
			return r, err
		}
	}
	r.Pulled.Commit, r.Pulled.Step = commit, Unchanged
	if open == nil {
		made, err := how.Host.Open(ctx, forge.Draft{Head: how.Branch, Base: g.Branch(), Title: title, Body: mark + "\n" + body})
		if err != nil {
			return r, hostError(err)
		}
		open, r.Pulled.Step = &made, Opened
	} else if first, _, _ := strings.Cut(open.Body, "\n"); strings.TrimSpace(first) != mark {
		if err := how.Host.Update(ctx, open.Number, title, mark+"\n"+body); err != nil {
			return r, hostError(err)
		}
		r.Pulled.Step = Updated
	} else if !right {
		r.Pulled.Step = Updated
	}
	r.Pulled.Number, r.Pulled.URL = open.Number, open.URL
	return r, nil
}

// markOf begins the body of a pull request. A body that has it is left as it is,
// with what people have added.
func markOf(plan promotion.Plan, title string) string {
	var b strings.Builder
	fmt.Fprintln(&b, title)
	b.WriteString(lasting(plan.Message))
	for _, i := range plan.Items {
		fmt.Fprintf(&b, "\n%s %q %q %q", i.State, i.Model, i.Version, i.Reason)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return "<!-- modelgate:" + hex.EncodeToString(sum[:8]) + " -->"
}

// hostError gives an error of a host its kind. What exists already was opened by
// another run a moment ago; a limit ends the run.
func hostError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, forge.ErrExists):
		return fmt.Errorf("%w: %w", ErrStale, err)
	case errors.Is(err, github.ErrInvalid), errors.Is(err, github.ErrSettings), errors.Is(err, github.ErrTooLarge):
		return fmt.Errorf("%w: %w", ErrRejected, err)
	}
	return apiError(err)
}
