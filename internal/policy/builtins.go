package policy

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/policies"
)

// builtins is the built-in rules, compiled. They are part of the program, so
// that every load finds the same; they are read once in a process.
type builtins struct {
	sources sources
	entries []entry
	scopes  map[finding.Scope][]*program
	helpers func() (map[string]*ast.Module, error) // parsed; for rules of others that use them
}

var compileBuiltins = sync.OnceValues(func() (*builtins, error) {
	var ps problems
	src, err := readBuiltins(policies.FS, &ps, isRule)
	if err != nil {
		return nil, err
	}
	if own, ok := readRecorded(src); ok {
		return own, nil
	}
	return compileSources(src, &ps)
})

// compileSources compiles the built-in rules where somebody edits them, and has not
// recorded yet what they come to.
func compileSources(src sources, ps *problems) (*builtins, error) {
	src.tables = parseTables(src.data, ps)
	caps := capabilities()
	modules := parse(src.rules, caps, ps)
	entries := catalogue(modules, ps)
	if err := ps.err(); err != nil {
		return nil, err
	}
	parts := split(modules, entries, nil)
	for i := range parts {
		parts[i].proven = true
	}
	scopes, err := build(parts, src.tables, nil, caps)
	return &builtins{src, entries, scopes, helpersOf(src.rules)}, err
}

// helpersOf parses the packages that rules share.
func helpersOf(rules []file) func() (map[string]*ast.Module, error) {
	return sync.OnceValues(func() (map[string]*ast.Module, error) {
		var ps problems
		shared := slices.DeleteFunc(slices.Clone(rules), func(f file) bool { return !isHelper(f.path) })
		return parseAll(shared, capabilities(), false, &ps), ps.err()
	})
}

// readRecorded returns the built-in rules as they were compiled before. ok is false unless
// that was done with these very files.
func readRecorded(src sources) (own *builtins, ok bool) {
	raw, err := fs.ReadFile(policies.FS, compiledFile)
	if err != nil {
		return nil, false
	}
	text := string(raw)
	if !strings.HasPrefix(text, digestLine(digest(src, Options{}))) {
		return nil, false
	}
	c := openCompiled(text)
	src.tables = c.tables
	store := newTableStore(c.tables)
	own = &builtins{sources: src, scopes: map[finding.Scope][]*program{}, helpers: helpersOf(src.rules)}
	compiler := ast.NewCompiler()
	compiler.RuleTree = c.tree
	for i := range c.rules {
		e := c.rules[i].entry()
		own.entries = append(own.entries, e)
		if len(own.scopes[e.rule.Scope]) == 0 {
			own.scopes[e.rule.Scope] = []*program{{compiler: compiler, query: indexed{compiled: c}, facts: c.facts, store: store}}
		}
		p := own.scopes[e.rule.Scope][0]
		p.rules = append(p.rules, newCompiledRule(e))
		p.rules[len(p.rules)-1].demand, p.rules[len(p.rules)-1].ofSteps = &c.rules[i].demand, c.rules[i].ofSteps
	}
	return own, true
}

// Warm begins to compile the built-in rules, so that Load finds them compiled:
// a program calls it when it knows that it will load rules, and has other work
// to do before.
func Warm() { go compileBuiltins() } //nolint:errcheck // Load returns the error

// loadOver is LoadFS with the built-in rules already compiled, but for those that
// read a table which the custom part changes: they are compiled anew.
func loadOver(custom fs.FS, opt Options) (*Set, error) {
	builtin, err := compileBuiltins()
	if err != nil {
		return nil, fmt.Errorf("compiling the built-in rules: %w", err)
	}
	var ps problems
	src, err := builtin.sources.over(custom, &ps, isRule)
	if err != nil {
		return nil, err
	}
	files := src.rules[len(builtin.sources.rules):]
	entries := slices.Clone(builtin.entries)
	var own part
	if len(files) > 0 {
		own.modules = parse(files, capabilities(), &ps)
		if !checkSize(own.modules, &ps) {
			return nil, ps.err()
		}
		entries = append(entries, entriesOf(own.modules, &ps)...)
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
	}
	opt = opt.expanded(entries)
	applyOptions(entries, opt, &ps)
	if err := ps.err(); err != nil {
		return nil, err
	}
	set, err := newSet(src, entries, opt)
	if err != nil {
		return nil, err
	}
	again := readersOf(builtin.sources.rules, changedTables(builtin.sources.tables, src.tables))
	for scope, programs := range builtin.scopes {
		for _, p := range programs {
			if kept := p.with(entries, again); len(kept.rules) > 0 {
				set.scopes[scope] = append(set.scopes[scope], kept)
			}
		}
	}
	own.entries = slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return builtIn.isPrefixOf(e.pkg) })
	return set, set.add(own, entries, again, builtin)
}

// add compiles an organisation's rules and those of entries that are to be compiled
// again, with the helpers that they may use, and adds them to the set.
func (s *Set) add(own part, entries []entry, again map[string]file, builtin *builtins) error {
	modules := map[string]*ast.Module{}
	if len(again) > 0 {
		var ps problems
		entries = slices.DeleteFunc(entries, func(e entry) bool { _, is := again[e.pkg.String()]; return !is })
		modules = parseAll(slices.Collect(maps.Values(again)), capabilities(), false, &ps)
		if err := ps.err(); err != nil {
			return err
		}
	} else if entries = nil; len(own.entries) == 0 && !own.hasHelpers() {
		return nil
	}
	helpers, err := builtin.helpers()
	if err != nil {
		return err
	}
	maps.Copy(modules, helpers)
	maps.Copy(modules, own.modules)
	scopes, err := build(split(modules, append(entries, own.entries...), s.off), s.tables, s.off, capabilities())
	for scope, programs := range scopes {
		s.scopes[scope] = append(s.scopes[scope], programs...)
	}
	return err
}

// with is the program with the severities that entries have, without those that are
// turned off and those that are to be compiled again.
func (p *program) with(entries []entry, again map[string]file) *program {
	var rules []*compiledRule
	for _, r := range p.rules {
		i, _ := slices.BinarySearchFunc(entries, r.rule.ID, func(e entry, id string) int { return cmp.Compare(e.rule.ID, id) })
		if _, anew := again[r.pkg.String()]; entries[i].rule.Off == "" && !anew {
			own := *r
			own.entry = entries[i]
			rules = append(rules, &own)
		}
	}
	return p.asking(rules)
}
