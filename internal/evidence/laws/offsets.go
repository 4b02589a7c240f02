package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// sizeCell is a cell with a size.
var sizeCell = pattern.New(`(?i)^[*_ ~≈]*([0-9]+(?:\.[0-9]+)?) ?([kmgt]i?b)?[*_ ]*$`)

const (
	minApart   = 5  // rows in which two columns differ by the same amount
	maxOffsets = 12 // columns that are compared
)

// measured is a number of a table in the unit of its column, as it is written.
type measured struct {
	*amount
	unit string
}

// measuredColumn are the numbers of a column with their units, nil where a cell has none, and the unit
// that most of them have.
type measuredColumn struct {
	of     []measured
	common string
}

func (c *computed) measuredIn(j int) measuredColumn {
	var column []measured
	common, units := "", map[string]int{}
	for i := range c.texts {
		column = append(column, measured{})
		if i == 0 || j >= len(c.texts[i]) {
			continue
		}
		if m := sizeCell.FindStringSubmatch(strings.TrimSpace(c.texts[i][j].Text)); m != nil {
			if a := amountOf(m[1], i, j); a != nil {
				a.raw = strings.Trim(strings.TrimSpace(c.texts[i][j].Text), "*_ ")
				column[i] = measured{a, strings.ToLower(m[2])}
				if units[column[i].unit]++; units[column[i].unit] > units[common] {
					common = column[i].unit
				}
			}
		}
	}
	return measuredColumn{column, common}
}

// offsets finds the only row in which two columns do not differ by what they differ by in all others,
// to the last digit: a size, and the memory for it.
func (c *computed) offsets() {
	if len(c.texts) <= minApart || len(c.heads) > maxOffsets {
		return
	}
	var columns []measuredColumn
	for j := range c.heads {
		if !summary.MatchString(c.heads[j]) {
			columns = append(columns, c.measuredIn(j))
		}
	}
	for j := range columns {
		for k := j + 1; k < len(columns); k++ {
			c.offset(columns[j], columns[k])
		}
	}
}

func (c *computed) offset(low, high measuredColumn) {
	first, unit, second, other := low.of, low.common, high.of, high.common
	apart, values := map[int64][]int{}, map[float64]bool{}
	rows := 0
	for i := range first {
		a, b := first[i], second[i]
		if a.amount == nil || b.amount == nil {
			continue
		}
		if a.amount.unit >= 1 || b.amount.unit != a.amount.unit {
			return // of whole numbers many differ by one
		}
		rows++
		values[a.value] = true
		by := int64(math.Round((b.value - a.value) / a.amount.unit))
		if a.unit == unit && b.unit == other {
			apart[by] = append(apart[by], i)
		} else {
			apart[math.MinInt64] = append(apart[math.MinInt64], i)
		}
	}
	for by, same := range apart {
		if by == 0 || by == math.MinInt64 || len(same) != rows-1 || rows <= minApart || len(values) < minApart-1 {
			continue
		}
		for left, odd := range apart {
			if left == by {
				continue
			}
			wrong, of := second[odd[0]], first[odd[0]]
			if of.unit != unit {
				wrong, of = of, wrong
			}
			c.tell(evidence.LawOffset, c.shown[wrong.column], wrong.amount, []*amount{of.amount}, c.byColumn)
		}
	}
}
