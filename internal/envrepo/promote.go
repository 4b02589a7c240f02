package envrepo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Retry bounds how often Promote tries, and how long it waits in between. The
// zero value is usable.
type Retry struct {
	Attempts int           // default 8
	Wait     time.Duration // longest wait after the first attempt; doubles each time; default 250 ms
	MaxWait  time.Duration // longest wait at all; default 8 s
	// Sleep waits, or returns the context's error; default: a timer.
	Sleep func(ctx context.Context, d time.Duration) error
	// Random returns a number from 0 to n-1; default: math/rand/v2.
	Random func(n int64) int64
}

func (r Retry) withDefaults() Retry {
	if r.Attempts <= 0 {
		r.Attempts = 8
	}
	if r.Wait <= 0 {
		r.Wait = 250 * time.Millisecond
	}
	if r.MaxWait <= 0 {
		r.MaxWait = 8 * time.Second
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
// not collide again.
func (r Retry) pause(ctx context.Context, n int) error {
	bound := r.MaxWait
	if shift := n - 1; shift < 32 && r.Wait<<shift > 0 {
		bound = min(bound, r.Wait<<shift)
	}
	return r.Sleep(ctx, time.Duration(r.Random(int64(bound))+1))
}

// Result is what Promote came to.
type Result struct {
	Plan     promotion.Plan // the plan that was committed, or that needed no commit
	Commit   string         // of the environment repository; "" when nothing was committed
	Attempts int            // how often the branch was read
	// Recovered: the answer to the push was lost, and the promotion was found
	// in the branch afterwards.
	Recovered bool
}

// Promote makes a plan for the newest commit of the branch and commits it,
// again and again until it succeeds, has nothing to do, or cannot succeed.
// Each attempt reads the branch anew and plans anew: what was planned for an
// older commit is never sent, so that nothing of others is lost and a freeze
// that was committed meanwhile counts. After an answer that was lost it first
// looks for its records in the branch, so that no promotion happens twice.
//
// The error of the last attempt is returned when all are used up; ErrStale and
// ErrUnreachable then mean that it is safe to run again, and so is
// ErrAmbiguous.
func Promote(ctx context.Context, repo Repo, plan func(source.Tree) (promotion.Plan, error), retry Retry) (Result, error) {
	retry = retry.withDefaults()
	var sent *Result // whose arrival is not known
	var last error
	for n := 1; n <= retry.Attempts; n++ {
		if n > 1 {
			if err := retry.pause(ctx, n-1); err != nil {
				return Result{}, fmt.Errorf("%w (stopped while waiting to try again: %w)", last, err)
			}
		}
		r, err := attempt(ctx, repo, plan, sent)
		r.Attempts = n
		switch {
		case err == nil:
			return r, nil
		case errors.Is(err, ErrAmbiguous):
			sent = &r
		case !errors.Is(err, ErrStale) && !errors.Is(err, ErrUnreachable):
			return r, err
		}
		if ctx.Err() != nil {
			return r, err
		}
		last = err
	}
	if sent != nil { // the last word is the branch's
		if landed, err := arrived(ctx, repo, *sent); err == nil && landed {
			sent.Recovered, sent.Attempts = true, retry.Attempts
			return *sent, nil
		}
	}
	return Result{}, fmt.Errorf("gave up after %d attempts; it is safe to run again: %w", retry.Attempts, last)
}

// arrived looks for the records of an attempt in the branch.
func arrived(ctx context.Context, repo Repo, sent Result) (bool, error) {
	tree, err := repo.Head(ctx)
	if err != nil {
		return false, err
	}
	defer tree.Close() // it has been read; a failure to close changes nothing
	return sent.Plan.Landed(tree)
}

// attempt reads, plans and commits once. sent is an earlier attempt that may
// have arrived.
func attempt(ctx context.Context, repo Repo, plan func(source.Tree) (promotion.Plan, error), sent *Result) (Result, error) {
	tree, err := repo.Head(ctx)
	if err != nil {
		return Result{}, err
	}
	defer tree.Close() // it has been read; a failure to close changes nothing
	if sent != nil {
		landed, err := sent.Plan.Landed(tree)
		if err != nil {
			return Result{}, fmt.Errorf("looking for the promotion in the environment repository: %w", err)
		}
		if landed {
			return Result{Plan: sent.Plan, Commit: sent.Commit, Recovered: true}, nil
		}
	}
	p, err := plan(tree)
	if err != nil {
		return Result{}, err
	}
	r := Result{Plan: p}
	if p.Empty() {
		return r, nil
	}
	r.Commit, err = repo.Commit(ctx, tree, p)
	return r, err
}
