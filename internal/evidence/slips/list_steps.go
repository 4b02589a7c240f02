package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// numberedItem is a numbered item at the left of a page.
var numberedItem = pattern.New(`^ {0,3}([0-9]{1,2})[.)] +\S`)

// stepGaps finds numbered lists that leave one number out: 1, 3. A number that is anywhere at the
// beginning of a line of the section may be there in another form.
func stepGaps(d *document.Document, add func(evidence.Anchor, evidence.GapKind, string)) {
	last, told := 0, -1
	for _, b := range passage.Blocks(d) {
		switch b.Kind {
		case passage.HeadingBlock:
			last = 0
			continue
		case passage.ListBlock:
		default:
			continue
		}
		offset := b.Start
		for line := range strings.Lines(b.Text) {
			start := offset
			offset += len(line)
			m := numberedItem.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			n, _ := strconv.Atoi(m[1])
			section := passage.SectionAt(d, start)
			if n == last+2 && last > 0 && section >= 0 && section != told && !hasNumber(d, section, last+1) {
				add(passage.LineAnchor(d, start), evidence.GapStep, strconv.Itoa(last+1))
				told = section
			}
			last = n
		}
	}
}

// hasNumber reports whether a line of a section begins with a number, behind whatever signs, or a
// step is called by it.
func hasNumber(d *document.Document, section, n int) bool {
	number := strconv.Itoa(n)
	body := d.Sections[section].Body
	text := string(d.Source[body.Start:min(body.End, body.Start+passage.MaxBodyRead)])
	for line := range strings.Lines(text) {
		bare := strings.TrimLeft(line, " \t#>*_-+([|`~\"'/\\")
		rest, isIt := strings.CutPrefix(bare, number)
		if isIt && (rest == "" || strings.Trim(rest[:1], "0123456789") != "") {
			return true
		}
		if bare, _, _ = strings.Cut(strings.ToLower(bare), number); len(bare) < len(line) && strings.HasSuffix(strings.TrimSpace(bare), "step") {
			return true
		}
	}
	return false
}
