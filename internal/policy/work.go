package policy

import (
	"context"
	"errors"
	"fmt"
)

// maxSteps is the work that one rule may need for one input, in steps of the
// evaluator: each expression that is tried, and each item that a builtin makes.
// It is the same on every machine and under every load, and about two seconds
// of a processor.
const maxSteps = 10_000_000

// errUnfinished is the error of a query that was ended from outside, so that
// nothing is known of what it would have said.
var errUnfinished = errors.New("the evaluation was stopped before it finished")

// work counts the steps of one query, and ends it once there are more than its
// limit or the context has ended. The evaluator asks it before every step
// whether to go on (it is a topdown.Cancel), from one goroutine.
type work struct {
	ctx        context.Context
	limit      int
	steps      int
	bytes      int                 // that may still be made
	broke      bool                // no more may be made
	ended      bool                // from outside
	collisions map[int]*collisions // by the place in the rules
}

// spend counts bytes that are about to be made.
func (w *work) spend(bytes int) error {
	if w.broke = w.broke || bytes > w.bytes; w.broke {
		return w.err()
	}
	w.bytes -= bytes
	return nil
}

// Cancelled counts a step, and says whether it is one too many. Looking at the
// context costs more than a step, so that it is done seldom.
func (w *work) Cancelled() bool {
	const often = 1 << 10
	w.steps++
	if w.steps%often == 0 && w.ctx.Err() != nil {
		w.ended = true
	}
	return w.ended || w.broke || w.steps > w.limit
}

// Cancel ends the query from outside.
func (w *work) Cancel() { w.ended = true }

// err says why the query was ended; nil if it was not.
func (w *work) err() error {
	switch {
	case w.ended:
		return errUnfinished
	case w.broke:
		return fmt.Errorf("the rule makes more than %d bytes for this input, the limit for one rule", maxBytes)
	case w.steps > w.limit:
		return fmt.Errorf("the rule needs more than %d steps for this input, the limit for one rule", w.limit)
	}
	return nil
}
