package gate

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/policies"
)

// maxTableEdits is how many edits of one table are told apart.
const maxTableEdits = 50

// addTable says which entries of a table come, go and change. Whether that lets
// more pass is not known here. A key that the file of one side does not have is
// that of the built-in table.
func (p *proposedRules) addTable(file string, origin, head source.Tree) {
	name := strings.TrimSuffix(path.Base(file), ".yaml")
	at := []string{name}
	src, err := fs.ReadFile(policies.FS, "data/"+name+".yaml")
	if path.Dir(file) == config.RegimesDir { // entries that it lacks are those of the built-in pack, on both sides
		at, src, err = []string{"packs", name}, nil, nil
	}
	if err != nil {
		src = nil // it is a table of the organisation's own
	}
	builtin := parsed(file, src).Root
	before, after := parsed(file, read(origin, file)), parsed(file, read(head, file))
	d := tableDiff{after: after, file: file, skip: len(at)}
	for _, key := range keysOf(before.Root, after.Root) {
		d.compare(append(slices.Clone(at), key), either(before.Root.Get(key), builtin.Get(key)), either(after.Root.Get(key), builtin.Get(key)))
	}
	for _, e := range d.shown(name) {
		p.add(e.at, e.RuleEdit)
	}
}

// shown are the edits that are told apart, and that there are more.
func (d *tableDiff) shown(name string) []tableEdit {
	if len(d.edits) <= maxTableEdits {
		return d.edits
	}
	more := policy.RuleEdit{Kind: policy.TableChanged, Subject: name, Before: "none", After: "more than is shown"}
	return append(d.edits[:maxTableEdits:maxTableEdits], tableEdit{more, finding.Start(d.file)})
}

// tableEdits are the edits between two states of a table in force, whichever file or
// layer an entry is from. Packs have the names of their files.
func tableEdits(name string, was, is *policy.Set) []policy.RuleEdit {
	at := []string{name}
	before, after := any(was.Table(name)), any(is.Table(name))
	if law, isPack := strings.CutPrefix(name, "regimes/"); isPack {
		at = []string{"packs", law}
		before, after = was.Table("packs")[law], is.Table("packs")[law]
	}
	d := tableDiff{file: name, skip: len(at)}
	x, y := documentOf(name, before), documentOf(name, after)
	d.after = y
	for _, key := range keysOf(x.Root, y.Root) {
		d.compare(append(slices.Clone(at), key), x.Root.Get(key), y.Root.Get(key))
	}
	var out []policy.RuleEdit
	for _, e := range d.shown(name) {
		out = append(out, e.RuleEdit)
	}
	return out
}

// documentOf is a table in force as a document, to be compared like the files of tables.
func documentOf(name string, table any) *document.Document {
	src, err := json.Marshal(table)
	if err != nil {
		src = nil // a table is read from a document
	}
	return parsed(name, src)
}

// read is a file of a tree; nothing where it cannot be read, which is a finding of
// its own.
func read(tree source.Tree, path string) []byte {
	src, err := tree.Read(path, policy.MaxFileBytes)
	if err != nil {
		return nil
	}
	return src
}

func parsed(path string, src []byte) *document.Document {
	doc, _ := document.ParseAs(document.YAML, path, src)
	return doc
}

func either(a, b *document.Node) *document.Node {
	if a != nil {
		return a
	}
	return b
}

// keysOf are the keys that one of the mappings has, sorted.
func keysOf(nodes ...*document.Node) []string {
	var out []string
	for _, n := range nodes {
		if n == nil || n.Kind != document.Mapping {
			continue
		}
		for _, c := range n.Children {
			out = append(out, c.Key)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// tableDiff collects how two states of a table differ.
type tableDiff struct {
	file  string
	skip  int // steps that lead to the table
	after *document.Document
	edits []tableEdit
}

type tableEdit struct {
	policy.RuleEdit
	at finding.Position
}

// compare compares what stands at a path, the name of the table first. Mappings
// and lists of words are compared by entry, everything else as a whole.
func (d *tableDiff) compare(at []string, before, after *document.Node) {
	var gone, come []string
	switch {
	case same(before, after):
		return
	case isKind(document.Mapping, before, after):
		for _, key := range keysOf(before, after) {
			was, is := before.Get(key), after.Get(key)
			switch {
			case was == nil:
				come = append(come, key)
			case is == nil:
				gone = append(gone, key)
			default:
				d.compare(append(slices.Clone(at), key), was, is)
			}
		}
	case isWords(before) && isWords(after):
		was, is := words(before), words(after)
		come = slices.DeleteFunc(slices.Clone(is), func(w string) bool { return slices.Contains(was, w) })
		gone = slices.DeleteFunc(slices.Clone(was), func(w string) bool { return slices.Contains(is, w) })
		if len(come)+len(gone) == 0 { // only the order has changed
			return
		}
	default:
		was, is := policy.Differing(shown(before), shown(after))
		d.add(at, policy.TableChanged, was, is)
		return
	}
	if len(come) > 0 {
		d.add(at, policy.TableAdded, "", shortened(strings.Join(come, ", ")))
		d.edits[len(d.edits)-1].at = d.after.At(document.Pointer(append(slices.Clone(at[d.skip:]), stepTo(after, come[0]))...))
	}
	if len(gone) > 0 {
		d.add(at, policy.TableRemoved, shortened(strings.Join(gone, ", ")), "")
	}
}

// stepTo is the step from a mapping or a list to its entry.
func stepTo(n *document.Node, entry string) string {
	if n.Kind == document.Mapping {
		return entry
	}
	return strconv.Itoa(slices.Index(words(n), entry))
}

func (d *tableDiff) add(at []string, kind policy.EditKind, before, after string) {
	d.edits = append(d.edits, tableEdit{policy.RuleEdit{Kind: kind, Subject: strings.Join(at, "/"), Before: before, After: after}, d.after.At(document.Pointer(at[d.skip:]...))})
}

func isKind(kind document.Kind, nodes ...*document.Node) bool {
	return !slices.ContainsFunc(nodes, func(n *document.Node) bool { return n == nil || n.Kind != kind })
}

// isWords reports whether a node is a list of scalars, or nothing.
func isWords(n *document.Node) bool {
	return n == nil || n.Kind == document.Sequence && !slices.ContainsFunc(n.Children, func(c *document.Node) bool {
		return c.Kind == document.Mapping || c.Kind == document.Sequence
	})
}

func words(n *document.Node) []string {
	var out []string
	if n != nil {
		for _, c := range n.Children {
			out = append(out, c.Value)
		}
	}
	return out
}

func same(a, b *document.Node) bool { return text(a) == text(b) }

// text is the value of a node, whatever its layout.
func text(n *document.Node) string {
	if n == nil {
		return ""
	}
	out, err := json.Marshal(schema.Value(n))
	if err != nil {
		return n.Value
	}
	return string(out)
}

// shown is the value of a node for a message.
func shown(n *document.Node) string {
	if n != nil && n.Kind != document.Mapping && n.Kind != document.Sequence {
		return n.Value
	}
	return orNone(text(n))
}

// shortened is the beginning of a text.
func shortened(s string) string {
	const most = 200
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
