package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// mostGained is how a sentence says in which row two columns are farthest apart, or nearest.
	mostGained = pattern.New(`(?i)\b(?:(largest|biggest|greatest|highest)|(smallest|lowest)) (?:absolute )?(?:gain|improvement|increase|gap|difference|drop|decrease|reduction) (?:is|was|are|were) (?:seen |observed |found |reached )?(?:on|for|in|with) (?:the )?([^,;()]{1,60}?)(?: \(|[,;.]|$)`)
	// everywhere is how a sentence says that one column is better than the other in all rows.
	everywhere = pattern.New(`(?i)\b(?:better|higher|outperform\w*|improv\w*|ahead|beats?|surpass\w*|stronger|lower)\b[^.;,]{0,60}\b(?:on|in|across|for) (?:all|every|each)(?: of)?(?: the| these)?(?: (?:[\pL]+|[0-9]{1,2}))? (?:benchmarks?|tasks?|datasets?|test sets?|languages?|pairs?|categor(?:y|ies)|metrics?|subsets?|domains?)\b`)
	// lowersBy is a reduction in percent of an error or a cost.
	lowersBy = pattern.New(`(?i)\b(?:lowers?|lowered|reduces?|reduced|cuts?|decreases?|decreased)\b[^.;,0-9]{0,60}\bby ([0-9]{1,2}(?:\.[0-9]+)?) ?(?:%|percent\b)`)
	butOne   = pattern.New(`(?i)\b(?:except|but|apart|although|almost|nearly|most|than on)\b`)
)

const (
	minBetter = 3  // rows by which one column is the better one
	maxPairs  = 12 // rows whose ratios are compared with one change
)

// twoIn are the values of a row with two numbers, nil if it has others.
func (c *computed) twoIn(row int) []*amount {
	var two []*amount
	for _, a := range c.cells[row] {
		if a != nil {
			two = append(two, a)
		}
	}
	if len(two) != 2 || summary.MatchString(c.names[row]) || !isNear(two[0], two[1]) {
		return nil
	}
	return two
}

// gainOf is a row whose two values a sentence says to be farthest apart, and another row's are.
func (s sentence) gainOf(c *computed) *evidence.Impossible {
	m := mostGained.FindStringSubmatch(s.Text)
	if m == nil || ofFew.MatchString(mostGained.ReplaceAllString(s.Text, "")) || strings.Contains(strings.ToLower(s.Text), "relative") {
		return nil
	}
	row := c.rowNamed(m[3])
	if row == 0 || c.twoIn(row) == nil {
		return nil
	}
	apart := func(row int) float64 { return math.Abs(c.twoIn(row)[0].value - c.twoIn(row)[1].value) }
	first, columns := row, [2]int{c.twoIn(row)[0].column, c.twoIn(row)[1].column}
	for i := 1; i < len(c.cells); i++ {
		two := c.twoIn(i)
		switch {
		case two == nil:
		case [2]int{two[0].column, two[1].column} != columns || !isNear(two[0], c.twoIn(row)[0]):
			return nil
		case m[1] != "" && apart(i) > apart(first) || m[1] == "" && apart(i) < apart(first):
			first = i
		}
	}
	if unit := c.twoIn(row)[0].unit; math.Abs(apart(first)-apart(row)) <= 2*unit {
		return nil
	}
	return s.fault(evidence.LawExtreme, "difference of "+c.rows[row], plainFloat(apart(row)), "that of "+c.rows[first], plainFloat(apart(first)))
}

// onAll is the only row in which a column is not the better one, though a sentence says that it is in
// all.
func (s sentence) onAll(c *computed) *evidence.Impossible {
	if !everywhere.MatchString(s.Text) || butOne.MatchString(s.Text) {
		return nil
	}
	var above, below []int
	columns := [2]int{}
	for i := 1; i < len(c.cells); i++ {
		two := c.twoIn(i)
		if two == nil || figures.OtherColumn.MatchString(c.names[i]) || unbounded.MatchString(c.rows[i]) {
			continue
		}
		at := [2]int{two[0].column, two[1].column}
		if columns != at && columns != [2]int{} || lowerBetter[figures.HeadMetric(c.rows[i]).Name] {
			return nil
		}
		switch columns = at; {
		case two[0].value > two[1].value:
			above = append(above, i)
		case two[0].value < two[1].value:
			below = append(below, i)
		}
	}
	if len(above) > len(below) {
		above, below = below, above
	}
	if len(above) != 1 || len(below) < minBetter {
		return nil
	}
	two := c.twoIn(above[0])
	found := s.fault(evidence.LawEverywhere, c.named(above[0], two[0].column), two[0].raw, c.shown[two[1].column], two[1].raw)
	found.Others[0].At = c.at(above[0], two[1].column)
	return found
}

// relativeTo is a reduction in percent that is what is left: no two values of the only column make it
// the reduction, and two make it their share.
func (s sentence) relativeTo(c *computed) *evidence.Impossible {
	m := lowersBy.FindStringSubmatch(s.Text)
	if m == nil || len(lowersBy.FindAllStringIndex(s.Text, 2)) > 1 || len(s.transitions()) > 0 {
		return nil
	}
	by, column := amountOf(m[1], 0, 0), 0
	for j := 1; j < len(c.heads); j++ {
		if c.isNumberColumn(j) {
			if column > 0 {
				return nil
			}
			column = j
		}
	}
	if by == nil || column == 0 || len(c.cells) > maxPairs {
		return nil
	}
	var of []*amount
	for i := 1; i < len(c.cells); i++ {
		for k := 1; k < len(c.cells); k++ {
			a, b := c.cells[i][column], c.cells[k][column]
			if a == nil || b == nil || a.value <= b.value || b.value <= 0 {
				continue
			}
			if share := 100 * b.value / a.value; math.Abs(100-share-by.value) <= by.unit+100*(a.unit+b.unit)/a.value {
				return nil
			} else if math.Abs(share-by.value) <= by.unit/2 {
				of = []*amount{a, b}
			}
		}
	}
	if of == nil {
		return nil
	}
	return s.fault(evidence.LawChange, "reduction", m[1]+"%", "reduction from "+of[0].raw+" to "+of[1].raw, plainFloat(math.Round(1000-1000*of[1].value/of[0].value)/10)+"%")
}
