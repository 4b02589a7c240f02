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
	var headings [7]int
	for _, b := range passage.Blocks(d) {
		switch b.Kind {
		case passage.HeadingBlock:
			last = 0
			if n := lostHeading(b.Text, &headings); n > 0 && !inHeading(d, n) {
				add(passage.LineAnchor(d, b.Start), evidence.GapStep, strconv.Itoa(n))
			}
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

// stepHeading is a heading with the number of a step.
var stepHeading = pattern.New(`(?i)^#{1,6} +[*_]*(?:step +([0-9]{1,2})\b|([0-9]{1,2})[.):] )`)

// lostHeading keeps the number of a heading for its level, and is the number before it if the last
// heading has the one before that, else 0.
func lostHeading(text string, last *[7]int) int {
	m := stepHeading.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	level := levelOf(text) % 7
	n, _ := strconv.Atoi(m[1] + m[2])
	before := last[level]
	last[level] = n
	clear(last[level+1:])
	if before == 0 || n != before+2 {
		return 0
	}
	return n - 1
}

// inHeading reports whether any heading has a number.
func inHeading(d *document.Document, n int) bool {
	for _, s := range d.Sections {
		for _, number := range digitsIn.FindAllString(s.Title, 5) {
			if number == strconv.Itoa(n) {
				return true
			}
		}
	}
	return false
}

var digitsIn = pattern.New(`[0-9]+`)
