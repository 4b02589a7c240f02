package policy

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Limits of all tests of an organisation's policies together. What they come to
// is the same on every machine.
const (
	maxTestSteps = 10_000_000 // events of the evaluator
	maxTestBytes = 1 << 30    // that builtins make, counted before they make it
)

// allowance is what the tests of policies may take together. It stands before the
// tracer of their coverage, and ends the run once there is no more.
type allowance struct {
	topdown.QueryTracer
	most, mostBytes int64        // that they may take
	steps, bytes    atomic.Int64 // that are left
	end             context.CancelFunc
}

func newAllowance(tracer topdown.QueryTracer, steps, bytes int64, end context.CancelFunc) *allowance {
	a := &allowance{QueryTracer: tracer, most: steps, mostBytes: bytes, end: end}
	a.steps.Store(steps)
	a.bytes.Store(bytes)
	return a
}

// TraceEvent counts a step. Tests run side by side.
func (a *allowance) TraceEvent(e topdown.Event) {
	if a.steps.Add(-1) < 0 {
		a.end()
	}
	a.QueryTracer.TraceEvent(e)
}

// spend counts bytes that are about to be made.
func (a *allowance) spend(bytes int) error {
	if int64(bytes) > a.mostBytes || a.bytes.Add(-int64(bytes)) < 0 {
		a.bytes.Store(-1)
		a.end()
	}
	return a.err()
}

// err reports that the tests have exceeded a limit. It does not tell which: tests
// run side by side and go on for a moment, so the other one may be exceeded too.
func (a *allowance) err() error {
	if a.bytes.Load() < 0 || a.steps.Load() < 0 {
		return fmt.Errorf("the tests together exceed the limit of %d steps or %d bytes", a.most, a.mostBytes)
	}
	return nil
}

// guards are the guards for tests: what they make is counted for all of them.
func (a *allowance) guards() []*tester.Builtin {
	var out []*tester.Builtin
	for _, g := range guards() {
		call := g.call
		g.call = func(bctx rego.BuiltinContext, operands []*ast.Term) (*ast.Term, error) {
			bctx.Cancel = spending{bctx.Cancel, a}
			return call(bctx, operands)
		}
		out = append(out, &tester.Builtin{Decl: declared()[g.name], Func: g.function()})
	}
	return out
}

// spending is the way to the allowance from where a builtin is called.
type spending struct {
	query topdown.Cancel
	*allowance
}

func (s spending) Cancel()         { s.query.Cancel() }
func (s spending) Cancelled() bool { return s.query.Cancelled() }

// bound lets the builtins that grow be called under a bound in a test. What it
// compares is its own affair.
func (g *guarding) bound(test *ast.Rule) {
	eachExpr(test, func(e *ast.Expr, _ ast.VarSet) []*ast.Expr {
		if e.IsCall() && grown()[e.Operator().String()] {
			return g.call(e)
		}
		return []*ast.Expr{e}
	})
}
