package laws

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	minMembers  = 3 // parts by which a total with digits in another order is known
	minRelative = 5 // changes by which the row is known that they are of
	farChange   = 2 // points by which a change is off that is no slip of rounding
)

// repeatedRows finds the only row of a table that is there twice, with a name and a number.
func (c *computed) repeatedRows() {
	if len(c.texts) < minClasses+2 || slices.Contains(c.heads, "epoch") || slices.Contains(c.heads, "step") {
		return
	}
	rows := map[string]int{}
	first, second, twice := 0, 0, 0
	for i := 1; i < len(c.texts); i++ {
		key, numbers := "", 0
		for j, cell := range c.texts[i] {
			key += strings.TrimSpace(cell.Text) + "\x00"
			if j < len(c.cells[i]) && (c.cells[i][j] != nil || c.count(i, j) != nil) {
				numbers++
			}
		}
		if strings.TrimSpace(c.texts[i][0].Text) == "" || c.cells[i][0] != nil || numbers == 0 {
			continue
		}
		if at := rows[key]; at > 0 {
			first, second, twice = at, i, twice+1
		}
		rows[key] = i
	}
	if twice != 1 {
		return
	}
	own := func(i int) *amount { return &amount{raw: strings.TrimSpace(c.texts[i][0].Text), row: i} }
	c.tell(evidence.LawRepeated, c.shown[0], own(second), []*amount{own(first)}, func(*amount) string { return c.shown[0] + " of another row" })
}

// withChange is a cell with a value, and its change in percent.
var withChange = pattern.New(`^[*_ ]*([0-9]+(?:\.[0-9]+)?) ?\(([-−+]?[0-9]+(?:\.[0-9]+)?) ?%\)[*_ ]*$`)

// changedCell is a value of a table with its change in percent against another row.
type changedCell struct {
	value, change, unit float64
	row, column         int
	raw                 string
}

// relative compares the changes in percent that cells have behind their values with the only row
// that nearly all of them are relative to.
func (c *computed) relative() {
	var cells []changedCell
	for i := 1; i < len(c.texts); i++ {
		for j := 1; j < min(len(c.texts[i]), len(c.heads)); j++ {
			if m := withChange.FindStringSubmatch(strings.TrimSpace(c.texts[i][j].Text)); m != nil {
				value, _ := decimal.Float(m[1])
				change := amountOf(strings.ReplaceAll(strings.TrimLeft(m[2], "+"), "−", "-"), i, j)
				if change != nil {
					cells = append(cells, changedCell{value, change.value, change.unit, i, j, m[2] + "%"})
				}
			}
		}
	}
	if len(cells) <= minRelative {
		return
	}
	for base := 1; base < len(c.cells); base++ {
		var off []changedCell
		of, rough := 0, 0
		for _, cell := range cells {
			from := c.cells[base][cell.column]
			if from == nil || from.value == 0 || cell.row == base {
				continue
			}
			of++
			is, room := 100*(cell.value-from.value)/from.value, cell.unit+100*(from.unit+from.unit)/from.value
			switch by := math.Abs(is - cell.change); {
			case by > room+farChange:
				off = append(off, cell)
			case by > room+0.2:
				rough++
			}
		}
		if of == len(cells) && len(off) == 1 && rough <= of/minRelative {
			wrong, from := off[0], c.cells[base][off[0].column]
			is := &amount{raw: from.raw + " → " + plainFloat(wrong.value) + " = " + plainFloat(math.Round(1000*(wrong.value-from.value)/from.value)/10) + "%", row: base, column: wrong.column}
			c.tell(evidence.LawChange, "change of "+c.shown[wrong.column], &amount{raw: wrong.raw, row: wrong.row, column: wrong.column}, []*amount{is}, func(*amount) string { return "difference" })
			return
		}
	}
}

// atRank is a header of precision, recall or F1 within some ranks.
var atRank = pattern.New(`(?i)^\W*(p|prec|precision|r|rec|recall|f1|f)(?:[- ]?score)?\s?@\s?([0-9]{1,3}|m|o)\W*$`)

// ranked compares F1 within some ranks with precision and recall within as many: the mean over
// documents of the one is at most the mean of the others.
func (c *computed) ranked() {
	columns := map[string]int{}
	var ranks []string
	for j, head := range c.shown {
		if m := atRank.FindStringSubmatch(strings.TrimSpace(head)); m != nil {
			rank := strings.ToLower(m[2])
			columns[strings.ToLower(m[1][:1])+rank] = j
			if !slices.Contains(ranks, rank) {
				ranks = append(ranks, rank)
			}
		}
	}
	for _, rank := range ranks {
		p, r, f := columns["p"+rank], columns["r"+rank], columns["f"+rank]
		if p == 0 || r == 0 || f == 0 {
			continue
		}
		for i := 1; i < len(c.cells); i++ {
			a, b, both := c.cells[i][p], c.cells[i][r], c.cells[i][f]
			if a != nil && b != nil && both != nil && isNear(a, both) && isNear(b, both) && both.value > (a.value+b.value)/2+both.unit+max(a.unit, b.unit) {
				c.tell(evidence.LawF1, c.shown[f], both, []*amount{a, b}, c.byColumn)
			}
		}
	}
}

// overallName is the header of a mean over the other columns.
var overallName = pattern.New(`^(?:overall|average|avg|mean)(?: score)?$`)

// overall finds a value for all that is beyond each of its parts, in a table with nothing else.
func (c *computed) overall() {
	k := slices.IndexFunc(c.heads, overallName.MatchString)
	if k < 0 || len(c.heads) < 4 {
		return
	}
	for i := 1; i < len(c.cells); i++ {
		whole := c.cells[i][k]
		var of []*amount
		for j, a := range c.cells[i] {
			switch {
			case j == k:
			case a == nil && j > 1, a == nil && strings.ContainsAny(c.texts[i][min(j, len(c.texts[i])-1)].Text, "%"), summary.MatchString(c.heads[j]), figures.HeadMetric(c.shown[j]).Name != "", unbounded.MatchString(c.heads[j]):
				return
			case a == nil || figures.SaysNothing(c.heads[j]) || amounts.MatchString(c.heads[j]):
			default:
				of = append(of, a)
			}
		}
		if whole == nil || len(of) < 3 {
			return
		}
		low, high := slices.MinFunc(of, byValue), slices.MaxFunc(of, byValue)
		if isNear(whole, low) && isNear(whole, high) && high.value <= 100 && (whole.value > high.value+high.unit || whole.value < low.value-low.unit) {
			c.tell(evidence.LawMeanRange, c.shown[k], whole, []*amount{low, high}, c.byColumn)
		}
	}
}

// shiftedTotals finds the only total of a column of counts that has the digits of the sum in
// another order.
func (c *computed) shiftedTotals() {
	for j, head := range c.heads {
		if !amounts.MatchString(head) {
			continue
		}
		var total *amount
		var of []*amount
		sum := 0.0
		for i := 1; i < len(c.cells); i++ {
			a := c.count(i, j)
			switch {
			case a == nil || sumName.MatchString(c.names[i]) && total != nil:
				return
			case sumName.MatchString(c.names[i]):
				total = a
			default:
				of, sum = append(of, a), sum+a.value
			}
		}
		if total != nil && len(of) > minMembers && isShifted(total.value, sum) {
			c.tell(evidence.LawSum, strings.TrimSpace(c.rows[total.row]+" "+c.shown[j]), total, append([]*amount{{raw: plainFloat(sum), row: total.row, column: j}}, of[:2]...), func(a *amount) string {
				if a.row == total.row {
					return "sum of the column"
				}
				return c.rows[a.row]
			})
		}
	}
}

var (
	// wholeParams and partParams are the headers of the parameters of a model, and of some of them.
	wholeParams = pattern.New(`(?i)^\W*(?:total|all) (?:number of )?(?:params?|parameters)\W*$`)
	partParams  = pattern.New(`(?i)^\W*(?:non[- ]?embedding|active|activated|trainable|embedding)(?: \pL+)? (?:params?|parameters)\W*$`)
)

// wholes finds parameters that are fewer than those among them.
func (c *computed) wholes() {
	whole := slices.IndexFunc(c.shown, wholeParams.MatchString)
	part := slices.IndexFunc(c.shown, partParams.MatchString)
	if whole < 0 || part < 0 {
		return
	}
	for i := 1; i < len(c.cells); i++ {
		all, some := c.count(i, whole), c.count(i, part)
		if all != nil && some != nil && all.value < some.value {
			c.tell(evidence.LawNested, c.shown[whole], all, []*amount{some}, c.byColumn)
		}
	}
}

// timesAs is how many times a sentence says that one thing is as fast as another.
var timesAs = pattern.New(`(?i)(?:^|[\s(~])([0-9]+(?:\.[0-9]+)?) ?(?:x|×|times|-?fold) (?:as (?:fast|small|large|slow|many)|faster|slower|smaller|larger|bigger|higher|lower|more|the)\b`)

// timesFaults are sentences that compare two rows of the only table with both, by a factor that no
// column has.
func timesFaults(d *document.Document, said []sentence) []evidence.Impossible {
	var out []evidence.Impossible
	if len(d.Marks.Tables) == 0 {
		return out
	}
	for _, s := range said {
		if !timesAs.MatchString(s.Text) {
			continue
		}
		var found []*evidence.Impossible
		for _, t := range d.Marks.Tables {
			if isComputable(t) && !figures.IsTrainingLog(t) {
				if f, known := newComputed(t).timesOf(s); known {
					found = append(found, f)
				}
			}
		}
		if len(found) == 1 && found[0] != nil && len(out) < maxFaults {
			out = append(out, *found[0])
		}
	}
	return out
}

// timesOf is a factor of a sentence that no column of a table has between the two rows that the
// sentence names; known is false if it names none.
func (c *computed) timesOf(s sentence) (found *evidence.Impossible, known bool) {
	m := timesAs.FindStringSubmatch(s.Text)
	if m == nil || roughFactor.MatchString(s.Text) || len(timesAs.FindAllStringIndex(s.Text, 2)) > 1 {
		return nil, false
	}
	n := amountOf(m[1], 0, 0)
	var rows []int
	for i := 1; i < len(c.rows); i++ {
		if name := passage.LettersOf(c.rows[i]); len(name) > 3 && strings.Contains(passage.LettersOf(s.Text), name) {
			rows = append(rows, i)
		}
	}
	if n == nil || n.value <= 1 || len(rows) != 2 {
		return nil, false
	}
	shown, isRatio := "", false
	for j := range c.heads {
		a, b := c.plain(rows[0], j), c.plain(rows[1], j)
		if a == nil || b == nil || min(a.value, b.value) <= 0 {
			continue
		}
		ratio := max(a.value, b.value) / min(a.value, b.value)
		if math.Abs(ratio-n.value) <= max(n.unit, 0.1*n.value) || math.Abs(ratio-n.value-1) <= max(n.unit, 0.1*n.value) {
			isRatio = true
		}
		if shown != "" {
			shown += " and "
		}
		shown += plainFloat(math.Round(100*ratio) / 100)
	}
	if isRatio || shown == "" {
		return nil, shown != ""
	}
	return s.fault(evidence.LawFactor, "factor", n.raw, "ratio in the table of "+c.rows[rows[0]]+" and "+c.rows[rows[1]], shown), true
}

// plain is a number of a table that may have signs for thousands.
func (c *computed) plain(row, column int) *amount {
	if column >= len(c.texts[row]) || column >= len(c.heads) {
		return nil
	}
	if a := c.cells[row][column]; a != nil {
		return a
	}
	if a := amountOf(strings.ReplaceAll(strings.TrimSpace(c.texts[row][column].Text), ",", ""), row, column); a != nil {
		a.raw = strconv.FormatFloat(a.value, 'f', -1, 64)
		return a
	}
	return nil
}
