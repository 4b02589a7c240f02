package policy

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/schema"
)

// tables are the data documents of rules, data.modelgate.<name>, by name.
type tables map[string]*table

// table is one of them. Few checks look at most tables, so each is read from its first use.
type table struct {
	read  func() map[string]any
	terms func() (ast.Value, error) // as the evaluator reads it
}

// tableOf is the table of a mapping, which nobody may change.
func tableOf(value map[string]any) *table {
	return &table{func() map[string]any { return value }, sync.OnceValues(func() (ast.Value, error) { return ast.InterfaceToValue(value) })}
}

// of is the mapping of a table; nil if there is none of the name. Nobody may change it.
func (t tables) of(name string) map[string]any {
	if t[name] == nil {
		return nil
	}
	return t[name].read()
}

// same reports whether a table is the same in other tables.
func (t tables) same(name string, other tables) bool {
	return t[name] == other[name] || reflect.DeepEqual(t.of(name), other.of(name))
}

var tableName = pattern.New(`^[a-z][a-z0-9_]{0,63}$`)

// reserved are the names below data.modelgate that packages have.
var reserved = map[string]bool{"rules": true, "lib": true, "custom": true, "main": true, "entry": true, packsTable: true, testingTable: true}

// readTables reads the files of a directory of tables: one mapping a file, <name>.yaml.
func readTables(fsys fs.FS, dir, shownDir string, ps *problems) ([]file, error) {
	isTable := func(name string) bool { return path.Ext(name) == ".yaml" && path.Dir(name) == dir }
	return read(fsys, dir, shownDir, "Name it <table>.yaml, directly in this directory.", isTable, ps)
}

// parseTables is the tables in files, by name.
func parseTables(files []file, ps *problems) tables {
	out, packs := tables{}, map[string]any{}
	for _, f := range files {
		name := strings.TrimSuffix(path.Base(f.path), ".yaml")
		if !tableName.MatchString(name) || reserved[name] {
			ps.in(f.path, fmt.Sprintf("%q cannot be the name of a table", name),
				"Use lowercase letters, digits and underscores. The names rules, lib, custom, main, entry, packs and testing are reserved.")
			continue
		}
		table, ok := readTable(f, ps)
		switch {
		case ok && isPack(f.path):
			packs[name] = table
		case ok:
			out[name] = tableOf(table)
		}
	}
	if len(packs) > 0 {
		out[packsTable] = tableOf(packs)
	}
	return out
}

// readTable reads one table with the project's own YAML reader, so that "no"
// is a word, numbers keep their digits and a key that is given twice is refused.
func readTable(f file, ps *problems) (map[string]any, bool) {
	doc, found := document.ParseAs(document.YAML, f.path, f.src)
	broken := false
	for _, d := range found {
		if d.Severity == finding.Error {
			broken = true
			*ps = append(*ps, Problem{Path: f.path, Line: d.At.Line, Column: d.At.Column, Message: d.Message, Remedy: d.Help})
		}
	}
	if broken {
		return nil, false
	}
	if doc.Root == nil || doc.Root.Kind != document.Mapping || len(doc.Root.Children) == 0 {
		ps.in(f.path, "a table must be a mapping with at least one key", "Write `key: value` lines.")
		return nil, false
	}
	return schema.Value(doc.Root).(map[string]any), true
}

// override lays the organisation's tables over the built-in ones. A top-level
// key replaces the whole value of that key; a key that the built-in table does
// not have is refused, because a misspelt one would silently change nothing. A
// table of a new name is the organisation's own.
func override(builtin, custom tables, dir string, files []file, ps *problems) tables {
	out := maps.Clone(builtin)
	if custom[packsTable] != nil && builtin[packsTable] != nil {
		out[packsTable] = tableOf(overridePacks(builtin.of(packsTable), custom.of(packsTable), dir, files, ps))
	}
	for _, name := range keysOf(custom) {
		if name == packsTable {
			continue
		}
		table, in := custom.of(name), tableFile{files, dir + "/data/" + name + ".yaml"}
		merged := maps.Clone(builtin.of(name))
		if builtin[name] == nil {
			if like, near := nearTable(name, keysOf(builtin)); near {
				ps.in(in.path, fmt.Sprintf("unknown table %q; did you mean %q?", name, like),
					fmt.Sprintf("Rename the file to %s.yaml to change that table. For a table of your own, choose a less similar name.", like))
			}
			out[name] = custom[name]
			continue
		}
		for _, k := range keysOf(table) {
			was, there := merged[k]
			if !there {
				in.problem(ps, []string{k}, fmt.Sprintf("the table %q has no key %q%s", name, k, finding.DidYouMean(k, keysOf(merged))),
					"Use a key that the built-in table has: "+strings.Join(keysOf(builtin.of(name)), ", ")+".")
				continue
			}
			for _, m := range misshapen([]string{k}, []any{was}, table[k]) {
				in.problem(ps, m.at, fmt.Sprintf("%q in table %q is %s, but must be %s as in the built-in table", strings.Join(m.at, "/"), name, m.is, m.must),
					"Use the same type as in the built-in table.")
			}
			merged[k] = table[k]
		}
		out[name] = tableOf(merged)
	}
	return out
}

// nearTable is the built-in table that a name was probably meant to be: the name
// is like it, or the same noun in the singular or plural.
func nearTable(name string, tables []string) (string, bool) {
	for _, table := range tables {
		if singular(table) == singular(name) {
			return table, true
		}
	}
	return finding.Nearest(name, tables)
}

func singular(noun string) string {
	if stem, ok := strings.CutSuffix(noun, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(noun, "s")
}

// Table is a table that the rules are decided by, nil if there is none of the
// name. Nobody may change it.
func (s *Set) Table(name string) map[string]any { return s.tables.of(name) }

// ChangedTables names the tables, and the packs as regimes/NAME, that this set has
// otherwise than another.
func (s *Set) ChangedTables(from *Set) []string {
	var out []string
	compare := func(prefix string, was, is map[string]any) {
		for _, name := range keysOf(was) {
			if !reflect.DeepEqual(was[name], is[name]) {
				out = append(out, prefix+name)
			}
		}
	}
	for _, name := range keysOf(from.tables) {
		if name == packsTable {
			compare(packsDir+"/", from.tables.of(name), s.tables.of(name))
		} else if !from.tables.same(name, s.tables) {
			out = append(out, name)
		}
	}
	return out
}

// kindOf names the kind of a value that schema.Value made.
func kindOf(v any) string {
	switch v.(type) {
	case map[string]any:
		return "a mapping"
	case []any:
		return "a list"
	case string:
		return "text"
	case bool:
		return "true or false"
	case nil:
		return "nothing"
	}
	return "a number"
}

// dataRoot is the name below data that all tables and packages are below.
const dataRoot = "modelgate"

// store is the tree of data documents: {"modelgate": tables}.
func (t tables) store() map[string]any {
	below := make(map[string]any, len(t))
	for name, table := range t {
		below[name] = table.read()
	}
	return map[string]any{dataRoot: below}
}
