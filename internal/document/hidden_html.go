package document

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// veil is an element of HTML that no reader sees, and how many elements of its name
// are open in it. The zero veil is none.
type veil struct {
	name string
	open int
}

// looseNote is the veil of a footnote that nothing refers to.
const looseNote = "[^]"

var (
	voidTags = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
	unseen   = pattern.New(`(?is)\shidden(?:[\s=/>])|\sstyle\s*=\s*["']?[^"'>]*(?:display\s*:\s*none|visibility\s*:\s*hidden)`)
)

// follow takes a tag that was read, as it is written.
func (v *veil) follow(t htmlTag, written []byte) {
	switch {
	case t.name == "" || slices.Contains(voidTags, t.name):
	case v.name == "" && !t.closing && (t.name == "template" || unseen.Match(written)):
		*v = veil{name: t.name, open: 1}
	case v.name != t.name:
	case !t.closing:
		v.open++
	default:
		if v.open--; v.open == 0 {
			*v = veil{}
		}
	}
}

// write appends text that a reader sees.
func (c *content) write(text []byte) {
	if c.veil.name == "" {
		c.b.Write(text)
	}
}

// shown counts what a reader sees.
func (c *content) shown(count *int) {
	if c.veil.name == "" {
		*count++
	}
}

var (
	note = pattern.New(`^\[\^([^\]\s]{1,100})\]:`)
	refs = pattern.New(`\[\^([^\]\s]{1,100})\](:?)`)
)

// isLooseNote reports whether a paragraph is a footnote that nothing refers to,
// which is not shown.
func (m *markdownReader) isLooseNote(n ast.Node) bool {
	lines := n.Lines()
	if lines.Len() == 0 {
		return false
	}
	first := lines.At(0)
	line := bytes.TrimLeft(first.Value(m.src), " ")
	if !bytes.HasPrefix(line, []byte("[^")) {
		return false
	}
	label := note.FindSubmatch(line)
	if label == nil {
		return false
	}
	if m.notes == nil {
		m.notes = map[string]bool{}
		for _, ref := range refs.FindAllSubmatch(m.src, -1) {
			if len(ref[2]) == 0 {
				m.notes[strings.ToLower(string(ref[1]))] = true
			}
		}
	}
	return !m.notes[strings.ToLower(string(label[1]))]
}
