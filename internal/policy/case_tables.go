package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

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
	all := tables{}
	for name, table := range s.tables {
		all[name] = table
	}
	for _, name := range keysOf(changed) {
		if all[name], err = s.replaced(name, changed[name], builtin.tables); err != nil {
			return nil, err
		}
	}
	other := *p
	other.store, other.steps = newTableStore(all), nil
	return &other, nil
}

// replaced is a table as a case has it: of a built-in one, the keys that it names; one of
// the organisation's own as a whole.
func (s *Set) replaced(name string, table map[string]any, builtin tables) (map[string]any, error) {
	was, known := s.tables[name]
	if !known || reserved[name] {
		names := slices.DeleteFunc(keysOf(s.tables), func(n string) bool { return reserved[n] })
		return nil, fmt.Errorf("unknown table %q%s", name, finding.DidYouMean(name, names))
	}
	if _, is := builtin[name]; !is {
		return table, nil
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
