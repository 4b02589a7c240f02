package policy

import (
	"encoding"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/policies"
)

// writer makes a compiledFile. What it does not know fails the test.
type writer struct {
	t        *testing.T
	compiler *ast.Compiler
	folded   map[string]*ast.Rule // by path
	strings  map[string]int
	list     []string
	out      []byte
}

func (w *writer) byte(b byte)  { w.out = append(w.out, b) }
func (w *writer) number(n int) { w.out = binary.AppendUvarint(w.out, uint64(n)) }
func (w *writer) raw(s string) {
	w.number(len(s))
	w.out = append(w.out, s...)
}

func (w *writer) string(s string) {
	i, known := w.strings[s]
	if !known {
		i = len(w.list)
		w.strings[s] = i
		w.list = append(w.list, s)
	}
	w.number(i)
}

func bit(set bool, value byte) byte {
	if set {
		return value
	}
	return 0
}

// compiledOf compiles the built-in rules, and writes them and their tables down.
func compiledOf(t *testing.T, src sources) []byte {
	t.Helper()
	var ps problems
	caps := capabilities()
	modules := parseAll(src.rules, caps, false, &ps)
	entries := entriesOf(parse(src.rules, caps, &ps), &ps)
	w := &writer{t: t, compiler: provenCompiler(caps), strings: map[string]int{}}
	if w.compiler.Compile(modules); w.compiler.Failed() || len(ps) > 0 {
		t.Fatal(w.compiler.Errors, ps)
	}
	w.number(len(src.tables))
	for _, name := range keysOf(src.tables) {
		w.string(name)
		before := w.out
		w.out = nil
		w.plain(src.tables.of(name))
		table := w.out
		w.out = before
		w.raw(string(table))
	}
	w.fold(newTableStore(src.tables))
	a, steps := newAnalyst(w.compiler), newStepAnalyst(w.compiler)
	looked := (&premiseAnalyst{compiler: w.compiler, tables: src.tables, folded: w.folded}).premises(entries)
	looking := newPremiseWriter(w, looked)
	demands := make([]demand, len(entries))
	for i, e := range entries {
		demands[i] = demand{deny: a.needs(e.pkg.Append(ast.StringTerm(denyName))), applies: a.needs(e.pkg.Append(ast.StringTerm(appliesName)))}
	}
	w.number(len(a.facts))
	for _, f := range a.facts {
		w.number(f.kind)
		w.terms(f.ref)
		w.needs(f.needs)
	}
	w.number(len(entries))
	for i, e := range entries {
		w.metadata(e.rule)
		w.string(e.loc.File)
		w.number(e.loc.Row)
		w.number(e.loc.Col)
		w.byte(bit(e.hasApplies, 1))
		w.needs(demands[i].deny)
		w.needs(demands[i].applies)
		looking.pair(looked[i])
		w.byte(bit(steps.ofSteps(e), 1))
	}
	looking.shared()
	w.leaves()
	body := w.out
	files, err := stateOf(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	hashed, err := src.hash().(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	w.out = fmt.Appendf(nil, "%s%x\n", madeFrom(files), hashed)
	w.texts()
	return append(w.out, body...)
}

// texts writes all texts: their number, where each ends, and what they are.
func (w *writer) texts() {
	w.number(len(w.list))
	end := 0
	for _, s := range w.list {
		end += len(s)
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(end))
	}
	for _, s := range w.list {
		w.out = append(w.out, s...)
	}
}

func (w *writer) metadata(r finding.Rule) {
	for _, text := range []string{r.ID, r.Title, r.Description, r.Remediation, r.Example, string(r.Scope), r.EffectiveOn, r.Origin} {
		w.string(text)
	}
	for _, stage := range finding.Stages {
		w.string(string(r.Severity[stage]))
	}
	for _, list := range [][]string{r.Sources, r.Controls} {
		w.number(len(list))
		for _, text := range list {
			w.string(text)
		}
	}
	w.byte(bit(r.Waivable, 1))
	w.byte(bit(r.Fixed, 1))
}

// needs writes alternatives; 0 is not known.
func (w *writer) needs(n needs) {
	if n == nil {
		w.number(0)
		return
	}
	w.number(len(n) + 1)
	for _, alternative := range n {
		w.byte(bit(alternative.exact, 1))
		w.number(len(alternative.facts))
		for _, f := range alternative.facts {
			w.number(f)
		}
	}
}

func (w *writer) plain(v any) {
	switch v := v.(type) {
	case nil:
		w.byte(tagNull)
	case bool:
		w.byte(tagFalse + bit(v, 1))
	case json.Number:
		w.byte(tagNumber)
		w.string(string(v))
	case string:
		w.byte(tagString)
		w.string(v)
	case []any:
		w.byte(tagArray)
		w.number(len(v))
		for _, item := range v {
			w.plain(item)
		}
	case map[string]any:
		w.byte(tagObject)
		w.number(len(v))
		for _, key := range keysOf(v) {
			w.plain(key)
			w.plain(v[key])
		}
	default:
		w.t.Fatalf("a table holds %T", v)
	}
}

// leaves writes the rules of each path, in order.
func (w *writer) leaves() {
	rules := map[string][]*ast.Rule{}
	for _, file := range keysOf(w.compiler.Modules) {
		for _, rule := range w.compiler.Modules[file].Rules {
			path := rule.Ref().GroundPrefix().String()
			rules[path] = append(rules[path], rule)
		}
	}
	w.number(len(rules))
	for _, path := range keysOf(rules) {
		ref := rules[path][0].Ref().GroundPrefix()
		pkg := rules[path][0].Module.Package.Path
		w.number(len(ref))
		w.number(len(pkg))
		for i, step := range ref[1:] {
			s, isText := step.Value.(ast.String)
			if parent := ref[:i+1].String(); !isText || rules[parent] != nil {
				w.t.Fatalf("the rule %s is below another, or not below names", ref)
			}
			w.string(string(s))
		}
		file := rules[path][0].Location.File
		w.string(file)
		before := w.out
		w.out = nil
		if constant := w.folded[path]; constant != nil {
			rules[path] = []*ast.Rule{constant}
		}
		w.number(len(rules[path]))
		for _, rule := range rules[path] {
			if rule.Location.File != file || !rule.Module.Package.Path.Equal(pkg) {
				w.t.Fatalf("%s is defined in two files", ref)
			}
			w.rule(rule)
		}
		body := w.out
		w.out = before
		w.raw(string(body))
	}
}

// maxFolded is how long the value of a rule may be, as text, to be written in its place.
const maxFolded = 4 << 10

// fold finds the rules that read nothing but tables, and what each comes to: it is the
// same for every input. Rules that read a table which a repository changes are not taken
// from the file, nor is what they use.
func (w *writer) fold(store storage.Store) {
	w.folded = map[string]*ast.Rule{}
	open := map[*ast.Rule]bool{}
	for _, file := range keysOf(w.compiler.Modules) {
		for _, rule := range w.compiler.Modules[file].Rules {
			path := rule.Ref().GroundPrefix()
			if len(rule.Head.Args) > 0 || w.folded[path.String()] != nil || w.readsInput(rule, open) {
				continue
			}
			const v = ast.Var("value")
			query := ast.NewBody(ast.Equality.Expr(ast.NewTerm(v), ast.NewTerm(path)))
			results, err := topdown.NewQuery(query).WithCompiler(w.compiler).WithStore(store).WithBuiltins(callable()).WithStrictBuiltinErrors(true).Run(w.t.Context())
			if err != nil {
				w.t.Fatalf("%s: %v", path, err)
			}
			if len(results) == 0 || len(results[0][v].String()) > maxFolded {
				continue
			}
			head := rule.Head.Copy()
			head.Reference, head.Assign, head.Key, head.Value = ast.Ref{rule.Head.Reference[0]}, true, nil, results[0][v]
			w.folded[path.String()] = &ast.Rule{Head: head, Location: rule.Location, Body: ast.NewBody(ast.NewExpr(ast.InternedTerm(true))), Module: rule.Module}
		}
	}
}

// readsInput reports whether a rule, or what it uses, reads the input.
func (w *writer) readsInput(rule *ast.Rule, known map[*ast.Rule]bool) bool {
	if reads, seen := known[rule]; seen {
		return reads
	}
	reads := false
	ast.WalkTerms(rule, func(t *ast.Term) bool {
		ref, isRef := t.Value.(ast.Ref)
		reads = reads || t.Equal(ast.InputRootDocument) || isRef && ref.HasPrefix(ast.InputRootRef)
		return reads
	})
	for used := range w.compiler.Graph.Dependencies(rule) {
		reads = reads || w.readsInput(used.(*ast.Rule), known)
	}
	known[rule] = reads
	return reads
}

func (w *writer) rule(r *ast.Rule) {
	w.byte(bit(r.Default, ruleDefault) | bit(r.Head.Assign, ruleAssigned) | bit(r.Head.Key != nil, ruleKey) | bit(r.Head.Value != nil, ruleValue) | bit(r.Else != nil, ruleElse))
	w.string(string(r.Head.Name))
	w.terms(r.Head.Reference)
	w.terms(r.Head.Args)
	if r.Head.Key != nil {
		w.term(r.Head.Key)
	}
	if r.Head.Value != nil {
		w.term(r.Head.Value)
	}
	w.location(r.Head.Location)
	w.location(r.Location)
	w.body(r.Body)
	if r.Else != nil {
		w.rule(r.Else)
	}
}

// location writes where something is. What the compiler has made is nowhere.
func (w *writer) location(l *ast.Location) {
	if l == nil {
		l = &ast.Location{}
	}
	w.number(l.Row)
	w.number(l.Col)
}

func (w *writer) body(b ast.Body) {
	w.number(len(b))
	for i, e := range b {
		if e.Index != i || len(e.With) > 0 {
			w.t.Fatalf("%s: %s has the index %d, or a with", e.Location, e, e.Index)
		}
		w.expr(e)
	}
}

func (w *writer) expr(e *ast.Expr) {
	is := bit(e.Negated, exprNegated) | bit(e.Generated, exprGenerated)
	switch terms := e.Terms.(type) {
	case *ast.Term:
		w.byte(is + exprTerm)
		w.location(e.Location)
		w.term(terms)
	case []*ast.Term:
		w.byte(is + exprTerms)
		w.location(e.Location)
		w.terms(terms)
	case *ast.Every:
		w.byte(is + exprEvery)
		w.location(e.Location)
		w.byte(bit(terms.Key != nil, 1))
		if terms.Key != nil {
			w.term(terms.Key)
		}
		w.term(terms.Value)
		w.term(terms.Domain)
		w.body(terms.Body)
	default:
		w.t.Fatalf("%s: an expression of type %T", e.Location, terms)
	}
}

func (w *writer) terms(terms []*ast.Term) {
	w.number(len(terms))
	for _, t := range terms {
		w.term(t)
	}
}

func (w *writer) term(t *ast.Term) {
	text := func(tag byte, s string) { w.byte(tag); w.string(s) }
	list := func(tag byte, terms []*ast.Term) { w.byte(tag); w.terms(terms) }
	switch v := t.Value.(type) {
	case ast.Null:
		w.byte(tagNull)
	case ast.Boolean:
		w.byte(tagFalse + bit(bool(v), 1))
	case ast.Number:
		text(tagNumber, string(v))
	case ast.String:
		text(tagString, string(v))
	case ast.Var:
		text(tagVar, string(v))
	case ast.Ref:
		list(tagRef, v)
	case ast.Call:
		list(tagCall, v)
	case *ast.Array:
		var items []*ast.Term
		v.Foreach(func(t *ast.Term) { items = append(items, t) })
		list(tagArray, items)
	case ast.Set:
		list(tagSet, v.Slice())
	case ast.Object:
		w.byte(tagObject)
		w.number(v.Len())
		v.Foreach(func(key, value *ast.Term) { w.term(key); w.term(value) })
	case *ast.ArrayComprehension:
		w.comprehension(t, tagArrayComprehension, v.Body, v.Term)
	case *ast.SetComprehension:
		w.comprehension(t, tagSetComprehension, v.Body, v.Term)
	case *ast.ObjectComprehension:
		w.comprehension(t, tagObjectComprehension, v.Body, v.Key, v.Value)
	default:
		w.t.Fatalf("a value of type %T: %s", v, v)
	}
}

func (w *writer) comprehension(t *ast.Term, tag byte, body ast.Body, of ...*ast.Term) {
	w.byte(tag)
	for _, term := range of {
		w.term(term)
	}
	w.body(body)
	var keys []*ast.Term
	if index := w.compiler.ComprehensionIndex(t); index != nil {
		keys = index.Keys
	}
	w.terms(keys)
}

// An index that looks for a value in a table reads that table, and no other.
func TestIndexesReadTablesOneByOne(t *testing.T) {
	t.Parallel()
	var asked recordingResolver
	var walk func(node *ast.TreeNode)
	walk = func(node *ast.TreeNode) {
		if node.Index != nil {
			if _, err := node.Index.Lookup(&asked); err != nil {
				t.Fatal(err)
			}
		}
		for _, child := range node.Children {
			walk(child)
		}
	}
	walk(openCompiled(policies.Compiled).tree)
	if len(asked) == 0 {
		t.Error("no index looks into a table: the test tests nothing")
	}
	for _, ref := range asked {
		if len(ref) < 3 {
			t.Errorf("an index reads %s", ref)
		}
	}
}

// recordingResolver notes what is read below data. All input is one text.
type recordingResolver []ast.Ref

func (r *recordingResolver) IndexEveryCandidateEvaluated() bool { return true }

func (r *recordingResolver) Resolve(ref ast.Ref) (ast.Value, error) {
	if ref[0].Equal(ast.DefaultRootDocument) {
		*r = append(*r, ref)
		return nil, nil
	}
	return ast.String("text"), nil
}
