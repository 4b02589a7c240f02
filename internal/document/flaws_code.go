package document

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// opens is a line that opens a block of code with the name of its language.
	opens = pattern.New("^ {0,3}```[A-Za-z][A-Za-z0-9+#_-]{0,19}[ \t]*\r?\n?$")
	// asText is a line that is no code: a sentence, or the dashes of a table.
	asText = pattern.New(`^(?:[A-Z][a-z]* (?:[A-Za-z][A-Za-z,'-]* ){3,}.*[.:]|\|? *:?-{3,}:? *\|[ |:-]*)\s*$`)
)

// openCode reports a block of code that another opens in, or that has the text up to the end of the page.
func (f *flawReader) openCode(n *ast.FencedCodeBlock, start int) {
	if bytes.HasPrefix(f.m.src[start:], []byte("````")) || !bytes.HasPrefix(f.m.src[start:], []byte("```")) {
		return
	}
	lines := n.Lines()
	text, inner := -1, -1 // the lines at which text begins, and another block
	for i := range lines.Len() {
		at := lines.At(i)
		line := at.Value(f.m.src)
		if text < 0 && i > 0 && len(line) < maxFlawLine && asText.Match(line) {
			if above := lines.At(i - 1); isAfterBlank(above.Value(f.m.src), line) {
				text = i
			}
		}
		if opens.Match(line) {
			inner = i
			break
		}
	}
	toEnd := lines.Len() > 0 && lines.At(lines.Len()-1).Stop >= len(bytes.TrimRight(f.m.src, "\n"))
	if inner < 0 && (!toEnd || text < 0) {
		return
	}
	end := inner
	if text >= 0 {
		end = text
	}
	for end--; end >= 0; end-- {
		s := lines.At(end)
		if line := bytes.TrimSpace(s.Value(f.m.src)); len(line) > 0 && !(text >= 0 && bytes.HasPrefix(line, []byte("|"))) {
			f.flaw(FlawOpenCode, s.Start, s.Stop, Flaw{})
			return
		}
	}
}

// maxFlawLine is how much of a line of code is looked at.
const maxFlawLine = 2000

// isAfterBlank reports whether text can begin at a line: after an empty one, or below the head of a table.
func isAfterBlank(before, line []byte) bool {
	return len(bytes.TrimSpace(before)) == 0 || bytes.Contains(line, []byte("---")) && bytes.Contains(before, []byte("|"))
}
