package correction

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// holds reports whether the edited document is read without new findings, and
// says what the change means and nothing else. was is what reading the document
// found before.
func (c change) holds(d *document.Document, was []finding.Finding) bool {
	src := slices.Concat(d.Source[:c.start], []byte(c.replacement), d.Source[c.end:])
	if len(src) > document.MaxBytes {
		return false
	}
	after, found := document.ParseAs(d.Syntax, d.Path, src)
	root := c.root
	if root == nil {
		root = d.Root
	}
	if c.flaw > 0 {
		return !worse(was, found) && same(root, after.Root) && c.mends(d.Marks.Flaws, after.Marks.Flaws)
	}
	return !worse(was, found) && same(root, after.Root) && c.sameSections(d.Sections, after.Sections) &&
		(!c.gone || after.Marks.Blocks == d.Marks.Blocks-1)
}

// sameSections reports whether the sections are those of before, with that of
// the change at their end.
func (c change) sameSections(before, after []document.Section) bool {
	if c.section != "" {
		n := len(after) - 1
		if n != len(before) || after[n].Title != c.section || after[n].Level != c.level || after[n].Own != placeholder {
			return false
		}
		after = after[:n]
	}
	return slices.EqualFunc(before, after, func(a, b document.Section) bool {
		return a.Title == b.Title && a.Slug == b.Slug && a.Level == b.Level && a.Code == b.Code && a.Tables == b.Tables && a.Links == b.Links &&
			c.sameText(a, a.Own, b.Own) && (c.sameText(a, a.Text, b.Text) || c.section != "" && a.Level < c.level)
	})
}

// sameText reports whether a text of a section is as it was, less the paragraph
// that goes if the section holds it.
func (c change) sameText(s document.Section, before, after string) bool {
	if before == after || c.paragraph == "" || c.start < s.Body.Start || s.Body.End < c.end {
		return before == after
	}
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	if after == "" {
		is = nil
	}
	i := 0
	for i < min(len(was), len(is)) && was[i] == is[i] {
		i++
	}
	return len(was) == len(is)+1 && was[i] == c.paragraph && slices.Equal(was[i+1:], is[i:])
}

// same reports whether two trees say the same, wherever it stands.
func same(a, b *document.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.Value == b.Value && a.Key == b.Key && slices.EqualFunc(a.Children, b.Children, same)
}

// copied copies the nodes on the way to a place, so that what is there can be
// changed without changing the document: its own root, and the node there.
// Other nodes are shared. The node is nil when there is none.
func copied(root *document.Node, parts []string) (out, at *document.Node) {
	if root == nil {
		return nil, nil
	}
	c := *root
	out, at = &c, &c
	for _, p := range parts {
		i := slices.IndexFunc(at.Children, func(n *document.Node) bool { return at.Kind == document.Mapping && n.Key == p })
		if at.Kind == document.Sequence {
			var err error
			if i, err = strconv.Atoi(p); err != nil {
				return out, nil
			}
		}
		if i < 0 || i >= len(at.Children) {
			return out, nil
		}
		child := *at.Children[i]
		at.Children = slices.Clone(at.Children)
		at.Children[i] = &child
		at = &child
	}
	return out, at
}
