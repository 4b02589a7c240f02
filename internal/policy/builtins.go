package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/policies"
)

// builtins is the built-in rules, compiled. They are part of the program, so
// that every load finds the same; they are compiled once in a process.
type builtins struct {
	sources sources
	modules map[string]*ast.Module
	entries []entry
	scopes  map[finding.Scope][]*program
}

var compileBuiltins = sync.OnceValues(func() (*builtins, error) {
	var ps problems
	src, err := readSources(policies.FS, nil, &ps, isRule)
	if err != nil {
		return nil, err
	}
	caps := capabilities()
	modules := parseAll(src.rules, caps, false, &ps)
	entries, ok := recorded(src, modules)
	if !ok { // somebody edits the rules, and has not made the catalogue yet
		modules = parse(src.rules, caps, &ps)
		entries = catalogue(modules, &ps)
	}
	if err := ps.err(); err != nil {
		return nil, err
	}
	parts := split(modules, entries, nil)
	for i := range parts {
		parts[i].proven = true
	}
	scopes, err := build(parts, src.tables, nil, caps)
	return &builtins{src, modules, entries, scopes}, err
})

// recordedFile is what the built-in rules' METADATA says, as policies has it
// beside the rules: reading it there takes a tenth of the time.
const recordedFile = "catalogue.json"

// record is the form of recordedFile.
type record struct {
	Digest string         `json:"digest"` // of the rules that it was made from
	Rules  []finding.Rule `json:"rules"`
}

// recorded makes the entries of the built-in rules from the recorded catalogue.
// ok is false unless the record was made from these very rules.
func recorded(src sources, modules map[string]*ast.Module) (entries []entry, ok bool) {
	raw, err := fs.ReadFile(policies.FS, recordedFile)
	if err != nil {
		return nil, false
	}
	var r record
	if json.Unmarshal(raw, &r) != nil || r.Digest != digest(src, Options{}) {
		return nil, false
	}
	rules := map[string]finding.Rule{}
	for _, rule := range r.Rules {
		rules[rule.ID] = rule
	}
	for _, file := range keysOf(modules) {
		id, message, _ := identify(modules[file], file)
		if message != "" {
			return nil, false
		}
		if id.id == "" {
			continue // a helper
		}
		rule, known := rules[id.id]
		if !known {
			return nil, false
		}
		entries = append(entries, newEntry(modules[file], id, rule))
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
	return entries, len(entries) == len(rules)
}

// Warm begins to compile the built-in rules, so that Load finds them compiled:
// a program calls it when it knows that it will load rules, and has other work
// to do before.
func Warm() { go compileBuiltins() } //nolint:errcheck // Load returns the error

// loadOver is LoadFS with the built-in rules already compiled, for a custom
// part that changes none of them. ok is false if it does, by a table or by
// turning a rule off: then everything is compiled anew.
func loadOver(custom fs.FS, opt Options) (set *Set, ok bool, err error) {
	if _, err := fs.Stat(custom, "data"); err == nil || len(opt.Off) > 0 {
		return nil, false, nil
	}
	own, err := compileBuiltins()
	if err != nil {
		return nil, false, fmt.Errorf("compiling the built-in rules: %w", err)
	}
	var ps problems
	files, err := readPolicies(custom, &ps, isRule)
	if err != nil {
		return nil, false, err
	}
	src := own.sources
	src.rules = append(slices.Clone(src.rules), files...)
	modules, entries := own.modules, slices.Clone(own.entries)
	caps := capabilities()
	if len(files) > 0 {
		custom := parse(files, caps, &ps)
		if !checkSize(custom, &ps) {
			return nil, false, ps.err()
		}
		entries = append(entries, entriesOf(custom, &ps)...)
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
		modules = maps.Clone(own.modules)
		maps.Copy(modules, custom)
	}
	opt = opt.expanded(entries)
	applyOptions(entries, opt, &ps)
	if err := ps.err(); err != nil {
		return nil, false, err
	}
	if set, err = newSet(src, entries, opt); err != nil {
		return nil, false, err
	}
	parts := slices.DeleteFunc(split(modules, entries, nil), func(p part) bool { return p.builtIn })
	scopes, err := build(parts, src.tables, nil, caps)
	if err != nil {
		return nil, false, err
	}
	for scope, programs := range own.scopes {
		for _, p := range programs {
			set.scopes[scope] = append(set.scopes[scope], p.with(entries))
		}
		set.scopes[scope] = append(set.scopes[scope], scopes[scope]...)
		delete(scopes, scope)
	}
	maps.Copy(set.scopes, scopes)
	return set, true, nil
}

// with is the program with the severities that entries have.
func (p *program) with(entries []entry) *program {
	q := &program{compiler: p.compiler, store: p.store}
	for _, r := range p.rules {
		i := slices.IndexFunc(entries, func(e entry) bool { return e.rule.ID == r.rule.ID })
		q.rules = append(q.rules, &compiledRule{entry: entries[i], query: r.query})
	}
	return q
}
