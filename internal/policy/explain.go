package policy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
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
	Text      string  // of the source, without space around it
	Evaluated int     // how often it was asked
	Failed    int     // how often it did not hold
	Always    []Value // that are the same whenever it is asked
	Held      []Value // where it first held
	Missed    []Value // where it first did not

	refs []ast.Ref // to rules and tables, whose values are Always
}

// Value is what a name or a part of the input was.
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
	set, err := loadOver(custom, Options{}, id)
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
	w := &witness{file: rule.loc.File, lines: strings.Split(string(src), "\n"), input: set.encode(in), at: map[int]*Condition{}, bodies: map[uint64]map[int][]*ast.Expr{}, asked: map[[2]int]int{}, open: map[uint64]map[int][]*ast.Expr{}}
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
	lookup := s.lookups(ctx, rule.pkg)
	for _, c := range w.at {
		for _, ref := range c.refs {
			c.Always = joinValues(c.Always, lookup(ref))
		}
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

// lookups shows what rules and tables come to, by the names that a rule of a package has
// for them. What cannot be asked, such as a function, has no value of its own.
func (s session) lookups(ctx context.Context, pkg ast.Ref) func(ast.Ref) []Value {
	s.tracer = nil
	known := map[string][]Value{}
	return func(ref ast.Ref) []Value {
		text := ref.String()
		if _, asked := known[text]; !asked {
			known[text] = s.lookup(ctx, ref, pkg)
		}
		return known[text]
	}
}

func (s session) lookup(ctx context.Context, ref, pkg ast.Ref) []Value {
	if slices.ContainsFunc(s.program.compiler.GetRulesForVirtualDocument(ref), func(r *ast.Rule) bool { return len(r.Head.Args) > 0 }) {
		return nil
	}
	const name = "explained"
	results, _, err := s.query(ctx, ast.NewBody(ast.Equality.Expr(ast.VarTerm(name), ast.NewTerm(ref))))
	if err != nil {
		return nil
	}
	shown := "(undefined)"
	for _, r := range results {
		shown = brief(r[ast.Var(name)].Value)
	}
	return []Value{{nameOf(ref, pkg), shown}}
}

// nameOf is a reference as a rule of a package writes it.
func nameOf(ref, pkg ast.Ref) string {
	text := ref.String()
	for _, prefix := range []string{pkg.String() + ".", "data.modelgate.custom.lib.", "data.modelgate.lib.", "data.modelgate."} {
		if rest, found := strings.CutPrefix(text, prefix); found {
			return rest
		}
	}
	return text
}

// witness keeps what a rule's own lines come to.
type witness struct {
	file  string
	lines []string
	input *ast.Term
	at    map[int]*Condition
	// bodies are the queries that are bodies of rules, by line: the compiler makes several
	// expressions of one condition. What is asked within a condition, such as what is under
	// not, is no condition of its own.
	bodies map[uint64]map[int][]*ast.Expr
	asked  map[[2]int]int                 // by line and expression of the compiled rule
	open   map[uint64]map[int][]*ast.Expr // of lines that are asked and have not failed, by query
}

func (*witness) Enabled() bool { return true }

func (*witness) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent notes that a condition is asked, and whether it holds: nothing says that it
// does but that what comes after its line is asked, or that the rule has a value.
func (w *witness) TraceEvent(e topdown.Event) {
	rule, isRule := e.Node.(*ast.Rule)
	switch {
	case isRule && e.Op == topdown.EnterOp:
		w.bodies[e.QueryID] = byLine(rule.Body)
		return
	case isRule && e.Op == topdown.ExitOp:
		w.settle(e, math.MaxInt)
		return
	}
	expr, isExpr := e.Node.(*ast.Expr)
	if _, known := w.bodies[e.QueryID]; !isExpr || !known || e.Op != topdown.EvalOp && e.Op != topdown.FailOp {
		return
	}
	if e.Op == topdown.EvalOp {
		w.settle(e, expr.Index)
	}
	c := w.condition(e.Location)
	if c == nil {
		return
	}
	if e.Op == topdown.EvalOp {
		w.ask(c, expr, e.QueryID)
		return
	}
	if c.Failed++; c.Failed == 1 {
		c.Missed = w.valuesOf(append(w.open[e.QueryID][c.Line], expr), e)
	}
	delete(w.open[e.QueryID], c.Line)
}

func byLine(body ast.Body) map[int][]*ast.Expr {
	out := map[int][]*ast.Expr{}
	for _, expr := range body {
		if expr.Location != nil {
			out[expr.Location.Row] = append(out[expr.Location.Row], expr)
		}
	}
	return out
}

// ask notes that a part of a condition is asked.
func (w *witness) ask(c *Condition, expr *ast.Expr, query uint64) {
	if w.open[query] == nil {
		w.open[query] = map[int][]*ast.Expr{}
	}
	if parts := w.open[query][c.Line]; !slices.Contains(parts, expr) {
		w.open[query][c.Line] = append(parts, expr)
	}
	key := [2]int{c.Line, expr.Index}
	if w.asked[key]++; w.asked[key] == 1 {
		for _, part := range w.bodies[query][c.Line] {
			c.refs = append(c.refs, refsOf(part)...)
		}
	}
	c.Evaluated = max(c.Evaluated, w.asked[key])
}

// settle notes how the open conditions that end before a place in a query hold.
func (w *witness) settle(e topdown.Event, before int) {
	for line, parts := range w.open[e.QueryID] {
		if slices.ContainsFunc(w.bodies[e.QueryID][line], func(part *ast.Expr) bool { return part.Index >= before }) {
			continue
		}
		if c := w.at[line]; c != nil && c.Held == nil {
			c.Held = w.valuesOf(parts, e)
		}
		delete(w.open[e.QueryID], line)
	}
}

// condition is that of a line of the rule's file; nil for another file, or if there are too
// many.
func (w *witness) condition(at *ast.Location) *Condition {
	if at == nil || at.File != w.file || at.Row < 1 || at.Row > len(w.lines) {
		return nil
	}
	c := w.at[at.Row]
	if c == nil && len(w.at) < maxConditions {
		c = &Condition{Path: w.file, Line: at.Row, Text: strings.TrimSpace(w.lines[at.Row-1])}
		w.at[c.Line] = c
	}
	return c
}

// refsOf are what an expression refers to among rules and tables, as far as it is fixed.
func refsOf(expr *ast.Expr) []ast.Ref {
	var out []ast.Ref
	ast.WalkRefs(expr, func(ref ast.Ref) bool {
		if fixed := ref.ConstantPrefix(); ref.HasPrefix(ast.DefaultRootRef) && len(fixed) > 1 {
			out = append(out, fixed)
		}
		return false
	})
	return out
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

// valuesOf are what the names in the parts of a condition were.
func (w *witness) valuesOf(parts []*ast.Expr, e topdown.Event) []Value {
	out := []Value{}
	for _, expr := range parts {
		out = joinValues(out, w.values(expr, e))
	}
	return out
}

// values are what the names in a part of a condition were.
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
			return !v.HasPrefix(ast.DefaultRootRef)
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
		case value != nil && (present != nil || object.Get(ast.InternedTerm("at")) != nil && object.Len() == 2):
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
		case ast.Set:
			return "a set of " + counted(v.Len(), "item")
		}
		return string(runes[:maxValue]) + "…"
	}
	return text
}
