package laws

import (
	"math"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// shareWithCount is a share in percent of some data, and the count that it comes to.
	shareWithCount = pattern.New(`(?i)(?:^|[\s(])([0-9]{1,2}(?:\.[0-9]+)?) ?(?:%|percent\b)[^().;0-9%]{0,60}\((` + wholeNumber + `)(?: [\pL-]+)?\)`)
	// wholeRows is how many examples a label says that there are, and divided the label of a list that
	// says how they are divided among classes.
	wholeRows = pattern.New(`(?im)^[ \t]*[-*+] [*_]*(?:number of |total |# ?)?(?:rows|samples|examples|records|instances|observations|images|documents|patients|texts)[*_]*:[*_]* *([0-9][0-9,]*)[*_ ]*\r?$`)
	divided   = pattern.New(`(?im)^([ \t]*)[-*+] [*_]*((?:target|class|label)s? (?:distribution|balance|counts))[*_]*:[*_ ]*\r?$`)
	ofClass   = pattern.New("^[-*+] [^:\\n]{1,60}[`*_]*:[*_]* *([0-9][0-9,]*)(?: ?\\([0-9.]+ ?%\\)| (?:rows|samples|examples|records|instances|images))?[*_ ]*\r?\n?$")
)

// portionFaults are counts that are not the share of the whole that a sentence says, where another
// one is; the whole is in it or in the one before. And counts of classes that are not all examples.
func portionFaults(d *document.Document, said []sentence) []evidence.Impossible {
	out := []evidence.Impossible{}
	for i, s := range said {
		stated := shareWithCount.FindAllStringSubmatch(s.Text, passage.MaxMentions)
		if len(stated) < 2 {
			continue
		}
		wholes := countsIn(shareWithCount.ReplaceAllString(s.Text, " "))
		if i > 0 && said[i-1].Section == s.Section {
			wholes = append(wholes, countsIn(said[i-1].Text)...)
		}
		for _, whole := range wholes {
			if found := s.portionOf(whole, stated); found != nil && len(out) < maxFaults {
				out = append(out, *found)
				break
			}
		}
	}
	for i := range d.Sections {
		if found := classCounts(d, i); found != nil && len(out) < maxFaults {
			out = append(out, *found)
		}
	}
	return out
}

// portionOf is the only count that is not its share of a whole.
func (s sentence) portionOf(whole count, stated [][]string) *evidence.Impossible {
	var off []string
	for _, m := range stated {
		share, n := amountOf(m[1], 0, 0), wholeOf(m[2])
		if share == nil || whole.value < 100 {
			return nil
		}
		if is := 100 * n / float64(whole.value); math.Abs(is-share.value) > 0.51*share.unit {
			off = append(off, m[1], m[2], plainFloat(math.Round(share.value*float64(whole.value)/100)))
		}
	}
	if len(off) != 3 {
		return nil
	}
	return s.fault(evidence.LawPercent, "count", off[1], off[0]+"% of "+whole.raw, off[2])
}

// classCounts is a number of rows that the counts of the classes in the same section do not come to.
func classCounts(d *document.Document, section int) *evidence.Impossible {
	body := d.Sections[section].Body
	if section+1 < len(d.Sections) {
		body.End = min(body.End, d.Sections[section+1].Heading.Start)
	}
	text := string(d.Source[body.Start:max(body.Start, min(body.End, body.Start+passage.MaxSectionRead))])
	rows, lists := wholeRows.FindAllSubmatchIndex([]byte(text), 2), divided.FindAllSubmatchIndex([]byte(text), 2)
	if len(rows) != 1 || len(lists) != 1 {
		return nil
	}
	whole, sum, shown := text[rows[0][2]:rows[0][3]], 0.0, []string{}
	indent := lists[0][3] - lists[0][2]
	at := lists[0][1]
	for line := range strings.Lines(strings.TrimPrefix(text[at:], "\n")) {
		bare := strings.TrimLeft(line, " \t")
		if strings.TrimSpace(bare) == "" || len(line)-len(bare) <= indent {
			break
		}
		m := ofClass.FindStringSubmatch(bare)
		if m == nil {
			return nil
		}
		sum, shown = sum+wholeOf(m[1]), append(shown, m[1])
	}
	total := wholeOf(whole)
	if len(shown) < 2 || sum == total || math.Abs(sum-total) > total/4 || slices.Contains(shown, whole) {
		return nil
	}
	return inBlock(d, body.Start+lists[0][4], evidence.LawSum, strings.Trim(text[rows[0][0]:rows[0][2]], "-*+: \t\n"), whole, text[lists[0][4]:lists[0][5]], strings.Join(shown[:min(len(shown), 6)], " + ")+" = "+plainFloat(sum))
}
