package policy

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// withTables is a program that reads some tables otherwise. The tables of the set, and of
// every other case, stay as they are.
func (s *Set) withTables(p *program, changed tables) (*program, error) {
	if len(changed) == 0 {
		return p, nil
	}
	builtin, err := compileBuiltins()
	if err != nil {
		return nil, err
	}
	all := maps.Clone(s.tables)
	for _, name := range keysOf(changed) {
		if all[name], err = s.replaced(p, name, changed[name], builtin.tables); err != nil {
			return nil, err
		}
	}
	other := *p
	other.store, other.steps = newTableStore(all), nil
	return &other, nil
}

// replaced is a table as a case has it: of a built-in one, the keys that it names; one of
// the organisation's own as a whole.
func (s *Set) replaced(p *program, name string, table *table, builtin tables) (*table, error) {
	was, known := s.tables[name]
	if !known || reserved[name] {
		names := slices.DeleteFunc(keysOf(s.tables), func(n string) bool { return reserved[n] })
		return nil, fmt.Errorf("unknown table %q%s", name, finding.DidYouMean(name, names))
	}
	if _, is := builtin[name]; !is {
		return table, p.sameKeys(name, was.read(), table.read())
	}
	var ps problems
	merged := override(tables{name: was}, tables{name: table}, customDir, nil, &ps)
	if len(ps) > 0 {
		var parts []string
		for _, p := range ps {
			parts = append(parts, p.Message)
		}
		return nil, errors.New(strings.Join(parts, "; "))
	}
	return merged[name], nil
}

// sameKeys refuses a key that a table of the organisation's own does not have: what is
// misspelled would be missing. Where the keys of the table are data, such as the
// directories of models, the rules do not name them, and a case has others.
func (p *program) sameKeys(name string, was, table map[string]any) error {
	keys := keysOf(was)
	added := slices.DeleteFunc(keysOf(table), func(k string) bool { return slices.Contains(keys, k) })
	if len(added) == 0 {
		return nil
	}
	named := p.named()
	if slices.ContainsFunc(keys, func(k string) bool { return !named[k] }) {
		return nil
	}
	for _, k := range added {
		if !named[k] { // a rule can ask for a key that the table may leave out
			return fmt.Errorf("the table %q has no key %q%s", name, k, finding.DidYouMeanThen(k, keys, "valid keys: "+strings.Join(keys, ", ")))
		}
	}
	return nil
}

// named are the texts in the organisation's rules and helpers, keys of references among
// them, without the names of tables, packages and helpers.
func (p *program) named() map[string]bool {
	out := map[string]bool{}
	var visit func(t *ast.Term) bool
	visit = func(t *ast.Term) bool {
		switch v := t.Value.(type) {
		case ast.String:
			out[string(v)] = true
		case ast.Ref:
			if !v.HasPrefix(ast.DefaultRootRef) {
				return false
			}
			for _, key := range keysIn(v) {
				ast.WalkTerms(key, visit)
			}
			return true
		}
		return false
	}
	for _, m := range p.compiler.Modules {
		if strings.HasPrefix(m.Package.Path.String(), string(organisation)+".") {
			ast.WalkTerms(m, visit)
		}
	}
	return out
}

// keysIn are the parts of a reference to data behind the table that it is to; of one to a
// helper, those that are not names.
func keysIn(ref ast.Ref) []*ast.Term {
	const after = 3 // data.modelgate.NAME
	if len(ref) < after {
		return nil
	}
	name, _ := ref[after-1].Value.(ast.String)
	return slices.DeleteFunc(slices.Clone(ref[after:]), func(t *ast.Term) bool {
		_, is := t.Value.(ast.String)
		return is && reserved[string(name)]
	})
}
