package laws

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// shares are metrics whose values are fractions, or percentages that are seldom below 20.
var shares = passage.WordSet(`accuracy f1 precision recall auc exactmatch mrr ndcg hits map iou miou dice`)

// scales finds a column of one metric in which one value is written at another scale than the rest.
func (c *computed) scales() {
	for j := range c.heads {
		of := figures.HeadMetric(c.shown[j])
		if of.Name == "" {
			of = figures.WithMetric(figures.BareLabel(c.shown[j])).Metric
		}
		if name, _, _ := strings.Cut(strings.Split(of.Name, "|")[0], "@"); !shares[name] {
			continue
		}
		var fractions, percents []*amount
		for i := 1; i < len(c.cells); i++ {
			switch a := c.cells[i][j]; {
			case a == nil || a.percent:
			case a.value > 0 && a.value <= 1 && a.unit <= 0.01:
				fractions = append(fractions, a)
			case a.value >= 20:
				percents = append(percents, a)
			}
		}
		switch {
		case len(fractions) == 1 && len(percents) >= 1 && fractions[0].value >= 0.2:
			c.tell(evidence.LawScale, c.nameOf(fractions[0].row, j), fractions[0], percents[:1], c.byRow)
		case len(percents) == 1 && len(fractions) >= 1:
			c.tell(evidence.LawScale, c.nameOf(percents[0].row, j), percents[0], fractions[:1], c.byRow)
		}
	}
}

// shareHead are the headers of shares, which are fractions or percentages.
var shareHead = pattern.New(`(?i)(?:^|[\s/_-])(?:(?:p|r|f1|precision|recall|acc|accuracy|accuracies|f1[- ]?score|auc|auroc|hits?|mrr|n?dcg|map|iou|miou|dice|exact[ _-]?match|em|chr-?f(?:\+\+|[0-9])?|spearman|pearson|specificity|sensitivity|jaccard)(?:\s?@\s?[0-9kmo]+)?)(?:\s*score)?$`)

// outOfScale finds the only value of a row, or of a column, that is above 1 among at least three fractions.
func (c *computed) outOfScale() {
	for i := 1; i < len(c.cells); i++ {
		var line []*amount
		for j, a := range c.cells[i] {
			if a != nil && shareHead.MatchString(figures.BareLabel(c.shown[j])) {
				line = append(line, a)
			}
		}
		c.aboveOne(line, c.byColumn)
	}
	for j := range c.heads {
		if !shareHead.MatchString(figures.BareLabel(c.shown[j])) {
			continue
		}
		var line []*amount
		for i := 1; i < len(c.cells); i++ {
			if a := c.cells[i][j]; a != nil {
				line = append(line, a)
			}
		}
		c.aboveOne(line, c.byRowOrColumn)
	}
}

func (c *computed) byRowOrColumn(a *amount) string { return c.nameOf(a.row, a.column) }

const minFractions = 3 // beside a value that is none

func (c *computed) aboveOne(line []*amount, called func(*amount) string) {
	var off, fractions []*amount
	for _, a := range line {
		switch {
		case a.percent || a.value < 0:
			return
		case a.value <= 1 && a.unit <= 0.01:
			fractions = append(fractions, a)
		case a.value > 1:
			off = append(off, a)
		}
	}
	if len(off) == 1 && len(fractions) >= minFractions && off[0].unit < 1 {
		c.tell(evidence.LawScale, called(off[0]), off[0], fractions[:1], called)
	}
}
