package laws

import (
	"math"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// extreme is a clause that says of a row that no other has a higher value, or a lower one.
	extreme = pattern.New(`(?i)\b(best|strongest|highest|weakest|worst|poorest|lowest)((?: [\pL\pN-]+){0,2}?) (?:(?:(?:is|was) )?(?:reached|achieved|obtained|measured|seen) (?:on|for|by|with|in)|is|are|was|were) (?:on |for |in |that of |the )*([^,;]{1,80})$`)
	// extremeOf is such a clause that begins with the name of the row.
	extremeOf = pattern.New(`(?i)^(?:and |while |the )*([^,;]{1,60}?) (?:has|have|reaches|reached|achieves|achieved|gets|got|shows|obtains|is|was) the (best|strongest|highest|weakest|worst|poorest|lowest)((?: [\pL\pN@-]+){0,2})$`)
	// genericName is a noun for any row.
	genericName = pattern.New(`(?i)^(?:|(?:overall )?(?:pairs?|languages?|tasks?|datasets?|class(?:es)?|categor(?:y|ies)|domains?|results?|scores?|values?|performance|models?|systems?|labels?|benchmarks?|settings?))$`)
	// ofFew are words of a superlative that is of some rows only, or of another value.
	ofFew = pattern.New(`(?i)\b(?:among|amongst|except|apart|excluding|besides|second|next|third|after|not|n't|other|relative\w*|improvement|gain|difference|almost|nearly|one of|typically|often|when|if|open|small\w*|large\w*)\b`)
	// clauseBreak divides what is said of two rows.
	clauseBreak = pattern.New(`(?i)[,;] (?:and |while |whereas |but )?|\.$|\b(?: and| while| whereas| but) (?:the )`)
	// betterIn is how a text says in which direction a metric is better.
	betterIn = pattern.New(`(?i)\b(?:(higher|larger|greater)|(lower|smaller))(?: (?:values?|scores?|numbers?))?(?: is| are|:| =)? better\b|\bthe (?:(higher)|(lower)),? the better\b`)
	// byPointsOf is a change behind the name of a row, in points.
	byPointsOf = pattern.New(`(?i)\b(?:on|for|in) ([\pL\pN][^()\n,;:]{1,40}?) \(([+−-][0-9]+(?:\.[0-9]+)?) ?(?:points?|pp|percentage points?)\)`)
	// fromElsewhere are words of a change against what is not in the table.
	fromElsewhere = pattern.New(`(?i)\b(?:over|compared|vs|versus|than|against|previous|earlier|last|version|paper|relative)\b`)
)

// columnFaults are sentences about the only table of their section that its column shows to be wrong.
func columnFaults(d *document.Document, said []sentence) []evidence.Impossible {
	out := []evidence.Impossible{}
	if len(d.Marks.Tables) == 0 {
		return out
	}
	tables, known := map[int][]int{}, map[int]*computed{}
	for i, t := range d.Marks.Tables {
		at := passage.SectionAt(d, t.Span.Start)
		tables[at] = append(tables[at], i)
	}
	for _, s := range said {
		of := tables[s.Section]
		if s.Section < 0 || len(of) != 1 || !isComputable(d.Marks.Tables[of[0]]) || figures.IsTrainingLog(d.Marks.Tables[of[0]]) {
			continue
		}
		c := known[of[0]]
		if c == nil {
			c = newComputed(d.Marks.Tables[of[0]])
			c.at = func(row, column int) evidence.Anchor { return figures.CellAt(d, of[0], row, column) }
			known[of[0]] = c
		}
		for _, found := range append(s.extremes(c), s.direction(c), s.pointsOf(c), s.gainOf(c), s.onAll(c), s.relativeTo(c)) {
			if found != nil && len(out) < maxFaults {
				out = append(out, *found)
			}
		}
	}
	return out
}

// extremes are the rows that a sentence says to be the best or the worst, and that are not.
func (s sentence) extremes(c *computed) []*evidence.Impossible {
	var out []*evidence.Impossible
	from := 0
	ends := append(clauseBreak.FindAllStringIndex(s.Text, passage.MaxMentions), []int{len(s.Text), len(s.Text)})
	for _, end := range ends {
		clause := strings.TrimRight(s.Text[from:end[0]], ". ")
		from = end[1]
		m := extreme.FindStringSubmatch(clause)
		if first := extremeOf.FindStringSubmatch(clause); m == nil && first != nil {
			m = []string{clause, first[2], first[3], first[1]}
		}
		if m == nil || ofFew.MatchString(clause) {
			continue
		}
		row, column := c.rowNamed(m[3]), c.columnFor(strings.TrimSpace(m[2]))
		if row > 0 && column > 0 {
			out = append(out, s.extreme(c, strings.ToLower(m[1]), row, column))
		}
	}
	return out
}

// rowNamed is the only row of a table whose name is a text, 0 if there is none.
func (c *computed) rowNamed(text string) int {
	found, name := 0, passage.LettersOf(text)
	for i := 1; i < len(c.rows); i++ {
		if own := passage.LettersOf(c.rows[i]); own != "" && own == name {
			if found > 0 {
				return 0
			}
			found = i
		}
	}
	return found
}

// columnFor is the column of numbers that a noun is for: that of the metric, else the only one.
func (c *computed) columnFor(noun string) int {
	metric := figures.HeadMetric(noun)
	found := 0
	for j := 1; j < len(c.heads); j++ {
		if !c.isNumberColumn(j) || metric.Name != "" && !figures.HeadMetric(c.shown[j]).IsOneOf(metric) {
			continue
		}
		if found > 0 {
			return 0
		}
		found = j
	}
	if metric.Name == "" && !genericName.MatchString(noun) && passage.LettersOf(noun) != passage.LettersOf(c.shown[0]) {
		return 0
	}
	return found
}

// extreme is a row that has not the value of its column that a word says it has.
func (s sentence) extreme(c *computed, word string, row, column int) *evidence.Impossible {
	named := c.cells[row][column]
	of := figures.HeadMetric(c.shown[column]).Name
	isHigh := slices.Contains([]string{"best", "strongest", "highest"}, word)
	if word != "highest" && word != "lowest" {
		switch {
		case of == "":
			return nil
		case lowerBetter[of]:
			isHigh = !isHigh
		}
	}
	if named == nil {
		return nil
	}
	first := named
	for i := 1; i < len(c.cells); i++ {
		a := c.cells[i][column]
		switch {
		case a == nil, summary.MatchString(c.names[i]), unranked.MatchString(c.rows[i]):
		case !isNear(a, named):
			return nil
		case isHigh && a.value > first.value || !isHigh && a.value < first.value:
			first = a
		}
	}
	if math.Abs(first.value-named.value) < max(first.unit, named.unit) {
		return nil
	}
	found := s.fault(evidence.LawExtreme, c.rows[row], named.raw, c.rows[first.row], first.raw)
	found.Others[0].At = c.at(first.row, column)
	return found
}

// direction is a direction in which a sentence says that a metric is better, and in which it is worse.
func (s sentence) direction(c *computed) *evidence.Impossible {
	said := betterIn.FindAllStringSubmatch(s.Text, 2)
	if len(said) != 1 {
		return nil
	}
	var names []string
	for _, m := range figures.Mentions(s.Text) {
		names = append(names, m.Metric.Name)
	}
	if len(names) == 0 {
		for _, head := range append(slices.Clone(c.shown[1:]), c.rows[1:]...) {
			if of := figures.HeadMetric(head); of.Name != "" {
				names = append(names, of.Name)
			}
		}
	}
	isWrong := func(name string) bool {
		name, _, _ = strings.Cut(name, "@")
		return lowerBetter[name] == (said[0][1]+said[0][3] != "") && (lowerBetter[name] || shares[name] || boundedMetrics[name])
	}
	if len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return !isWrong(name) }) {
		return nil
	}
	return s.alone(evidence.LawDirection, "better value of "+names[0], strings.ToLower(said[0][1]+said[0][2]+said[0][3]+said[0][4]))
}

// pointsOf is a change in points behind the name of a row that has two values, and is not theirs.
func (s sentence) pointsOf(c *computed) *evidence.Impossible {
	m := byPointsOf.FindStringSubmatch(s.Text)
	if m == nil || fromElsewhere.MatchString(s.Text) {
		return nil
	}
	row, change := c.rowNamed(m[1]), amountOf(strings.NewReplacer("−", "-", "+", "").Replace(m[2]), 0, 0)
	if row == 0 || change == nil {
		return nil
	}
	var two []*amount
	for _, a := range c.cells[row] {
		if a != nil {
			two = append(two, a)
		}
	}
	if len(two) != 2 || !isNear(two[0], two[1]) || isDifference(&amount{value: math.Abs(change.value), unit: change.unit}, two[0], two[1]) {
		return nil
	}
	return s.fault(evidence.LawChange, "change of "+c.rows[row], m[2], "difference of "+two[0].raw+" and "+two[1].raw, plainFloat(math.Abs(two[0].value-two[1].value)))
}
