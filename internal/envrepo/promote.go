package envrepo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// DefaultTimeout bounds how long Promote tries. Promoters to one branch take
// turns, so that the number of tries says nothing about whether one will succeed.
const DefaultTimeout = 5 * time.Minute

// Retry bounds how long Promote tries, and how long it waits in between. The
// zero value is usable.
type Retry struct {
	Timeout  time.Duration // no attempt starts later than this; default 5 minutes
	Attempts int           // at most, for one commit; 0 for as many as the time allows
	Wait     time.Duration // longest wait after the first attempt; doubles each time; default 250 ms
	MaxWait  time.Duration // longest wait at all; default 8 s
	Now      func() time.Time
	// Unreached is told, once, that the repository has been out of reach for some attempts,
	// and how long it is tried; default: nobody.
	Unreached func(err error, until time.Time)
	// Sleep waits, or returns the context's error; default: a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Random returns a number from 0 to n-1; default: math/rand/v2.
	Random func(n int64) int64
}

func (r Retry) withDefaults() Retry {
	if r.Timeout <= 0 {
		r.Timeout = DefaultTimeout
	}
	if r.Now == nil {
		r.Now = time.Now
	}
	if r.Wait <= 0 {
		r.Wait = 250 * time.Millisecond
	}
	if r.MaxWait <= 0 {
		r.MaxWait = 8 * time.Second
	}
	if r.Unreached == nil {
		r.Unreached = func(error, time.Time) {}
	}
	if r.Sleep == nil {
		r.Sleep = sleep
	}
	if r.Random == nil {
		r.Random = rand.Int64N
	}
	return r
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// pause waits before the attempt after number n, counted from 1: anything up
// to a bound that doubles (full jitter), so that those who collided once do
// not collide again. It begins with the time that the attempt took: who waits less
// than others need to land loses to them once more.
func (r Retry) pause(ctx context.Context, n int, took time.Duration) error {
	bound, first := r.MaxWait, max(r.Wait, took)
	if shift := n - 1; shift < 32 && first<<shift > 0 {
		bound = min(bound, first<<shift)
	}
	return r.Sleep(ctx, time.Duration(r.Random(int64(bound))+1))
}

// Result is what Promote came to.
type Result struct {
	Plan     promotion.Plan // what was committed, or what needed no commit
	Commits  []string       // of the environment repository, in their order
	Attempts int            // how often the branch was read
	// Recovered: the answer to a push was lost, and the promotion was found in
	// the branch afterwards.
	Recovered bool
	// Pulled is the pull request with the plan; nil where it was committed.
	Pulled *Pulled
}

// Commit is the last commit, "" when nothing was committed.
func (r Result) Commit() string {
	if len(r.Commits) == 0 {
		return ""
	}
	return r.Commits[len(r.Commits)-1]
}

// Planner makes the plan for a branch as it stands.
type Planner func(promotion.Snapshot) (promotion.Plan, error)

// Promote makes a plan for the newest commit of the branch and commits it,
// again and again until it succeeds, has nothing to do, or cannot succeed. A
// plan of more than one commit may have is committed in several, each by a plan
// of its own.
//
// Each attempt reads the branch anew and plans anew: what was planned for an
// older commit is never sent, so that nothing of others is lost and a freeze
// that was committed meanwhile counts. After every push that failed the branch is
// asked whether it holds what was sent, so that no promotion happens twice or is
// taken for one that did not happen.
//
// The result says what was committed even where an error ends the rest.
// ErrStale, ErrUnreachable and ErrAmbiguous mean that running again can help.
func Promote(ctx context.Context, repo Repo, plan Planner, retry Retry) (Result, error) {
	l := &landing{repo: repo, plan: plan, retry: retry.withDefaults()}
	l.deadline = l.retry.Now().Add(l.retry.Timeout)
	var all Result
	for {
		r, err := l.land(ctx)
		all = all.join(r, err == nil)
		if err != nil || len(r.Plan.In(promotion.Waiting)) == 0 {
			return all, err
		}
	}
}

// join adds the result of a later commit. The models that an earlier one has
// promoted stay promoted.
func (r Result) join(next Result, landed bool) Result {
	out := Result{Plan: next.Plan, Attempts: r.Attempts + next.Attempts, Recovered: r.Recovered || next.Recovered, Commits: r.Commits}
	if landed {
		out.Commits = append(out.Commits, next.Commits...)
	} else {
		out.Plan = promotion.Plan{Environment: r.Plan.Environment}
	}
	out.Plan = r.Plan.Join(out.Plan)
	return out
}

// landing is one call of Promote.
type landing struct {
	repo     Repo
	plan     Planner
	retry    Retry
	deadline time.Time
}

// patience is the number of attempts after which a person wants to know what is waited for.
const patience = 3

// tell tells of a repository that is out of reach.
func (r Retry) tell(err error, n int, deadline time.Time) {
	if n == patience && errors.Is(err, ErrUnreachable) {
		r.Unreached(err, deadline)
	}
}

// land makes one commit.
func (l *landing) land(ctx context.Context) (Result, error) {
	var sent []Result // whose arrival is not known
	for n := 1; ; n++ {
		r, took, err := l.attemptInTurn(ctx, &sent)
		r.Attempts = n
		if err == nil {
			return r, nil
		}
		again := errors.Is(err, ErrStale) || errors.Is(err, ErrUnreachable) || errors.Is(err, ErrAmbiguous)
		last := !again || n == l.retry.Attempts || !l.retry.Now().Before(l.deadline)
		if last && len(sent) > 0 { // the last word is the branch's
			if found, findErr := l.lookForArrival(ctx, sent); findErr == nil && found != nil {
				found.Attempts = n
				return *found, nil
			}
		}
		switch {
		case ctx.Err() != nil || !again:
			return r, err
		case last:
			return r, fmt.Errorf("gave up after %d attempts; it is safe to run again: %w", n, err)
		}
		l.retry.tell(err, n, l.deadline)
		if wait := l.retry.pause(ctx, n, took); wait != nil {
			return r, fmt.Errorf("%w (stopped while waiting to try again: %w)", err, wait)
		}
	}
}

// attemptInTurn waits for a turn and tries once. It says how long the attempt took,
// without the wait.
func (l *landing) attemptInTurn(ctx context.Context, sent *[]Result) (r Result, took time.Duration, err error) {
	waiting, cancel := context.WithTimeout(ctx, max(0, l.deadline.Sub(l.retry.Now())))
	defer cancel()
	defer l.repo.TakeTurn(waiting)()
	from := l.retry.Now()
	r, err = l.attempt(ctx, sent)
	return r, l.retry.Now().Sub(from), err
}

// attempt reads, plans and commits once. What it sends without success is added
// to what may have arrived.
func (l *landing) attempt(ctx context.Context, sent *[]Result) (Result, error) {
	at, err := l.repo.Head(ctx)
	if err != nil {
		return Result{}, err
	}
	defer at.Close() // it has been read; a failure to close changes nothing
	if found, err := findLanded(at, *sent); err != nil {
		return Result{}, fmt.Errorf("finding the promotion in the environment repository: %w", err)
	} else if found != nil {
		return *found, nil
	}
	p, err := l.plan(at)
	if err != nil && at.Lost() != nil { // for want of a file that the clone was to fetch
		err = fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	if err != nil {
		return Result{}, err
	}
	r := Result{Plan: p}
	if p.Empty() {
		return r, nil
	}
	commit, err := l.repo.Commit(ctx, at, p)
	if commit != "" {
		r.Commits = []string{commit}
	}
	if err != nil && commit != "" {
		*sent = append(*sent, r)
	}
	return r, err
}

// lookForArrival reads the branch and looks in it for what was sent.
func (l *landing) lookForArrival(ctx context.Context, sent []Result) (*Result, error) {
	at, err := l.repo.Head(ctx)
	if err != nil {
		return nil, err
	}
	defer at.Close() // it has been read; a failure to close changes nothing
	return findLanded(at, sent)
}

// findLanded returns what a branch holds of what was sent, nil for nothing.
func findLanded(at promotion.Snapshot, sent []Result) (*Result, error) {
	for _, r := range sent {
		found, err := r.Plan.Landed(at.Tree)
		if err != nil {
			return nil, err
		}
		if found {
			r.Recovered = true
			return &r, nil
		}
	}
	return nil, nil
}

// Read is the branch as it stands, tried again while it cannot be reached.
func Read(ctx context.Context, repo Repo, retry Retry) (promotion.Snapshot, error) {
	retry = retry.withDefaults()
	deadline := retry.Now().Add(retry.Timeout)
	for n := 1; ; n++ {
		at, err := repo.Head(ctx)
		if err == nil || !errors.Is(err, ErrUnreachable) || ctx.Err() != nil || n == retry.Attempts || !retry.Now().Before(deadline) {
			return at, err
		}
		retry.tell(err, n, deadline)
		if wait := retry.pause(ctx, n, 0); wait != nil {
			return at, fmt.Errorf("%w (stopped while waiting to try again: %w)", err, wait)
		}
	}
}
