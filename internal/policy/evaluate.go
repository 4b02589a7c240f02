package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
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
	var verdicts []finding.Verdict
	for _, r := range s.rules {
		if _, off := s.off[r.ID]; off && r.Scope == scope {
			verdicts = append(verdicts, finding.Verdict{Rule: r.ID, NotApplicable: true})
		}
	}
	limited, cancel := context.WithTimeout(ctx, s.deadline)
	defer cancel()
	input := s.encode(reflect.ValueOf(in)).Value
	for _, p := range s.scopes[scope] {
		e := evaluation{program: p, input: input, steps: s.steps, deadline: s.deadline}
		answers := e.run(limited)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("evaluating rules: %w", ctx.Err())
		}
		fallback := in.Head.At
		if scope == finding.ScopeRepository {
			fallback = in.Change.At
		}
		for i, rule := range p.rules {
			j := judge{rule: rule, stage: stage, locate: locate, fallback: fallback}
			verdicts = append(verdicts, j.verdict(answers[i]))
		}
	}
	slices.SortFunc(verdicts, func(a, b finding.Verdict) int { return cmp.Compare(a.Rule, b.Rule) })
	return verdicts, nil
}

// evaluation is one run of a program over one input.
type evaluation struct {
	program  *program
	input    ast.Value
	steps    int           // that one rule may need
	deadline time.Duration // that the context has; to be named where it is hit
}

// run asks all rules at once. Only if that fails is every rule asked alone, so
// that the error belongs to the rules that cause it, and to no other. A rule
// alone never needs twice what it needs among others: within half of what one
// may need, none of them needs too much. So it is the rule and the input that
// decide whether there is an answer, and not how the rules were dealt out.
func (e evaluation) run(ctx context.Context) []answer {
	value, failures, err := e.query(ctx, e.program.all, &work{ctx: ctx, limit: e.steps / 2, bytes: MaxBytes / 2})
	answers := make([]answer, len(e.program.rules))
	if err == nil && len(failures) == 0 {
		read := newReader(value)
		for i, rule := range e.program.rules {
			answers[i] = read.answer(rule.rule.ID)
		}
		return answers
	}
	for i, rule := range e.program.rules {
		answers[i] = e.askAlone(ctx, rule)
	}
	return answers
}

func (e evaluation) askAlone(ctx context.Context, rule *compiledRule) answer {
	query, err := rule.alone()
	if err != nil {
		return answer{err: oneLine(err)}
	}
	value, failures, err := e.query(ctx, query, &work{ctx: ctx, limit: e.steps, bytes: MaxBytes})
	switch {
	case errors.Is(err, errUnfinished):
		return answer{err: fmt.Sprintf("%v after %v; run it again", err, e.deadline), unfinished: true}
	case err != nil:
		return answer{err: oneLine(err)}
	case len(failures) > 0:
		return answer{err: strings.Join(failures, "; ")}
	}
	return newReader(value).answer(rule.rule.ID)
}

// query runs a prepared query. The failures are those of builtins, which Rego
// takes for undefined.
func (e evaluation) query(ctx context.Context, query rego.PreparedEvalQuery, w *work) (ast.Value, []string, error) {
	var list []topdown.Error
	w.ended = ctx.Err() != nil
	results, err := query.Eval(ctx, rego.EvalParsedInput(e.input), rego.EvalBuiltinErrorList(&list), rego.EvalExternalCancel(w))
	if err := w.err(); err != nil {
		return nil, nil, err
	}
	var failures []string
	for i := range list {
		failures = append(failures, oneLine(&list[i]))
	}
	slices.Sort(failures)
	failures = slices.Compact(failures)
	switch {
	case err != nil:
		return nil, failures, err
	case len(results) != 1 || len(results[0].Expressions) != 1:
		return nil, failures, errors.New("the entry point has no result")
	}
	value, ok := results[0].Expressions[0].Value.(ast.Value)
	if !ok {
		return nil, failures, fmt.Errorf("the entry point has a result of type %T", results[0].Expressions[0].Value)
	}
	return value, failures, nil
}

// oneLine is an error's text without line breaks.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
