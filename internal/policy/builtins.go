package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"fmt"
	"hash"
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
	files   func() (sources, error) // as they are written; for rules of others that use them
	hash    func() (hash.Hash, error)
	tables  tables
	entries []entry
	scopes  map[finding.Scope][]*program
	helpers func() (map[string]*ast.Module, error) // parsed; the same
	readers func() ([]reader, error)               // what they read
}

var compileBuiltins = sync.OnceValues(func() (*builtins, error) {
	if own, err := readRecorded(); err != nil || own != nil {
		return own, err
	}
	src, err := readFiles()
	if err != nil {
		return nil, err
	}
	return compileSources(src)
})

// readFiles reads the built-in files.
func readFiles() (sources, error) {
	var ps problems
	src, err := readBuiltins(policies.FS, &ps, isRule)
	if err == nil {
		err = ps.err()
	}
	return src, err
}

// compileSources compiles the built-in rules where somebody edits them, and has not
// recorded yet what they come to.
func compileSources(src sources) (*builtins, error) {
	var ps problems
	own := &builtins{files: func() (sources, error) { return src, nil }, hash: func() (hash.Hash, error) { return src.hash(), nil }}
	own.helpers, own.readers = own.parseHelpers(), own.readReaders()
	own.tables = parseTables(src.data, &ps)
	caps := capabilities()
	modules := parse(src.rules, caps, &ps)
	own.entries = catalogue(modules, &ps)
	if err := ps.err(); err != nil {
		return nil, err
	}
	parts := split(modules, own.entries, nil)
	for i := range parts {
		parts[i].proven = true
	}
	var err error
	own.scopes, err = build(parts, own.tables, nil, caps)
	return own, err
}

// parseHelpers parses the packages that rules share.
func (b *builtins) parseHelpers() func() (map[string]*ast.Module, error) {
	return sync.OnceValues(func() (map[string]*ast.Module, error) {
		src, err := b.files()
		if err != nil {
			return nil, err
		}
		var ps problems
		shared := slices.DeleteFunc(slices.Clone(src.rules), func(f file) bool { return !isHelper(f.path) })
		return parseAll(shared, capabilities(), false, &ps), ps.err()
	})
}

// readReaders reads what the built-in rules read.
func (b *builtins) readReaders() func() ([]reader, error) {
	return sync.OnceValues(func() ([]reader, error) {
		src, err := b.files()
		return readersIn(src.rules), err
	})
}

// readRecorded returns the built-in rules as they were compiled before; nil unless
// that was done with these very files.
func readRecorded() (*builtins, error) {
	files, err := stateOf(policies.FS)
	if err != nil {
		return nil, err
	}
	rest, ok := strings.CutPrefix(policies.Compiled, madeFrom(files))
	if !ok {
		return nil, nil
	}
	hashed, _, _ := strings.Cut(rest, "\n")
	c := openCompiled(policies.Compiled)
	own := &builtins{files: sync.OnceValues(readFiles), tables: c.tables, scopes: map[finding.Scope][]*program{}}
	own.hash = func() (hash.Hash, error) { return resumedHash(hashed) }
	own.helpers, own.readers = own.parseHelpers(), own.readReaders()
	compiler := ast.NewCompiler()
	compiler.RuleTree = c.tree
	for i := range c.rules {
		e := c.rules[i].entry()
		own.entries = append(own.entries, e)
		if len(own.scopes[e.rule.Scope]) == 0 {
			own.scopes[e.rule.Scope] = []*program{{compiler: compiler, query: indexed{compiled: c}, facts: c.facts, sharing: sharing{len(c.shared.premises), len(c.shared.operands)}, store: c.store}}
		}
		p := own.scopes[e.rule.Scope][0]
		p.rules = append(p.rules, newCompiledRule(e))
		last := p.rules[len(p.rules)-1]
		last.demand, last.premises, last.ofSteps = &c.rules[i].demand, c.rules[i].premises, c.rules[i].ofSteps
	}
	return own, nil
}

// resumedHash is the hash of sources, as a compiledFile has its state.
func resumedHash(state string) (hash.Hash, error) {
	h := sha256.New()
	raw, err := hex.DecodeString(state)
	if err == nil {
		err = h.(encoding.BinaryUnmarshaler).UnmarshalBinary(raw)
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", compiledFile, err)
	}
	return h, nil
}

// Warm begins to compile the built-in rules, so that Load finds them compiled:
// a program calls it when it knows that it will load rules, and has other work
// to do before.
func Warm() { go compileBuiltins() } //nolint:errcheck // Load returns the error

// loadOver is LoadFS with the built-in rules already compiled, but for those that
// read a table which the custom part changes: they are compiled anew, and so are those
// with some ids, because compiled rules have lost their lines.
func loadOver(custom fs.FS, opt Options, anew ...string) (*Set, error) {
	builtin, err := compileBuiltins()
	if err != nil {
		return nil, fmt.Errorf("compiling the built-in rules: %w", err)
	}
	var ps problems
	added := sources{tables: builtin.tables}
	if err := added.addOwn(custom, &ps, isRule); err != nil {
		return nil, err
	}
	entries := slices.Clone(builtin.entries)
	var own part
	if len(added.rules) > 0 {
		own.modules = parse(added.rules, capabilities(), &ps)
		checkLayers(own.modules, &ps)
		if !checkSize(own.modules, &ps) {
			return nil, ps.err()
		}
		entries = append(entries, entriesOf(own.modules, &ps)...)
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.rule.ID, b.rule.ID) })
	}
	sets, err := added.addConftest(custom, opt, &ps)
	if err != nil {
		return nil, err
	}
	entries = withConftest(entries, sets)
	opt = configured(entries, opt, &ps)
	checkFrameworks(entries, added.tables, &ps)
	if err := ps.err(); err != nil {
		return nil, err
	}
	digest, err := builtin.digestWith(added, opt)
	if err != nil {
		return nil, err
	}
	set, err := newSet(digest, added.tables, entries, opt)
	if err != nil {
		return nil, err
	}
	set.occasions = sync.OnceValues(func() (occasions, error) {
		known, err := builtin.readers()
		return occasionsOf(slices.Concat(known, readersIn(added.rules))), err
	})
	again, err := builtin.readersOf(changedTables(builtin.tables, added.tables))
	if err != nil {
		return nil, err
	}
	if again, err = builtin.withRules(again, anew); err != nil {
		return nil, err
	}
	set.addConftest(sets)
	for scope, programs := range builtin.scopes {
		for _, p := range programs {
			if kept := p.with(entries, again); len(kept.rules) > 0 {
				set.scopes[scope] = append(set.scopes[scope], kept)
			}
		}
	}
	own.entries = slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return builtIn.isPrefixOf(e.pkg) || e.isConftest() })
	return set, set.add(own, entries, again, builtin)
}

// digestWith is the digest of the built-in files and those that an organisation adds.
func (b *builtins) digestWith(added sources, opt Options) (string, error) {
	if len(added.rules)+len(added.data)+len(added.conftest) == 0 {
		h, err := b.hash()
		if err != nil {
			return "", err
		}
		return sealed(h, opt), nil
	}
	src, err := b.files()
	return digest(src.with(added), opt), err
}

// readersOf are the files of built-in rules that read one of some tables, by package.
func (b *builtins) readersOf(tables []string) (map[string]file, error) {
	if len(tables) == 0 {
		return nil, nil
	}
	known, err := b.readers()
	return readersOf(known, tables), err
}

// withRules are some files by package, and those of rules with some ids.
func (b *builtins) withRules(files map[string]file, ids []string) (map[string]file, error) {
	if len(ids) == 0 {
		return files, nil
	}
	src, err := b.files()
	out := maps.Clone(files)
	if out == nil {
		out = map[string]file{}
	}
	for _, e := range b.entries {
		i := slices.IndexFunc(src.rules, func(f file) bool { return f.path == e.loc.File })
		if i >= 0 && slices.Contains(ids, e.rule.ID) {
			out[e.pkg.String()] = src.rules[i]
		}
	}
	return out, err
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
