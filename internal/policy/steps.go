package policy

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// A rule about lineage asks the same about each step of it, and a step is in the lineage
// of each dataset that is made from it: in a chain of n datasets there are n steps, and
// n²/2 questions. The compiled rules say which rules are of steps: what they find for an
// input is what they find for each step by itself. Such a rule is asked about each step
// once.

// stepAnswers are what the rules of a program that are of steps said of each step.
type stepAnswers struct {
	mu    sync.Mutex
	known map[stepKey][]stepAnswer
}

// maxStepAnswers is how many steps are kept.
const maxStepAnswers = 1 << 16

// stepKey is all that such a rule reads: newStepAnalyst holds the rules to it.
type stepKey struct {
	step       *evidence.Origin // never changed
	now, stage string
	regimes    string // that the configuration declares for its two cards
}

// stepAnswer is what a rule said of a step; nil where it said nothing.
type stepAnswer struct {
	rule    int // in the program
	deny    []*ast.Term
	applies ast.Value
}

// lineage is the part of an input that rules of steps read, in Go and as rules see it.
type lineage struct {
	in    *Input
	input *ast.Term
}

// part is a part of the input as rules see it.
func (l lineage) part(path ...string) *ast.Term {
	t := l.input
	for _, key := range path {
		t = t.Value.(ast.Object).Get(ast.InternedTerm(key))
	}
	return t
}

// only is an input with one step, a part of the whole one.
func (l lineage) only(step *ast.Term, regimes []*ast.Term) *ast.Term {
	object := func(key string, value *ast.Term) [2]*ast.Term { return ast.Item(ast.InternedTerm(key), value) }
	dataset := ast.ObjectTerm(object("origins", ast.ArrayTerm(step)))
	return ast.ObjectTerm(object("now", l.part("now")), object("stage", l.part("stage")),
		object("config", ast.ObjectTerm(object("regimes", ast.ArrayTerm(regimes...)))),
		object("head", ast.ObjectTerm(object("datasets", ast.ArrayTerm(dataset)))))
}

// regimesOf are those that the configuration declares for the cards of a step, and words
// that tell them from others.
func (l lineage) regimesOf(step *evidence.Origin) (terms []*ast.Term, words string) {
	if len(l.in.Config.Regimes) == 0 {
		return nil, ""
	}
	all := l.part("config", "regimes").Value.(*ast.Array)
	var b strings.Builder
	for i, r := range l.in.Config.Regimes {
		if r.Card == step.Child.Path || r.Card == step.Parent.Path {
			terms = append(terms, all.Elem(i))
			fmt.Fprintf(&b, "%q %q %q;", r.Card, r.Name, r.At)
		}
	}
	return terms, b.String()
}

// ofSteps is what the rules that are of steps say of the whole lineage, by their places in
// the program. ok is false where one of them fails: they are asked about all at once then.
func (e evaluation) ofSteps(ctx context.Context) (answers map[int]answer, ok bool) {
	if e.lineage.in == nil || e.tracer != nil || e.program.steps == nil {
		return nil, false
	}
	answers = map[int]answer{}
	for i, rule := range e.program.rules {
		if rule.ofSteps {
			answers[i] = answer{deny: ast.InternedEmptySetValue}
		}
	}
	if len(answers) == 0 {
		return nil, false
	}
	deny := map[int][]*ast.Term{}
	datasets := e.lineage.part("head", "datasets").Value.(*ast.Array)
	for i, d := range e.lineage.in.Head.Datasets {
		if len(d.Origins) == 0 {
			continue
		}
		origins := datasets.Elem(i).Value.(ast.Object).Get(ast.InternedTerm("origins")).Value.(*ast.Array)
		for j, step := range d.Origins {
			if step == nil {
				return nil, false
			}
			said, ok := e.ofStep(ctx, step, origins.Elem(j))
			if !ok {
				return nil, false
			}
			for _, s := range said {
				deny[s.rule] = append(deny[s.rule], s.deny...)
				if s.applies != nil {
					a := answers[s.rule]
					a.applies = s.applies
					answers[s.rule] = a
				}
			}
		}
	}
	for i, members := range deny {
		if len(members) > 0 {
			a := answers[i]
			a.deny = ast.NewSet(members...)
			answers[i] = a
		}
	}
	return answers, true
}

// ofStep is what the rules that are of steps say of one.
func (e evaluation) ofStep(ctx context.Context, step *evidence.Origin, term *ast.Term) (said []stepAnswer, ok bool) {
	regimes, words := e.lineage.regimesOf(step)
	key := stepKey{step, e.lineage.in.Now, string(e.lineage.in.Stage), words}
	memory := e.program.steps
	memory.mu.Lock()
	said, ok = memory.known[key]
	memory.mu.Unlock()
	if ok {
		return said, true
	}
	e.input = e.lineage.only(term, regimes)
	together := newChecklist(e.session(ctx, e.steps/2, maxBytes/2))
	for i, rule := range e.program.rules {
		if !rule.ofSteps {
			continue
		}
		a, failures, err := together.ask(ctx, rule)
		denies, isSet := a.deny.(ast.Set)
		if err != nil || len(failures) > 0 || together.broken || !isSet {
			return nil, false
		}
		if denies.Len() == 0 && a.applies == nil {
			continue
		}
		s := stepAnswer{rule: i, applies: a.applies}
		for _, member := range denies.Slice() {
			sortKeys(member.Value)
			s.deny = append(s.deny, member)
		}
		said = append(said, s)
	}
	memory.mu.Lock()
	defer memory.mu.Unlock()
	if memory.known == nil || len(memory.known) == maxStepAnswers {
		memory.known = map[stepKey][]stepAnswer{}
	}
	memory.known[key] = said
	return said, true
}
