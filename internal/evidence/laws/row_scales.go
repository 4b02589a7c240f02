package laws

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// rowScale finds the only row of a table of shares whose values are all percentages, where those of
// all others are fractions. That they are shares, the table or the text of its section says.
func (c *computed) rowScale(d *document.Document, t document.Table) {
	off, fractions := -1, []*amount{}
	isMean := false
	for i := 1; i < len(c.cells); i++ {
		var row []*amount
		percents := 0
		for _, a := range c.cells[i] {
			if a == nil {
				continue
			}
			switch row = append(row, a); {
			case a.value < 0 || a.percent || a.value > 100:
				return
			case a.value > 1 && a.unit < 1:
				percents++
			case a.value > 1 || a.unit > 0.01:
				return
			}
		}
		switch {
		case len(row) == 0:
		case percents == 0:
			fractions = append(fractions, row[0])
			isMean = isMean || meanName.MatchString(c.names[i])
		case percents < len(row) || percents < 2 || off >= 0 || figures.HeadMetric(c.rows[i]).Name != "":
			return
		default:
			off = i
		}
	}
	if off < 0 || len(fractions) <= minFractions || !isMean && !c.ofShares(d, t) {
		return
	}
	for _, a := range c.cells[off] {
		if a != nil {
			c.tell(evidence.LawScale, c.nameOf(off, a.column), a, fractions[:1], c.byRow)
			return
		}
	}
}

// ofShares reports whether the only metrics that the section of a table names are shares.
func (c *computed) ofShares(d *document.Document, t document.Table) bool {
	section := passage.SectionAt(d, t.Span.Start)
	if section < 0 {
		return false
	}
	found := false
	for _, s := range prose.Sentences(d.Sections[section].Own, passage.MaxSectionRead, passage.MaxSentences) {
		for _, m := range figures.Mentions(s) {
			if name, _, _ := strings.Cut(m.Metric.Name, "@"); !boundedMetrics[name] && !shares[name] {
				return false
			}
			found = true
		}
	}
	return found
}
