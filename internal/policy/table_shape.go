package policy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// tableFile is a file of a table, to find places in.
type tableFile struct {
	files []file
	path  string
}

// problem adds a problem at a key of the table.
func (t tableFile) problem(ps *problems, at []string, message, remedy string) {
	p := Problem{Path: t.path, Line: 1, Column: 1, Message: message, Remedy: remedy}
	if i := slices.IndexFunc(t.files, func(f file) bool { return f.path == t.path }); i >= 0 {
		doc, _ := document.ParseAs(document.YAML, t.path, t.files[i].src)
		place := doc.At(document.Pointer(at...))
		p.Line, p.Column = place.Line, place.Column
	}
	*ps = append(*ps, p)
}

// misshape is a value that is of another kind than in the built-in table.
type misshape struct {
	at       []string
	is, must string
}

// misshapen compares the kinds of a value, and of what is in it, with those of the
// values that the built-in table has at such a place. Where it has none, anything
// goes.
func misshapen(at []string, like []any, v any) []misshape {
	if len(like) == 0 {
		return nil
	}
	var kinds []string
	for _, l := range like {
		kinds = append(kinds, kindOf(l))
	}
	if !slices.Contains(kinds, kindOf(v)) {
		slices.Sort(kinds)
		return []misshape{{at, kindOf(v), strings.Join(slices.Compact(kinds), " or ")}}
	}
	var out []misshape
	switch v := v.(type) {
	case map[string]any:
		for _, k := range keysOf(v) {
			out = append(out, misshapen(append(slices.Clone(at), k), members(like, k), v[k])...)
		}
	case []any:
		for i, item := range v {
			out = append(out, misshapen(append(slices.Clone(at), strconv.Itoa(i)), items(like), item)...)
		}
	}
	return out
}

// members are the values of a key in mappings; where none has it, those of every
// key, which are of one kind in a table of entries.
func members(like []any, key string) []any {
	var same, all []any
	for _, l := range like {
		m, _ := l.(map[string]any)
		if v, there := m[key]; there {
			same = append(same, v)
		}
		for _, k := range keysOf(m) {
			all = append(all, m[k])
		}
	}
	if len(same) > 0 {
		return same
	}
	return all
}

// items are those of lists.
func items(like []any) []any {
	var out []any
	for _, l := range like {
		list, _ := l.([]any)
		out = append(out, list...)
	}
	return out
}
