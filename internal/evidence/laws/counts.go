package laws

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// notFinite is a cell with what programs write for no number, or for one without bound.
	notFinite = pattern.New(`^(?i)[*_ ]*(?:nan|[+-]?inf(?:inity)?|[+-]?∞)[*_ ]*%?$`)
	// decimalComma and decimalPoint are numbers of which the sign is no other than that of decimals.
	decimalComma = pattern.New(`^[*_~≈+\-− ]*(?:[0-9]+,[0-9]{1,2}|0,[0-9]+)\s*%?[*_ ]*$`)
	decimalPoint = pattern.New(`^[*_~≈+\-− ]*(?:[0-9]+\.[0-9]{1,2}|[0-9]*\.[0-9]+)\s*%?[*_ ]*$`)
	// portions are the headers of columns of shares of one whole.
	portions = pattern.New(`^(?:(?:data |dataset |training )?(?:shares?|proportions?|portions?|fractions?|percent(?:ages?)?|ratios?|splits?)(?: of (?:the )?(?:data(?:set)?|examples|samples|total|corpus))?|anteil|part|proportion|proporción|proporção)$`)
	// mixed are the headers of columns of shares that are of nothing else.
	mixed = pattern.New(`^(?:(?:data |dataset |training )?(?:shares?|proportions?|mix(?:ture)?)(?: of (?:the )?(?:data(?:set)?|examples|samples|total|corpus|tokens|mix(?:ture)?))?|anteil|proporción|proporção)$`)
	// predicted is what a header of a confusion matrix has beside the name of the class.
	predicted = pattern.New(`(?i)\b(?:predicted|prediction|pred|vorhergesagt|prédit|predicho|actual|true|truth|tatsächlich|réel|real)\b:?`)
)

// counts finds numbers of examples below zero, and metrics that are of none.
func (c *computed) counts() {
	for j, head := range c.heads {
		if !amounts.MatchString(head) {
			continue
		}
		for i := 1; i < len(c.cells); i++ {
			n := c.cells[i][j]
			switch {
			case n == nil || differences.MatchString(c.names[i]):
			case n.value < 0:
				c.tell(evidence.LawCount, strings.TrimSpace(c.rows[i]+" "+c.shown[j]), n, nil, nil)
			case n.value == 0:
				for k, a := range c.cells[i] {
					if a != nil && a.value > 0 && isShare(figures.HeadMetric(c.shown[k])) {
						c.tell(evidence.LawNoExamples, c.shown[k], a, []*amount{n}, c.byColumn)
						break
					}
				}
			}
		}
	}
}

// finite finds metrics that are no finite numbers: in a table of metrics, or in a row in which
// another metric has a number. In tables of several models it is what no one has measured.
func (c *computed) finite() {
	if slices.ContainsFunc(c.heads, func(head string) bool {
		return figures.ModelColumn.MatchString(head) || figures.OtherColumn.MatchString(head)
	}) {
		return
	}
	for i := 1; i < len(c.texts); i++ {
		for j := 1; j < min(len(c.texts[i]), len(c.heads)); j++ {
			if text := c.texts[i][j].Text; notFinite.MatchString(text) && c.isMeasured(i, j) {
				c.tell(evidence.LawFinite, c.named(i, j), &amount{raw: strings.TrimSpace(text), row: i, column: j}, nil, nil)
			}
		}
	}
}

// isMeasured reports whether the table says that the metric of a cell was measured: it is the only
// value of its row, or one of several, and no class without examples.
func (c *computed) isMeasured(i, j int) bool {
	if len(c.heads) == 2 {
		return figures.HeadMetric(c.rows[i]).Name != ""
	}
	if figures.HeadMetric(c.shown[j]).Name == "" {
		return false
	}
	isOther := false
	for k, a := range c.cells[i] {
		if a != nil && amounts.MatchString(c.heads[k]) && a.value == 0 {
			return false
		}
		isOther = isOther || a != nil && a.value > 0 && figures.HeadMetric(c.shown[k]).Name != ""
	}
	return isOther
}

// decimalMarks finds numbers with another sign for decimals than most of the table, next to one
// of these.
func (c *computed) decimalMarks() {
	commas, points := c.written(decimalComma), c.written(decimalPoint)
	if len(commas) == 0 || len(points) == 0 {
		return
	}
	few, many := commas, points
	if len(points) < len(commas) {
		few, many = points, commas
	}
	for _, odd := range few {
		at := slices.IndexFunc(many, func(a *amount) bool { return a.column == odd.column })
		if at < 0 {
			at = slices.IndexFunc(many, func(a *amount) bool { return a.row == odd.row })
		}
		if at >= 0 {
			c.tell(evidence.LawDecimalMark, c.named(odd.row, odd.column), odd, many[at:at+1], func(a *amount) string { return c.named(a.row, a.column) })
			return
		}
	}
}

// written are the numbers of a table, apart from its first column, that are written in some form.
func (c *computed) written(form *pattern.Pattern) []*amount {
	var out []*amount
	for i := 1; i < len(c.cells); i++ {
		for j := 1; j < len(c.heads); j++ {
			if len(c.heads) == 2 && c.metricAt(i, 1).Name == "" { // a setting may be a list
				continue
			}
			if a := c.cells[i][j]; a != nil && j < len(c.texts[i]) && form.MatchString(strings.TrimSpace(c.texts[i][j].Text)) {
				out = append(out, a)
			}
		}
	}
	return out
}

// portions compares the shares of a column with their whole: those of the parts of the data by
// purpose, and those that the header says are of one mixture.
func (c *computed) portions() {
	for j := 1; j < len(c.heads); j++ {
		if !portions.MatchString(c.heads[j]) && strings.Trim(c.shown[j], "*_ ()") != "%" {
			continue
		}
		var of []*amount
		var kinds []string
		sum, isTold := 0.0, true
		for i := 1; i < len(c.cells); i++ {
			a := c.cells[i][j]
			if summary.MatchString(c.names[i]) {
				continue
			}
			if isTold = isTold && a != nil && a.value >= 0 && a.value <= 100; !isTold {
				break
			}
			if kind := figures.SplitOfWord[firstWord(c.names[i])]; kind != "" && !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
			of, sum = append(of, a), sum+a.value
		}
		if !isTold || len(of) < 2 {
			continue
		}
		whole, room := 100.0, 1.0
		if sum < 2 {
			whole, room = 1, 0.011
		} else if !of[0].percent && !strings.Contains(c.shown[j], "%") {
			continue // they may be of anything
		}
		isSplit := len(kinds) == len(of) && slices.Contains(kinds, "training")
		isMix := mixed.MatchString(c.heads[j]) && sum < 1.5*whole && figures.HeadMetric(c.heads[0]).Name == ""
		if sum > whole+room && (isSplit || isMix) || isSplit && len(kinds) == 3 && sum < whole-room {
			total := &amount{raw: plainFloat(sum), row: of[len(of)-1].row, column: j}
			c.tell(evidence.LawShares, "sum of "+c.shown[j], total, of, c.byRow)
		}
	}
}

// named is how a cell is called by its row and its column.
func (c *computed) named(row, column int) string {
	if len(c.heads) == 2 {
		return c.rows[row]
	}
	return strings.TrimSpace(c.rows[row] + " " + c.shown[column])
}

// firstWord is the first word of a text, in lower case.
func firstWord(text string) string {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " ")
	return word
}

// matrix compares the rows of a confusion matrix with the number of examples of their class.
func (c *computed) matrix() {
	classes := map[string]int{}
	for i := 1; i < len(c.rows); i++ {
		if name := passage.LettersOf(predicted.ReplaceAllString(c.rows[i], " ")); name != "" {
			classes[name] = i
		}
	}
	var columns []int
	whole := -1
	for j := 1; j < len(c.heads); j++ {
		switch name := passage.LettersOf(predicted.ReplaceAllString(c.shown[j], " ")); {
		case classes[name] > 0:
			columns = append(columns, j)
		case amounts.MatchString(c.heads[j]) || sumName.MatchString(c.heads[j]):
			whole = j
		}
	}
	if len(columns) < 2 || len(columns) != len(classes) || whole < 0 {
		return
	}
	for i := 1; i < len(c.cells); i++ {
		sum, of := 0.0, []*amount{}
		for _, j := range columns {
			if a := c.cells[i][j]; a != nil && a.unit == 1 && !a.percent {
				sum, of = sum+a.value, append(of, a)
			}
		}
		if total := c.cells[i][whole]; total != nil && total.unit == 1 && len(of) == len(columns) && sum != total.value {
			c.tell(evidence.LawSum, strings.TrimSpace(c.rows[i]+" "+c.shown[whole]), total, of, c.byColumn)
		}
	}
}
