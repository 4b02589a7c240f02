package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/policies"
)

// Explanation is why a rule found what it found for one input.
type Explanation struct {
	Verdict    finding.Verdict
	Conditions []Condition // in the order of the file
}

// Condition is one line of a rule, and what came of it.
type Condition struct {
	Path      string
	Line      int
	Text      string // of the source, without space around it
	Evaluated int    // how often it was asked
	Failed    int    // how often it did not hold
	Values    []Value
}

// Value is what a name or a part of the input was: where the condition did not hold, if
// there was such a case.
type Value struct{ Name, Value string }

// maxValue is how many code points of a value are shown, and maxConditions how many
// lines are kept of one rule.
const (
	maxValue      = 120
	maxConditions = 500
)

// Explain asks one rule of a trusted tree about an input, and keeps what it evaluates.
func Explain(ctx context.Context, base source.Base, id string, in Input, locate func(evidence.Anchor) (finding.Position, bool)) (Explanation, error) {
	if err := checkEntries(base); err != nil {
		return Explanation{}, err
	}
	custom, err := layeredOf(base.Tree)
	if err != nil {
		return Explanation{}, err
	}
	var set *Set
	if strings.HasPrefix(id, customPrefix) || strings.HasPrefix(id, "main/") {
		set, err = loadOver(custom, Options{})
	} else {
		set, err = LoadFS(ctx, policies.FS, custom, Options{}) // the recorded rules have lost their lines
	}
	if err != nil {
		return Explanation{}, err
	}
	p, rule := set.compiledRule(id)
	if rule == nil {
		return Explanation{}, fmt.Errorf("unknown rule %q", id)
	}
	src, err := sourceOf(base.Tree, rule.loc.File)
	if err != nil {
		return Explanation{}, err
	}
	w := &witness{file: rule.loc.File, lines: strings.Split(string(src), "\n"), input: set.encode(in), at: map[int]*Condition{}, bodies: map[uint64]bool{}, asked: map[[2]int]int{}}
	e := evaluation{program: p, input: w.input, steps: set.steps, deadline: set.deadline, tracer: w}
	s := e.session(ctx, set.steps, maxBytes)
	a, failures, err := s.ask(ctx, rule)
	switch {
	case errors.Is(err, errUnfinished):
		return Explanation{}, fmt.Errorf("explaining %s: %w", id, err)
	case err != nil:
		a = answer{err: oneLine(err)}
	case len(failures) > 0:
		a = answer{err: strings.Join(failures, "; ")}
	}
	out := Explanation{Verdict: judge{rule: rule, stage: in.Stage, locate: locate, fallback: in.Head.At}.verdict(a)}
	for _, c := range w.at {
		out.Conditions = append(out.Conditions, *c)
	}
	slices.SortFunc(out.Conditions, func(a, b Condition) int { return cmp.Compare(a.Line, b.Line) })
	return out, nil
}

// sourceOf is the text of a policy.
func sourceOf(tree source.Tree, path string) ([]byte, error) {
	if name, builtin := strings.CutPrefix(path, builtinDir+"/"); builtin {
		return fs.ReadFile(policies.FS, name)
	}
	for _, l := range tree.Layers() {
		if l.Name == layerOf(path) {
			return l.Read(l.Local(path), MaxFileBytes)
		}
	}
	return tree.Read(path, MaxFileBytes)
}

// witness keeps what a rule's own lines come to.
type witness struct {
	file  string
	lines []string
	input *ast.Term
	at    map[int]*Condition
	// bodies are the queries that are bodies of rules: what is asked within a condition,
	// such as what is under not, is no condition of its own.
	bodies map[uint64]bool
	asked  map[[2]int]int // by line and expression of the compiled rule
}

func (*witness) Enabled() bool { return true }

func (*witness) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent notes that a condition is asked, and that it does not hold.
func (w *witness) TraceEvent(e topdown.Event) {
	if _, isRule := e.Node.(*ast.Rule); isRule && e.Op == topdown.EnterOp {
		w.bodies[e.QueryID] = true
	}
	expr, isExpr := e.Node.(*ast.Expr)
	if !isExpr || !w.bodies[e.QueryID] || e.Location == nil || e.Location.File != w.file || e.Location.Row < 1 || e.Location.Row > len(w.lines) {
		return
	}
	if e.Op != topdown.EvalOp && e.Op != topdown.FailOp {
		return
	}
	c := w.at[e.Location.Row]
	if c == nil {
		if len(w.at) == maxConditions {
			return
		}
		c = &Condition{Path: w.file, Line: e.Location.Row, Text: strings.TrimSpace(w.lines[e.Location.Row-1])}
		w.at[c.Line] = c
	}
	switch e.Op {
	case topdown.EvalOp:
		key := [2]int{c.Line, expr.Index}
		w.asked[key]++
		c.Evaluated = max(c.Evaluated, w.asked[key])
		if c.Failed == 0 {
			c.Values = joinValues(c.Values, w.values(expr, e))
		}
	case topdown.FailOp:
		if c.Failed++; c.Failed == 1 {
			c.Values = joinValues(w.values(expr, e), c.Values)
		}
	}
}

// joinValues are the values of the first list, and those of the second that it lacks.
func joinValues(first, second []Value) []Value {
	for _, v := range second {
		if !slices.ContainsFunc(first, func(known Value) bool { return known.Name == v.Name }) && len(first) < 8 {
			first = append(first, v)
		}
	}
	return first
}

// values are what the names in a condition were.
func (w *witness) values(expr *ast.Expr, e topdown.Event) []Value {
	seen := map[string]bool{}
	out := []Value{}
	add := func(name string, value ast.Value) {
		if value != nil && !seen[name] && len(out) < 8 {
			seen[name] = true
			out = append(out, Value{name, brief(value)})
		}
	}
	ast.WalkTerms(expr, func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.Ref:
			w.valueOf(v, e, add)
			return true
		case ast.Var:
			w.valueOf(ast.Ref{t}, e, add)
		}
		return false
	})
	return out
}

// valueOf shows a part of the input, or a local name and what is below it.
func (w *witness) valueOf(ref ast.Ref, e topdown.Event, add func(string, ast.Value)) {
	if ref[0].Equal(ast.InputRootDocument) {
		prefix := ref.ConstantPrefix()
		if value, err := w.input.Value.Find(prefix[1:]); err == nil {
			add(prefix.String(), value)
		}
		return
	}
	name, isVar := ref[0].Value.(ast.Var)
	if !isVar || e.Locals == nil {
		return
	}
	value := e.Locals.Get(name)
	meta, known := e.LocalMetadata[name]
	if value == nil || !known || strings.HasPrefix(string(meta.Name), "__") {
		return
	}
	shown := append(ast.Ref{ast.VarTerm(string(meta.Name))}, ref[1:]...).ConstantPrefix()
	if below, err := value.Find(shown[1:]); err == nil {
		add(shown.String(), below)
	}
}

// brief is a value on one line: of a fact, what it says.
func brief(v ast.Value) string {
	if object, isObject := v.(ast.Object); isObject {
		present, value := object.Get(ast.InternedTerm("present")), object.Get(ast.InternedTerm("value"))
		switch {
		case present != nil && present.Equal(ast.InternedTerm(false)):
			return "(absent)"
		case value != nil:
			v = value.Value
		}
	}
	text := strings.Join(strings.Fields(v.String()), " ")
	if runes := []rune(text); len(runes) > maxValue {
		switch v := v.(type) {
		case ast.Object:
			return "a mapping of " + counted(v.Len(), "key")
		case *ast.Array:
			return "a list of " + counted(v.Len(), "item")
		}
		return string(runes[:maxValue]) + "…"
	}
	return text
}
