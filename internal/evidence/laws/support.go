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
	minClasses = 4  // of a table whose numbers of examples are compared
	minTested  = 50 // examples of a test set
)

var (
	balanced = pattern.New(`(?i)\b(?:perfectly |fully |exactly |completely |class-)?balanced\b`)
	// notBalanced are words by which a sentence says so of something else.
	notBalanced = pattern.New(`(?i)\b(?:not|un|im|nearly|almost|roughly|approximately|fairly|relatively|more|less|re|balanced (?:accuracy|f1|performance|approach|trade))\b|imbalanced|unbalanced|balanced[- ](?:accuracy|f1)`)
	// ofTest is a number of examples of the test set.
	ofTest = pattern.New(`(?i)\btest (?:sets?|splits?|data|partition)s?\b(?: (?:contains?|has|have|had|of|with|is|are|includes?|consists? of|comprises?|:))* (?:about |around |exactly )?([0-9]{1,3}(?:[,. ][0-9]{3})+|[0-9]+)( ?k)?\b(?: each\b)?(?: (?:samples?|examples?|images|texts|sentences|documents|records|rows|items|instances|each)\b|[.,;)](?:\s|$)|$)`)
	// tokens are the tables of entities, of which tokens have an accuracy of their own.
	ofTokens = pattern.New(`(?i)token-classification|\bNER\b|named[- ]entit|part-of-speech|multi-?label|seqeval|\bentit(?:y|ies)\b`)
)

// support is a table with the numbers of examples of its classes.
type support struct {
	*computed
	table, column int
	rows          []*amount
	total         float64
}

// supportOf reads a table that has a row for each class, with its number of examples.
func supportOf(d *document.Document, i int) *support {
	t := d.Marks.Tables[i]
	if len(t.Rows) <= minClasses || len(t.Rows) > maxFaultCells {
		return nil
	}
	s := &support{computed: newComputed(t), table: i, column: -1}
	s.column = slices.Index(s.heads, "support")
	if s.column < 0 {
		return nil
	}
	s.at = func(row, column int) evidence.Anchor {
		return evidence.Anchor(d.Path + "#" + document.Pointer("body", "tables", strconv.Itoa(i), strconv.Itoa(row), strconv.Itoa(column)))
	}
	for r := 1; r < len(s.cells); r++ {
		a := s.cells[r][s.column]
		switch {
		case summary.MatchString(s.names[r]), s.names[r] == "":
		case a == nil || a.unit != 1 || elided.MatchString(s.computed.rows[r]):
			return nil
		default:
			s.rows, s.total = append(s.rows, a), s.total+a.value
		}
	}
	if len(s.rows) < minClasses {
		return nil
	}
	return s
}

// supportFaults are numbers of examples that the text of the section contradicts, and accuracies
// that are not the mean recall of the only table beside them.
func supportFaults(d *document.Document, said []sentence) []evidence.Impossible {
	var out []evidence.Impossible
	bySection := map[int][]*support{}
	var sections []int
	for i := range d.Marks.Tables {
		if s := supportOf(d, i); s != nil {
			at := passage.SectionAt(d, d.Marks.Tables[i].Span.Start)
			bySection[at], sections = append(bySection[at], s), append(sections, at)
		}
	}
	if len(sections) == 0 {
		return nil
	}
	told := map[int][]sentence{}
	for _, s := range said {
		told[s.Section] = append(told[s.Section], s)
	}
	for _, at := range slices.Compact(sections) {
		for _, s := range bySection[at] {
			out = append(out, s.balance(told[at])...)
		}
		if len(bySection[at]) == 1 {
			out = append(out, bySection[at][0].counted(told[at])...)
			if !ofTokens.Match(d.Source) {
				out = append(out, bySection[at][0].recall(told[at])...)
			}
		}
	}
	return out[:min(len(out), maxFaults)]
}

// balance is the only class with another number of examples than all others, where the text says
// that there is none.
func (s *support) balance(said []sentence) []evidence.Impossible {
	var off []*amount
	for _, a := range s.rows {
		if a.value != s.common() {
			off = append(off, a)
		}
	}
	told := slices.IndexFunc(said, func(o sentence) bool { return balanced.MatchString(o.Text) && !notBalanced.MatchString(o.Text) })
	if len(off) != 1 || told < 0 {
		return nil
	}
	at, other := s.at(off[0].row, off[0].column), s.rows[0]
	if other == off[0] {
		other = s.rows[1]
	}
	return []evidence.Impossible{{At: at, Law: evidence.LawBalance, Claimed: true, Value: evidence.Stated{At: at, Metric: s.shown[s.column] + " of " + s.computed.rows[off[0].row], Raw: off[0].raw},
		Others: []evidence.Stated{{At: s.at(other.row, other.column), Metric: s.shown[s.column] + " of " + s.computed.rows[other.row], Raw: other.raw}}}}
}

// common is the number of examples that most classes have.
func (s *support) common() float64 {
	times := map[float64]int{}
	best := s.rows[0].value
	for _, a := range s.rows {
		if times[a.value]++; times[a.value] > times[best] {
			best = a.value
		}
	}
	return best
}

// counted is the size of the test set as the text states it, if the table has another one.
func (s *support) counted(said []sentence) []evidence.Impossible {
	for _, o := range said {
		m := ofTest.FindStringSubmatch(o.Text)
		if m == nil {
			continue
		}
		value, ok := decimal.Float(strings.NewReplacer(",", "", " ", "", ".", "").Replace(m[1]))
		if m[2] != "" {
			value *= 1000
		}
		if !ok || value < minTested || math.Abs(value-s.total) <= 0.02*s.total {
			continue
		}
		return []evidence.Impossible{*o.fault(evidence.LawTally, "size of the test set", strings.TrimSpace(m[1]+m[2]), "sum of "+s.shown[s.column], plainFloat(s.total))}
	}
	return nil
}

// recall is the accuracy that the text of the section states once, if it is not the mean recall of
// the classes by their examples.
func (s *support) recall(said []sentence) []evidence.Impossible {
	j := s.computed.column("recall")
	if j < 0 {
		return nil
	}
	mean, unit := 0.0, 0.0
	for _, a := range s.rows {
		r := s.cells[a.row][j]
		if r == nil {
			return nil
		}
		mean, unit = mean+r.value*a.value/s.total, max(unit, r.unit)
	}
	var stated []*amount
	var of []sentence
	for _, o := range said {
		found, _ := figures.MetricsIn(o.Text, figures.Told{})
		for _, m := range found {
			if a := amountOf(m.Raw, 0, 0); a != nil && figures.HeadMetric(m.Metric).Name == "accuracy" {
				stated, of = append(stated, a), append(of, o)
			}
		}
	}
	if len(stated) != 1 || stated[0].isSame(&amount{value: mean, unit: unit}) {
		return nil
	}
	return []evidence.Impossible{*of[0].fault(evidence.LawRecall, "accuracy", stated[0].raw, "mean of "+s.shown[j], plainFloat(mean))}
}
