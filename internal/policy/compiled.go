package policy

import (
	"encoding/binary"
	"encoding/json"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// compiledFile has the built-in rules as the compiler leaves them, what their METADATA
// says, and the tables as their YAML is read: the same for every process, so that it is made once (go test
// ./internal/policy -run RecordedCatalogue -update). Parsing and compiling took most of
// the time of a check of one model. A rule is read from it when it is first asked.
const compiledFile = "compiled.bin"

// The kinds of values in a compiledFile.
const (
	tagNull = iota
	tagFalse
	tagTrue
	tagNumber
	tagString
	tagVar
	tagRef
	tagArray
	tagSet
	tagObject
	tagCall
	tagArrayComprehension
	tagSetComprehension
	tagObjectComprehension
)

// The kinds of expressions in a compiledFile, and what may be said of each.
const (
	exprTerm = iota
	exprTerms
	exprEvery
	exprKind      = 3
	exprNegated   = 4
	exprGenerated = 8
)

// What may be said of a rule in a compiledFile.
const (
	ruleDefault = 1 << iota
	ruleAssigned
	ruleKey
	ruleValue
	ruleElse
)

// compiled is a compiledFile, of which the directory was read.
type compiled struct {
	text   string
	tables tables
	facts  []fact
	rules  []compiledEntry
	store  tableStore
	shared shared
	tree   *ast.TreeNode // the rules by their paths; each is read when it is looked up

	ends, texts int // where the ends of the texts stand, and the texts

	reading sync.Mutex              // guards what follows
	scalars []*ast.Term             // each text is one term in all rules
	others  map[ast.Value]*ast.Term // those of a text that was first seen as another kind
	slab    []ast.Term
	indexer *ast.Compiler

	comprehensions sync.Map // *ast.Term → *ast.ComprehensionIndex
}

// compiledEntry is what is known of a built-in rule. They are in the order of their ids.
type compiledEntry struct {
	rule       finding.Rule
	at         *ast.Location // of the package
	hasApplies bool
	demand     demand
	premises   func() *premises
	ofSteps    bool
}

func (e compiledEntry) entry() entry {
	category, name, _ := strings.Cut(e.rule.ID, "/")
	pkg := ast.Ref{ast.DefaultRootDocument, ast.StringTerm("modelgate"), ast.StringTerm("rules"), ast.StringTerm(category), ast.StringTerm(name)}
	return entry{rule: e.rule, id: identity{id: e.rule.ID}, pkg: pkg, loc: e.at, hasApplies: e.hasApplies}
}

// compiledFormat tells the forms of a compiledFile apart: whoever changes what is
// written changes it too.
const compiledFormat = "8"

// madeFrom is how a compiledFile begins that was made from files in a state. What follows
// up to the end of the line is where their hash stands.
func madeFrom(state string) string { return compiledFormat + " " + state + " " }

// cursor is a place in a compiled file.
type cursor struct {
	*compiled
	at   int
	file string // of the rules that are read
}

func (c *cursor) number() int {
	n, width := binary.Uvarint([]byte(c.text[c.at:min(c.at+binary.MaxVarintLen64, len(c.text))]))
	c.at += width
	return int(n)
}

func (c *cursor) byte() byte {
	c.at++
	return c.text[c.at-1]
}

func (c *cursor) string() string { return c.textOf(c.number()) }

// openCompiled reads the directory of a compiledFile.
func openCompiled(text string) *compiled {
	out := &compiled{text: text, tables: tables{}, tree: &ast.TreeNode{}}
	_, start, _ := strings.Cut(text, "\n")
	c := &cursor{compiled: out, at: len(text) - len(start)}
	c.openTexts()
	for range c.number() {
		name, size := c.string(), c.number()
		out.tables[name] = out.table(c.at)
		c.at += size
	}
	out.store = newTableStore(out.tables)
	out.facts = make([]fact, c.number())
	for i := range out.facts {
		out.facts[i] = fact{kind: c.number(), ref: c.terms(), needs: c.needs()}
	}
	out.rules = make([]compiledEntry, c.number())
	for i := range out.rules {
		out.rules[i] = compiledEntry{rule: c.metadata(), at: &ast.Location{File: c.string(), Row: c.number(), Col: c.number()}, hasApplies: c.byte() == 1,
			demand: demand{deny: c.needs(), applies: c.needs()}, premises: c.premises(), ofSteps: c.byte() == 1}
	}
	out.shared = c.readShared()
	out.indexer = indexer()
	l := &leaves{cursor: c}
	for range c.number() {
		l.read()
	}
	return out
}

// table is the table at a place.
func (c *compiled) table(at int) *table {
	return &table{
		read: sync.OnceValue(func() map[string]any {
			object, _ := (&cursor{compiled: c, at: at}).plain().(map[string]any)
			return object
		}),
		terms: sync.OnceValues(func() (ast.Value, error) {
			c.reading.Lock()
			defer c.reading.Unlock()
			return (&cursor{compiled: c, at: at}).term().Value, nil
		}),
	}
}

// metadata reads what a rule says of itself.
func (c *cursor) metadata() finding.Rule {
	rule := finding.Rule{ID: c.string(), Title: c.string(), Description: c.string(), Remediation: c.string(), Example: c.string(),
		Scope: finding.Scope(c.string()), EffectiveOn: c.string(), Origin: c.string(), Severity: map[finding.Stage]finding.Severity{}}
	for _, stage := range finding.Stages {
		rule.Severity[stage] = finding.Severity(c.string())
	}
	rule.Sources, rule.Controls = c.list(), c.list()
	rule.Waivable, rule.Fixed = c.byte() == 1, c.byte() == 1
	return rule
}

func (c *cursor) list() []string {
	n := c.number()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = c.string()
	}
	return list
}

// needs reads alternatives; 0 is not known.
func (c *cursor) needs() needs {
	n := c.number()
	if n == 0 {
		return nil
	}
	out := make(needs, n-1)
	for i := range out {
		out[i] = need{exact: c.byte() == 1, facts: make([]int, c.number())}
		for j := range out[i].facts {
			out[i].facts[j] = c.number()
		}
	}
	return out
}

// plain reads a value of a table.
func (c *cursor) plain() any {
	switch kind := c.byte(); kind {
	case tagFalse, tagTrue:
		return kind == tagTrue
	case tagNumber:
		return json.Number(c.string())
	case tagString:
		return c.string()
	case tagArray:
		list := make([]any, c.number())
		for i := range list {
			list[i] = c.plain()
		}
		return list
	case tagObject:
		n := c.number()
		object := make(map[string]any, n)
		for range n {
			key, _ := c.plain().(string)
			object[key] = c.plain()
		}
		return object
	}
	return nil
}

// leaves puts rules into the tree. They are in the order of their paths, most of which
// begin as the one before.
type leaves struct {
	*cursor
	path  ast.Ref // of the rules before
	texts []int
	nodes []*ast.TreeNode // on that path, from its root on
	free  []ast.TreeNode
}

// read puts the rules of one path into the tree, to be read when they are looked up.
func (l *leaves) read() {
	length, packages := l.number(), l.number()
	path := make(ast.Ref, 1, length)
	path[0] = ast.DefaultRootDocument
	if l.nodes == nil {
		l.nodes = []*ast.TreeNode{l.childOf(l.tree, path[0].Value)}
	}
	same := true
	for i := 1; i < length; i++ {
		text := l.number()
		if same = same && i < len(l.nodes) && l.texts[i-1] == text; same {
			path = append(path, l.path[i])
			continue
		}
		l.nodes, l.texts = l.nodes[:min(i, len(l.nodes))], l.texts[:min(i-1, len(l.texts))]
		path = append(path, l.scalar(tagString, text))
		l.nodes, l.texts = append(l.nodes, l.childOf(l.nodes[i-1], path[i].Value)), append(l.texts, text)
	}
	l.path, l.nodes, l.texts = path, l.nodes[:length], l.texts[:length-1]
	node := l.nodes[length-1]
	rules := &cursor{compiled: l.compiled, file: l.string()}
	size := l.number()
	rules.at = l.at
	l.at += size
	node.Values = unread
	node.Index = lazyIndex{sync.OnceValue(func() ast.RuleIndex { return rules.index(path[:packages]) })}
}

// unread stands for rules that are not read: the evaluator looks whether there are any.
var unread = []*ast.Rule{{}}

func (l *leaves) childOf(node *ast.TreeNode, key ast.Value) *ast.TreeNode {
	if child := node.Children[key]; child != nil {
		return child
	}
	if len(l.free) == 0 {
		l.free = make([]ast.TreeNode, 128)
	}
	child := &l.free[0]
	l.free = l.free[1:]
	child.Key = key
	if node.Children == nil {
		node.Children = map[ast.Value]*ast.TreeNode{}
	}
	node.Children[key] = child
	node.Sorted = append(node.Sorted, key) // the file is in order
	return child
}

// indexer is a compiler that does nothing but index rules.
func indexer() *ast.Compiler {
	var skipped []ast.StageID
	for _, stage := range ast.AllStages() {
		if stage != ast.StageBuildRuleIndices {
			skipped = append(skipped, stage)
		}
	}
	return ast.NewCompiler().WithCapabilities(&ast.Capabilities{}).WithSkipStages(skipped...)
}

// index reads the rules and indexes them. What is below the packages of rules is
// not in the tables, which is all that the index must know of other rules.
func (c *cursor) index(pkg ast.Ref) ast.RuleIndex {
	c.reading.Lock()
	defer c.reading.Unlock()
	module := &ast.Module{Package: &ast.Package{Path: pkg}}
	node := &ast.TreeNode{Values: make([]*ast.Rule, c.number())}
	for i := range node.Values {
		node.Values[i] = c.rule(module)
	}
	c.indexer.RuleTree = &ast.TreeNode{Children: map[ast.Value]*ast.TreeNode{ast.DefaultRootDocument.Value: packagesOfRules, ast.String("node"): node}}
	c.indexer.Compile(nil)
	return node.Index
}

// packagesOfRules are the packages that the index knows to have rules.
var packagesOfRules = func() *ast.TreeNode {
	packages := &ast.TreeNode{Children: map[ast.Value]*ast.TreeNode{}}
	for _, name := range []string{"rules", "lib"} {
		packages.Children[ast.String(name)] = &ast.TreeNode{External: &ast.ExternalIndex{}}
	}
	return &ast.TreeNode{Children: map[ast.Value]*ast.TreeNode{ast.String("modelgate"): packages}}
}()

func (c *cursor) rule(module *ast.Module) *ast.Rule {
	is := c.byte()
	head := &ast.Head{Assign: is&ruleAssigned != 0, Name: ast.Var(c.string()), Reference: c.terms(), Args: c.terms()}
	if is&ruleKey != 0 {
		head.Key = c.term()
	}
	if is&ruleValue != 0 {
		head.Value = c.term()
	}
	head.Location = c.location()
	rule := &ast.Rule{Head: head, Default: is&ruleDefault != 0, Location: c.location(), Body: c.body(), Module: module}
	if is&ruleElse != 0 {
		rule.Else = c.rule(module)
	}
	return rule
}

func (c *cursor) location() *ast.Location {
	return &ast.Location{File: c.file, Row: c.number(), Col: c.number()}
}

func (c *cursor) body() ast.Body {
	body := make(ast.Body, c.number())
	for i := range body {
		body[i] = c.expr(i)
	}
	return body
}

func (c *cursor) expr(index int) *ast.Expr {
	is := c.byte()
	expr := &ast.Expr{Index: index, Negated: is&exprNegated != 0, Generated: is&exprGenerated != 0, Location: c.location()}
	switch is & exprKind {
	case exprTerm:
		expr.Terms = c.term()
	case exprTerms:
		expr.Terms = c.terms()
	case exprEvery:
		every := &ast.Every{Location: expr.Location}
		if c.byte() == 1 {
			every.Key = c.term()
		}
		every.Value, every.Domain, every.Body = c.term(), c.term(), c.body()
		expr.Terms = every
	}
	return expr
}

func (c *cursor) terms() []*ast.Term {
	n := c.number()
	if n == 0 {
		return nil
	}
	terms := make([]*ast.Term, n)
	for i := range terms {
		terms[i] = c.term()
	}
	return terms
}

func (c *cursor) term() *ast.Term {
	switch kind := c.byte(); kind {
	case tagNull:
		return ast.InternedNullTerm
	case tagFalse, tagTrue:
		return ast.InternedTerm(kind == tagTrue)
	case tagNumber, tagString, tagVar:
		return c.scalar(kind, c.number())
	case tagRef:
		return c.newTerm(ast.Ref(c.terms()))
	case tagCall:
		return c.newTerm(ast.Call(c.terms()))
	case tagArray:
		return c.newTerm(ast.NewArray(c.terms()...))
	case tagSet:
		return c.newTerm(ast.NewSet(c.terms()...))
	case tagObject:
		pairs := make([][2]*ast.Term, c.number())
		for i := range pairs {
			pairs[i] = [2]*ast.Term{c.term(), c.term()}
		}
		return c.newTerm(ast.NewObject(pairs...))
	default:
		return c.comprehension(kind)
	}
}

func (c *cursor) comprehension(kind byte) *ast.Term {
	var term *ast.Term
	switch kind {
	case tagArrayComprehension:
		term = c.newTerm(&ast.ArrayComprehension{Term: c.term(), Body: c.body()})
	case tagSetComprehension:
		term = c.newTerm(&ast.SetComprehension{Term: c.term(), Body: c.body()})
	default:
		term = c.newTerm(&ast.ObjectComprehension{Key: c.term(), Value: c.term(), Body: c.body()})
	}
	if keys := c.terms(); keys != nil {
		c.comprehensions.Store(term, &ast.ComprehensionIndex{Term: term, Keys: keys})
	}
	return term
}

// scalar is the term of a text, which nobody changes.
func (c *cursor) scalar(kind byte, text int) *ast.Term {
	known := c.scalars[text]
	if known != nil && kindOfScalar(known.Value) == kind {
		return known
	}
	value := scalarOf(kind, c.textOf(text))
	if known == nil {
		c.scalars[text] = c.newTerm(value)
		return c.scalars[text]
	}
	if c.others[value] == nil {
		if c.others == nil {
			c.others = map[ast.Value]*ast.Term{}
		}
		c.others[value] = c.newTerm(value)
	}
	return c.others[value]
}

func kindOfScalar(v ast.Value) byte {
	switch v.(type) {
	case ast.Number:
		return tagNumber
	case ast.String:
		return tagString
	}
	return tagVar
}

func scalarOf(kind byte, text string) ast.Value {
	switch kind {
	case tagNumber:
		return ast.Number(text)
	case tagString:
		return ast.String(text)
	}
	return ast.Var(text)
}

// newTerm takes terms from a store of many: they live as long as the program.
func (c *cursor) newTerm(value ast.Value) *ast.Term {
	if len(c.slab) == 0 {
		c.slab = make([]ast.Term, 256)
	}
	term := &c.slab[0]
	c.slab = c.slab[1:]
	term.Value = value
	return term
}

// indexed is all that the evaluator asks the compiler of a query for.
type indexed struct {
	ast.QueryCompiler
	*compiled
}

func (indexed) RewrittenVars() map[ast.Var]ast.Var { return nil }

func (i indexed) ComprehensionIndex(term *ast.Term) *ast.ComprehensionIndex {
	if index, found := i.comprehensions.Load(term); found {
		return index.(*ast.ComprehensionIndex)
	}
	return nil
}
