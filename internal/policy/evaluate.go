package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// ErrNoRules is the error of asking about a scope that no rule has: nothing
// would be judged.
var ErrNoRules = errors.New("no rule has this scope")

// Evaluate asks every rule of the input's scope, and returns one verdict for
// each, sorted by rule id. A rule that is turned off is not applicable.
//
// A rule that cannot be evaluated has a verdict with an Error: a builtin
// failed, the result is malformed, an anchor leads nowhere (locate returns
// false), or the rule needs more work than one may. It hides no other rule. All
// of that follows from the rules and the input. Only the deadline does not: a
// rule that it cut short is Unfinished, which says nothing about the input. An
// error of Evaluate itself means that no verdict was reached at all: the context
// has ended, or the scope or stage of the input is unknown.
func (s *Set) Evaluate(ctx context.Context, in Input, locate func(evidence.Anchor) (finding.Position, bool)) ([]finding.Verdict, error) {
	scope, stage := finding.Scope(in.Scope), finding.Stage(in.Stage)
	switch {
	case !stage.Valid():
		return nil, fmt.Errorf("evaluating rules: unknown stage %q", in.Stage)
	case !slices.ContainsFunc(s.rules, func(r finding.Rule) bool { return r.Scope == scope }):
		return nil, fmt.Errorf("evaluating rules of scope %q: %w", in.Scope, ErrNoRules)
	}
	limited, cancel := context.WithTimeout(ctx, s.deadline)
	defer cancel()
	input := s.encode(in)
	programs := make([]answered, len(s.scopes[scope]))
	for i, p := range s.scopes[scope] {
		e := evaluation{program: p, input: input, lineage: lineage{&in, input}, steps: s.steps, deadline: s.deadline}
		if !builtIn.isPrefixOf(p.rules[0].pkg) { // a program has rules of one origin
			e.spent = s.spent
		}
		programs[i] = answered{p.rules, e.run(limited)}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("evaluating rules: %w", ctx.Err())
		}
	}
	fallback := in.Head.At
	if scope == finding.ScopeRepository {
		fallback = in.Change.At
	}
	return s.verdicts(programs, scope, judge{stage: stage, locate: locate, fallback: fallback})
}

// answered is what the rules of a program answered, in their order.
type answered struct {
	rules   []*compiledRule
	answers []answer
}

// verdicts are those of all rules of a scope, in the order of their ids, which is that of
// the rules of each program.
func (s *Set) verdicts(programs []answered, scope finding.Scope, j judge) ([]finding.Verdict, error) {
	total := len(s.off)
	for _, p := range programs {
		total += len(p.rules)
	}
	verdicts := make([]finding.Verdict, 0, total)
	for i := range s.rules {
		r := &s.rules[i]
		if r.Scope != scope {
			continue
		}
		if _, off := s.off[r.ID]; off {
			verdicts = append(verdicts, finding.Verdict{Rule: r.ID, NotApplicable: true})
			continue
		}
		for k := range programs {
			if p := &programs[k]; len(p.rules) > 0 && p.rules[0].rule.ID == r.ID {
				j.rule = p.rules[0]
				verdicts = append(verdicts, j.verdict(p.answers[0]))
				p.rules, p.answers = p.rules[1:], p.answers[1:]
			}
		}
	}
	for _, p := range programs {
		if len(p.rules) > 0 { // never lose an answer
			return nil, fmt.Errorf("evaluating rules: %s is not in the catalog", p.rules[0].rule.ID)
		}
	}
	return verdicts, nil
}

// evaluation is one run of a program over one input.
type evaluation struct {
	program  *program
	input    *ast.Term
	lineage  lineage       // not set: rules of steps are asked like others
	steps    int           // that one rule may need
	deadline time.Duration // that the context has; to be named where it is hit
	tracer   topdown.QueryTracer
	spent    *atomic.Int64 // counts steps; nil if nobody asks
}

// run asks the rules one after the other, and shares between them what their helpers
// come to. Only if one of them fails is every rule asked by itself, so that the error
// belongs to the rules that cause it, and to no other. A rule by itself never needs twice
// what it needs among others: within half of what one may need, none of them needs too
// much. So it is the rule and the input that decide whether there is an answer, and not
// how the rules were dealt out.
func (e evaluation) run(ctx context.Context) []answer {
	answers := make([]answer, len(e.program.rules))
	steps, _ := e.ofSteps(ctx)
	together := newChecklist(e.session(ctx, e.steps/2, maxBytes/2))
	for i, rule := range e.program.rules {
		if a, said := steps[i]; said {
			answers[i] = a
			continue
		}
		var failures []string
		var err error
		if answers[i], failures, err = together.ask(ctx, rule); err != nil || len(failures) > 0 || together.broken {
			return e.oneByOne(ctx)
		}
	}
	e.spend(together.work)
	return answers
}

func (e evaluation) oneByOne(ctx context.Context) []answer {
	answers := make([]answer, len(e.program.rules))
	for i, rule := range e.program.rules {
		alone := e.session(ctx, e.steps, maxBytes)
		a, failures, err := alone.ask(ctx, rule)
		e.spend(alone.work)
		switch {
		case errors.Is(err, errUnfinished):
			a = answer{err: fmt.Sprintf("%v after %v; run it again", err, e.deadline), unfinished: true}
		case err != nil:
			a = answer{err: oneLine(err)}
		case len(failures) > 0:
			a = answer{err: strings.Join(failures, "; ")}
		}
		answers[i] = a
	}
	return answers
}

func (e evaluation) spend(w *work) {
	if e.spent != nil {
		e.spent.Add(int64(w.steps))
	}
}

// session is what queries about one input share: the work that they may do, and what
// helpers that take no arguments come to.
type session struct {
	program *program
	input   *ast.Term
	work    *work
	helpers topdown.VirtualCache
	tracer  topdown.QueryTracer // nil if nobody looks on
}

func (e evaluation) session(ctx context.Context, steps, bytes int) session {
	return session{e.program, e.input, &work{ctx: ctx, limit: steps, bytes: bytes, ended: ctx.Err() != nil}, topdown.NewVirtualCache(), e.tracer}
}

// ask asks one rule.
func (s session) ask(ctx context.Context, rule *compiledRule) (answer, []string, error) {
	results, failures, err := s.query(ctx, rule.query())
	if err == nil && len(results) != 1 {
		err = errors.New("the rule gave no answer")
	}
	if err != nil {
		return answer{}, failures, err
	}
	return newAnswer(results[0]), failures, nil
}

// query runs a query. The failures are those of builtins, which Rego takes for
// undefined.
func (s session) query(ctx context.Context, body ast.Body) (topdown.QueryResultSet, []string, error) {
	var list []topdown.Error
	query := topdown.NewQuery(body).WithCompiler(s.program.compiler).WithStore(s.program.store).WithBuiltins(callable()).
		WithInput(s.input).WithCancel(s.work).WithVirtualCache(s.helpers).WithBuiltinErrorList(&list).WithMetrics(metrics.NoOp())
	if s.tracer != nil {
		query.WithQueryTracer(s.tracer)
	}
	if s.program.query != nil {
		query.WithQueryCompiler(s.program.query)
	}
	results, err := query.Run(ctx)
	if err := s.work.err(); err != nil {
		return nil, nil, err
	}
	var failures []string
	for i := range list {
		failures = append(failures, failureText(&list[i]))
	}
	slices.Sort(failures)
	return results, slices.Compact(failures), err
}

// Of the builtins that rules may use, none fails with words. A helper that has to makes
// to_number read a text that begins with a zero, a colon and a space.
const (
	failingWords = `to_number: strconv.ParseFloat: parsing "0: `
	noNumber     = `": invalid syntax`
)

// failureText is an error of a builtin on one line: the words of a helper, where it has
// failed with them.
func failureText(err error) string {
	text := oneLine(err)
	place, rest, found := strings.Cut(text, "eval_builtin_error: "+failingWords)
	quoted, ended := strings.CutSuffix(rest, noNumber)
	words, unquoted := strconv.Unquote(`"` + quoted + `"`)
	if !found || !ended || unquoted != nil {
		return text
	}
	return place + oneLine(errors.New(words))
}

// oneLine is an error's text without line breaks.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
