package laws

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxFaults     = 20    // of a card that are told
	maxFaultCells = 400   // rows, and columns, of a table that is computed
	tolerated     = 0.002 // share of a mean by which it may differ: of values with more digits
	farOff        = 3     // how many times a value for all is below or above all parts, whatever else it is of
	maxTold       = 4     // values that are told beside one
)

var (
	// summary is the name of a row or column that sums others up, and is none of them.
	summary  = pattern.New(`^(?:(?:macro|micro|weighted|samples|mikro|makro|gewichtet)(?: (?:average|avg|mean|mittel))?|(?:overall |grand )?(?:average|avg|mean|median|total|sum|overall|all|min|max|minimum|maximum|std|stdev|sd|standard deviation|accuracy|range)s?(?: score)?|durchschnitt|mittelwert|gesamt|insgesamt|summe|moyenne|total général|promedio|media|média|ensemble|合计|平均|总计)$`)
	meanName = pattern.New(`^(?:(?:macro |overall )?(?:average|avg|mean)(?: score)?|durchschnitt|mittelwert|moyenne|promedio|média|平均)$`)
	allName  = pattern.New(`^(?:all|overall|alle|gesamt|insgesamt|tous|ensemble|todos|tutti)$`)
	sumName  = pattern.New(`^(?:(?:grand )?(?:total|sum)|gesamt|insgesamt|summe|total général|合计|总计)$`)
	// amounts are the headers of columns that count examples.
	amounts = pattern.New(`^(?:(?:num(?:ber)?(?: of)? |n |# )?(?:support|samples?|examples?|counts?|rows|images?|utterances|sentences|documents|texts|records|instances|clips|tweets|reviews|patients|items|queries|pairs|patches|leaves|frames|scans|cases|sequences|tokens|tuples|training tuples|number of training tuples|training pairs|turns|dialogues|posts|comments|articles|pages|users|speakers|hours|n)|anzahl|beispiele|nombre|número|数量)$`)
	// spreads are the headers of columns that state how far values are apart.
	spreads = pattern.New(`^(?:(?:std|sd|stdev)(?: dev(?:iation)?)?|standard deviation|standard error|se|stderr|standardabweichung)$`)
	// differences are the headers of columns that state how two others differ.
	differences = pattern.New(`^(?:delta|δ|diff(?:erence)?s?|changes?|gains?|improvements?)(?: abs(?:olute)?| points?| pp)?$`)
	elided      = pattern.New(`^[.…⋮ ]+$`)
	unbounded   = pattern.New(`(?i)\b(?:perplexity|ppl|loss|latency|throughput)\b`) // next to scores: the mean is of other columns
)

// computed is a table as numbers.
type computed struct {
	at     func(row, column int) evidence.Anchor
	heads  []string // plain headers
	shown  []string // headers as written
	names  []string // plain names of rows, "" of the header
	rows   []string // names as written
	cells  [][]*amount
	texts  [][]document.Cell
	report func(evidence.Impossible)
}

// amount is a number of a table, and the unit of its last digit.
type amount struct {
	value, unit float64
	raw         string
	percent     bool
	row, column int
}

// tableFaults are the values of a card's tables that the table itself shows to be wrong.
func tableFaults(d *document.Document) []evidence.Impossible {
	out, isQA := []evidence.Impossible{}, answersQuestions(d)
	for i, t := range d.Marks.Tables {
		if !isComputable(t) {
			continue
		}
		c := newComputed(t)
		c.at = func(row, column int) evidence.Anchor {
			return figures.CellAt(d, i, row, column)
		}
		c.report = func(found evidence.Impossible) {
			if found.Law == evidence.LawShares && severalEach.MatchString(textAround(d, t)) {
				return
			}
			if len(out) < maxFaults && !slices.ContainsFunc(out, func(f evidence.Impossible) bool {
				return f.At == found.At && (f.Law == found.Law || found.Law == evidence.LawSorted)
			}) {
				out = append(out, found)
			}
		}
		c.harmonic()
		c.laws(isQA)
		c.intervals()
		c.allMeans()
		c.sums()
		c.changes()
		c.counts()
		c.decimalMarks()
		c.portions()
		c.matrix()
		c.log()
		c.cutoffs()
		c.outOfScale()
		c.nestedIn()
		c.repeated()
		c.repeatedRows()
		c.relative()
		c.ranked()
		c.overall()
		c.wholes()
		c.shiftedTotals()
		c.boldest(d)
		c.rowScale(d, t)
		c.rowFiles()
		if !figures.IsTrainingLog(t) {
			c.scales()
			c.offsets()
			c.sizes()
			c.finite()
		}
	}
	return out
}

// severalEach is how a text says that one example may be of several of the parts.
var severalEach = pattern.New(`(?i)\b(?:(?:several|multiple|more than one|two or more|both) (?:labels?|class(?:es)?|categor(?:y|ies)|tags?|topics?|languages?|sources?|groups?)|multi-?label\w*|overlap\w*|(?:add|sum)s? up to (?:more than|over|above|1[0-9][1-9]|1[1-9]0))\b`)

// textAround is the section that a table is in.
func textAround(d *document.Document, t document.Table) string {
	if i := passage.SectionAt(d, t.Span.Start); i >= 0 {
		return d.Sections[i].Own[:min(len(d.Sections[i].Own), passage.MaxSectionRead)]
	}
	return ""
}

// isComputable reports whether a table has values, and no more than are read.
func isComputable(t document.Table) bool {
	return len(t.Rows) >= 2 && len(t.Rows) <= maxFaultCells && len(t.Rows[0]) <= maxFaultCells
}

func newComputed(t document.Table) *computed {
	c := &computed{texts: t.Rows}
	for j, head := range t.Rows[0] {
		c.shown = append(c.shown, head.Text)
		c.heads = append(c.heads, strings.ReplaceAll(figures.HeadOf(t.Rows[0][j]), "δ", "delta"))
	}
	for i, row := range t.Rows {
		name, cells := "", make([]*amount, len(t.Rows[0]))
		for j, cell := range row {
			if j >= len(cells) {
				break
			}
			if i > 0 {
				cells[j] = amountOf(cell.Text, i, j)
			}
			if cells[j] == nil && name == "" && j < 2 {
				name = cell.Text
			}
		}
		c.rows, c.names, c.cells = append(c.rows, name), append(c.names, strings.Join(prose.PlainWords(figures.BareLabel(name)), " ")), append(c.cells, cells)
	}
	return c
}

func amountOf(text string, row, column int) *amount {
	m := figures.CellValue.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return nil
	}
	literal, places, ok := figures.DecimalOf(m[1])
	value, isNumber := decimal.Float(literal)
	if !ok || !isNumber {
		return nil
	}
	return &amount{value, math.Pow10(-min(places, 12)), strings.Trim(strings.TrimSpace(text), "*_ "), m[2] != "", row, column}
}

// tell reports a value that others of the table contradict.
func (c *computed) tell(law evidence.MetricLaw, name string, wrong *amount, others []*amount, called func(*amount) string) {
	at := c.at(wrong.row, wrong.column)
	found := evidence.Impossible{At: at, Law: law, Claimed: true, Value: evidence.Stated{At: at, Metric: name, Raw: wrong.raw}, Others: []evidence.Stated{}}
	for _, o := range others[:min(len(others), maxTold)] {
		found.Others = append(found.Others, evidence.Stated{At: c.at(o.row, o.column), Metric: called(o), Raw: o.raw})
	}
	c.report(found)
}

func (c *computed) byColumn(a *amount) string { return c.shown[a.column] }

func (c *computed) byRow(a *amount) string { return c.rows[a.row] }

// column is the only column of a metric, -1 if there is none or more.
func (c *computed) column(name string) int {
	found := -1
	for j, head := range c.shown {
		if m := figures.HeadMetric(head); m.IsOneOf(figures.Metric{Name: name}) && m.Name == name {
			if found >= 0 {
				return -1
			}
			found = j
		}
	}
	return found
}

// harmonic compares F1 with precision and recall of its row. It is their harmonic mean for each
// class and each pooled count; a mean of F1 over classes is only at most their mean.
func (c *computed) harmonic() {
	p, r, f := c.column("precision"), c.column("recall"), c.column("f1")
	if p < 0 && r < 0 {
		p, r = slices.Index(c.heads, "p"), slices.Index(c.heads, "r")
	}
	if p < 0 || r < 0 || f < 0 {
		return
	}
	var exact, off []*amount
	for i := 1; i < len(c.cells); i++ {
		row := c.cells[i]
		if row[p] == nil || row[r] == nil || row[f] == nil || !isNear(row[p], row[f]) || row[p].value+row[r].value == 0 {
			continue
		}
		slack := row[f].unit + max(row[p].unit, row[r].unit)
		harmonicMean := 2 * row[p].value * row[r].value / (row[p].value + row[r].value)
		switch {
		case row[f].value > (row[p].value+row[r].value)/2+slack:
			c.tell(evidence.LawF1, c.shown[f], row[f], []*amount{row[p], row[r]}, c.byColumn)
		case math.Abs(row[f].value-harmonicMean) <= slack:
			exact = append(exact, row[f])
		case !summary.MatchString(c.names[i]) && !ofRows.MatchString(c.names[i]) && !(c.isMean(i, p) && c.isMean(i, r)):
			off = append(off, row[f])
		}
	}
	isOne := func() bool { // the others are harmonic means
		wrong := off[0]
		row := c.cells[wrong.row]
		isBelow := wrong.value < min(row[p].value, row[r].value)-wrong.unit
		return len(off) == 1 && (len(exact) >= 2 || len(exact) == 1 && isBelow)
	}
	if len(off) > 0 && (figures.PartColumn.MatchString(c.heads[0]) || isOne()) {
		for _, wrong := range off {
			c.tell(evidence.LawHarmonic, c.shown[f], wrong, []*amount{c.cells[wrong.row][p], c.cells[wrong.row][r]}, c.byColumn)
		}
	}
}

// ofRows is the name of a row with the mean of others.
var ofRows = pattern.New(`\b(?:means?|averages?|averaged|avg|unweighted|mittel\pL*|moyenne|promedio|media|média)\b`)

// isMean reports whether a value of a table is the mean of the others of its column.
func (c *computed) isMean(row, column int) bool {
	sum, n, of := 0.0, 0, c.cells[row][column]
	for i := 1; i < len(c.cells); i++ {
		if a := c.cells[i][column]; a != nil && i != row && !summary.MatchString(c.names[i]) {
			sum, n = sum+a.value, n+1
		}
	}
	return n >= 2 && math.Abs(sum/float64(n)-of.value) <= of.unit
}

// nameOf is how a cell is called: by its row, unless the table has only one.
func (c *computed) nameOf(row, column int) string {
	if c.rows[row] == "" || len(c.rows) == 2 {
		return c.shown[column]
	}
	return c.rows[row]
}

// means compares rows, or columns, that are the mean of others with them.
func (c *computed) means(across bool) {
	names := c.names
	called := c.byRow
	if across {
		names, called = c.heads, c.byColumn
	}
	for k, name := range names {
		pooled := !across && allName.MatchString(name)
		if !meanName.MatchString(name) && !pooled || !across && k == 0 {
			continue
		}
		var exact, off []*amount
		members := map[*amount][]*amount{}
		for line := range c.lines(across) {
			of, mean := c.meanOf(across, k, line)
			if mean == nil || len(of) < 2 {
				continue
			}
			members[mean] = of
			low, high := slices.MinFunc(of, byValue), slices.MaxFunc(of, byValue)
			sum, unit := 0.0, 0.0
			for _, a := range of {
				sum, unit = sum+a.value, max(unit, a.unit)
			}
			switch {
			case mean.value == sum, low.unit == 1 && high.unit == 1 && mean.unit == 0.001: // a total of counts, 1.240 of them
			case pooled && figures.HeadMetric(c.shown[line]).Name == "":
			case pooled && mean.value*farOff >= low.value && mean.value <= farOff*high.value: // over more than is listed
			case mean.value < low.value-low.unit-mean.unit || mean.value > high.value+high.unit+mean.unit:
				c.tell(evidence.LawMeanRange, called(mean), mean, []*amount{low, high}, called)
			case math.Abs(mean.value-sum/float64(len(of))) <= max(mean.unit+unit/2, tolerated*mean.value):
				exact = append(exact, mean)
			default:
				off = append(off, mean)
			}
		}
		law := evidence.LawMean
		if len(exact) == 0 {
			law = evidence.LawBenchmarks
		}
		if len(off) == 1 && (len(exact) > 0 || areBenchmarks(members[off[0]], called)) { // the others are what they seem to be
			c.tell(law, called(off[0]), off[0], members[off[0]], called)
		}
	}
}

// isNear reports whether two numbers may be written at one scale.
func isNear(a, b *amount) bool {
	return a.percent == b.percent && !(min(a.value, b.value) <= 1 && max(a.value, b.value) >= 20)
}

func byValue(a, b *amount) int {
	switch {
	case a.value < b.value:
		return -1
	case a.value > b.value:
		return 1
	}
	return 0
}

// lines is how many columns, or rows, a row or a column of means has values in.
func (c *computed) lines(across bool) int {
	if across {
		return len(c.cells)
	}
	return len(c.heads)
}

// meanOf is the mean in one line of a table, and the values that it is of; none where they are
// not of one kind.
func (c *computed) meanOf(across bool, k, line int) (of []*amount, mean *amount) {
	if across && line == 0 || !across && (figures.SaysNothing(c.heads[line]) || amounts.MatchString(c.heads[line])) {
		return nil, nil
	}
	name := ""
	for i := range c.lines(!across) {
		row, column, called := i, line, c.names
		if across {
			row, column, called = line, i, c.heads
		}
		a := c.cells[row][column]
		switch {
		case i == k:
			mean = a
		case elided.MatchString(c.texts[row][min(column, len(c.texts[row])-1)].Text):
			return nil, nil
		case a == nil && row > 0 && c.isUnread(row, column, across):
			return nil, nil // a number that is not read, such as 93.2/87.7
		case a == nil, summary.MatchString(called[i]), allName.MatchString(called[i]):
		case across && (figures.SaysNothing(called[i]) || amounts.MatchString(called[i])):
		case unbounded.MatchString(called[i]), figures.OtherColumn.MatchString(called[i]), differences.MatchString(called[i]), spreads.MatchString(called[i]), figures.ModelColumn.MatchString(c.heads[0]) && !across:
			return nil, nil
		default:
			m := figures.HeadMetric(called[i]).Name
			if m != "" && name != "" && m != name {
				return nil, nil // of different metrics
			}
			if name = m; len(of) > 0 && !isNear(of[0], a) {
				return nil, nil
			}
			of = append(of, a)
		}
	}
	if mean != nil && len(of) > 0 && !isNear(mean, of[0]) {
		return nil, nil
	}
	return of, mean
}

// isUnread reports whether a cell has a number that is not read as one. In a row, names have digits as well.
func (c *computed) isUnread(row, column int, across bool) bool {
	if column >= len(c.texts[row]) || !strings.ContainsAny(c.texts[row][column].Text, "0123456789") {
		return false
	}
	return !across || column > 0 && (c.isNumberColumn(column) || !strings.ContainsFunc(c.texts[row][column].Text, unicode.IsLetter))
}

// isNumberColumn reports whether a column has more numbers than other texts.
func (c *computed) isNumberColumn(j int) bool {
	numbers := 0
	for i := 1; i < len(c.cells); i++ {
		if c.cells[i][j] != nil {
			numbers++
		}
	}
	return 2*numbers > len(c.cells)-1
}

// sums compares what a table counts with its total.
func (c *computed) sums() {
	splits := len(c.names) > 2
	totals, pooled := []int{}, []int{}
	for i := 1; i < len(c.names); i++ {
		switch name := c.names[i]; {
		case elided.MatchString(c.rows[i]) && c.rows[i] != "":
			return
		case sumName.MatchString(name):
			totals = append(totals, i)
		case summary.MatchString(name):
			pooled = append(pooled, i)
		default:
			words := strings.Fields(name)
			splits = splits && len(words) > 0 && (figures.SplitOfWord[words[0]] != "" || strings.HasPrefix(words[0], "trai") || strings.HasPrefix(words[0], "valid"))
		}
	}
	var exact, off []*amount
	for j := range c.heads {
		sum, members, whole := 0.0, 0, true
		for i := 1; i < len(c.cells); i++ {
			if a := c.cells[i][j]; a == nil || slices.Contains(totals, i) || slices.Contains(pooled, i) {
				whole = whole && (a != nil || slices.Contains(totals, i) || slices.Contains(pooled, i))
				continue
			} else if whole = whole && a.unit == 1 && a.value >= 0 && !a.percent; whole {
				sum, members = sum+a.value, members+1
			}
		}
		if !whole || members < 2 {
			continue
		}
		count := amounts.MatchString(c.heads[j])
		for _, i := range append(slices.Clone(totals), pooled...) {
			a := c.cells[i][j]
			switch {
			case a == nil || a.unit != 1 || slices.Contains(pooled, i) && !count:
			case a.value == sum:
				exact = append(exact, a)
			case slices.Contains(pooled, i) && len(pooled) > 1 || count && splits || len(totals) > 0 && a.value < sum && count:
				c.tell(evidence.LawSum, c.rows[i]+" "+c.shown[j], a, c.counted(j, totals, pooled), c.byRow)
			default:
				off = append(off, a)
			}
		}
	}
	if len(off) == 1 && len(exact) > 0 {
		c.tell(evidence.LawSum, c.rows[off[0].row]+" "+c.shown[off[0].column], off[0], c.counted(off[0].column, totals, pooled), c.byRow)
	}
}

// counted are the numbers of a column that no other row sums up.
func (c *computed) counted(j int, totals, pooled []int) []*amount {
	var out []*amount
	for i := 1; i < len(c.cells); i++ {
		if a := c.cells[i][j]; a != nil && !slices.Contains(totals, i) && !slices.Contains(pooled, i) {
			out = append(out, a)
		}
	}
	return out
}

// changes compares a column of differences with the two that it is of.
func (c *computed) changes() {
	for j, head := range c.heads {
		if !differences.MatchString(head) || len(c.cells) < 3 {
			continue
		}
		var exact, off []*amount
		of := map[*amount][]*amount{}
		for i := 1; i < len(c.cells); i++ {
			var two []*amount
			for k, a := range c.cells[i] {
				if k != j && a != nil && !figures.SaysNothing(c.heads[k]) {
					two = append(two, a)
				}
			}
			change := c.cells[i][j]
			if change == nil || len(two) != 2 {
				continue
			}
			of[change] = two
			if isChange(change, two[0], two[1]) {
				exact = append(exact, change)
			} else {
				off = append(off, change)
			}
		}
		if len(off) == 1 && len(exact) >= 2 {
			c.tell(evidence.LawDifference, c.shown[j], off[0], of[off[0]], c.byColumn)
		}
	}
}

// isChange reports whether a number is the difference of two others: itself, in points of a
// percentage, or relative to one of them.
func isChange(change, a, b *amount) bool {
	by := math.Abs(a.value - b.value)
	for _, scale := range []float64{1, 100} {
		if math.Abs(math.Abs(change.value)-by*scale) <= (a.unit+b.unit)*scale+change.unit {
			return true
		}
	}
	for _, base := range []float64{a.value, b.value} {
		if base != 0 && math.Abs(math.Abs(change.value)-100*by/math.Abs(base)) <= change.unit+100*(a.unit+b.unit)/math.Abs(base) {
			return true
		}
	}
	return false
}
