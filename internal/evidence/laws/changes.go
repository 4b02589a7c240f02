package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const unitName = `µs|us|ms|milliseconds?|s|secs?|seconds?|min|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?|[kmgt]i?b`

var (
	// fromTo are the two values of a change, with their units; in parentheses or with an arrow without
	// a word before them.
	fromTo = pattern.New(`(?i)(\b(?:from|von|de|desde|da|van) |\(|\s|^)([0-9]+(?:\.[0-9]+)?) ?(%|(?:` + unitName + `)\b)?(?: (?:points?|percent|accuracy|f1|bleu|wer))? ?(to|auf|à|a|até|naar|→|->|vs\.?) ([0-9]+(?:\.[0-9]+)?) ?(%|(?:` + unitName + `)\b)?(?:[\s,;)]|\.?$)`)
	// byPoints is how far a sentence says that two values are apart.
	byPoints = pattern.New(`(?i)(?:\b(?:by|of|um|de|por|di|met)|\+)(?: about| around| roughly)? ?([0-9]+(?:\.[0-9]+)?) ?(?:(%|percent\b)(?:[ -]?(points?|pp)\b)?|(?:absolute |percentage |percent |accuracy |bleu |f1 |wer |prozent)?(?:points?|pp\b|punkte?))( relative| relativ)?`)
	// aChange is how far they are apart in percent, as a noun.
	aChange = pattern.New(`(?i)\ban? ([0-9]+(?:\.[0-9]+)?) ?(%|percent\b) (?:relative )?(?:reduction|decrease|drop|improvement|increase|gain)\b`)
	// changed is a sentence that tells of a change.
	changed = pattern.New(`(?i)\b(?:improv\w*|increas\w*|gain\w*|rais\w*|rise[sn]?|rose|reduc\w*|decreas\w*|drop\w*|lower\w*|boost\w*|falls?|fell|grew|grows?|verbesser\w*|steig\w*|sink\w*|senk\w*|amélior\w*|augment\w*|mejor\w*|aument\w*|melhor\w*|miglior\w*)\b`)
	// further is a word for a second change.
	further = pattern.New(`(?i)\b(?:another|further|additional\w*|then|again|weiter\w*)\b`)
	// factorOf is how many times a sentence says that something is faster or smaller.
	factorOf = pattern.New(`(?i)(?:^|[\s(~])([0-9]+(?:\.[0-9]+)?) ?(?:x|×|times|-?fold) (?:as (?:fast|small|large)|faster|slower|smaller|larger|bigger|quicker|lower|higher|speed-?ups?|reductions?|compression|increase)\b|\b(?:speed-?up|factor|compression ratio) (?:of|by) ([0-9]+(?:\.[0-9]+)?) ?(?:x|×|times)?\b`)
	// twoOrThree are words for a factor.
	twoOrThree = pattern.New(`(?i)\b(?:(twice as (?:fast|small|large)|(?:cut|reduced) (?:in|by) half|halv(?:es|ed|ing)|doubl(?:es|ed|ing))|(three times as (?:fast|small|large)|tripl(?:es|ed|ing)))\b`)
	// roughFactor is a sentence whose factor is no exact one, or one of several.
	roughFactor = pattern.New(`(?i)\b(?:up to|over|more than|at least|nearly|almost|between|on average|respectively|each)\b|[<>≥≤]`)
)

// transition is from one value to another.
type transition struct {
	from, to  *amount
	unit, end string
	isRange   bool // it may be the bounds of another value
	versus    bool // which of the two was before, is not told
	at        []int
}

// transitions are the pairs of values that a sentence states of changes.
func (s sentence) transitions() []transition {
	var out []transition
	for _, at := range fromTo.FindAllSubmatchIndex([]byte(s.Text), 3) {
		m := passage.Groups(s.Text, at)
		isArrow := m[4] == "→" || m[4] == "->"
		isSpoken := strings.Trim(m[1], "( \t\n") != ""
		if !isSpoken && !isArrow && m[1] != "(" {
			continue
		}
		out = append(out, transition{amountOf(m[2], 0, 0), amountOf(m[5], 0, 0), strings.ToLower(m[3]), strings.ToLower(m[6]), !isSpoken && !isArrow, strings.HasPrefix(strings.ToLower(m[4]), "vs"), at[:2]})
	}
	return out
}

// isApart reports whether a word between two places of a sentence says that they are about two things.
func (s sentence) isApart(a, b []int) bool {
	if a[0] > b[0] {
		a, b = b, a
	}
	return a[1] < b[0] && apart.MatchString(s.Text[a[1]:b[0]])
}

var apart = pattern.New(`(?i)\b(?:and|while|whereas|but|und|et|y|e)\b|;`)

// change is a difference that is not the one of the two values beside it.
func (s sentence) change() *evidence.Impossible {
	pairs, points := s.transitions(), byPoints.FindAllSubmatchIndex([]byte(s.Text), 3)
	if len(points) == 0 {
		points = aChange.FindAllSubmatchIndex([]byte(s.Text), 3)
	}
	if len(pairs) != 1 || len(points) != 1 || !changed.MatchString(s.Text) || further.MatchString(s.Text) || s.isApart(pairs[0].at, points[0]) {
		return nil
	}
	by := append(passage.Groups(s.Text, points[0]), "", "")
	of, change := pairs[0], amountOf(by[1], 0, 0)
	a, b := of.from, of.to
	if a == nil || b == nil || change == nil || a.value == b.value || a.value >= 1000 || !isNear(a, b) || of.isRange && of.holds(change) {
		return nil
	}
	isMetric := len(figures.Mentions(s.Text)) > 0 || of.unit+of.end != "" || strings.Contains(a.raw+b.raw, ".")
	isPercent := by[2] != "" && by[3] == ""
	if !isMetric || isDifference(change, a, b) || (isPercent || by[4] != "") && (isRelative(change, a, b) || of.versus && isRelative(change, b, a)) {
		return nil
	}
	is := plainFloat(math.Abs(a.value - b.value))
	if isPercent && a.value > 0 {
		is += ", or " + plainFloat(math.Round(1000*math.Abs(a.value-b.value)/a.value)/10) + "% of " + a.raw
	}
	return s.fault(evidence.LawChange, "change", strings.TrimSpace(by[1]+" "+strings.TrimSpace(by[2]+" "+by[3])), "difference of "+a.raw+" and "+b.raw, is)
}

// holds reports whether a value is between two others, which may be its interval.
func (t transition) holds(a *amount) bool {
	return a.value >= min(t.from.value, t.to.value) && a.value <= max(t.from.value, t.to.value)
}

// isRelative reports whether a number is the difference of two others in percent of the first.
func isRelative(change, from, to *amount) bool {
	return from.value != 0 && math.Abs(change.value-100*math.Abs(from.value-to.value)/from.value) <= change.unit+100*(from.unit+to.unit)/from.value
}

// isDifference reports whether a number is the difference of two others, or in points of a
// percentage that of two fractions.
func isDifference(change, a, b *amount) bool {
	for _, scale := range []float64{1, 100} {
		if math.Abs(change.value-math.Abs(a.value-b.value)*scale) <= (a.unit+b.unit)*scale+change.unit {
			return true
		}
	}
	return false
}

// factor is how many times something is faster or smaller, and is not by the two values beside it.
func (s sentence) factor() *evidence.Impossible {
	pairs, stated := s.transitions(), factorOf.FindAllSubmatchIndex([]byte(s.Text), 3)
	inWords := len(stated) == 0
	if inWords {
		stated = twoOrThree.FindAllSubmatchIndex([]byte(s.Text), 3)
	}
	if len(pairs) != 1 || len(stated) != 1 || roughFactor.MatchString(s.Text) || further.MatchString(s.Text) || s.isApart(pairs[0].at, stated[0]) {
		return nil
	}
	by := passage.Groups(s.Text, stated[0])
	n, of := amountOf(by[1]+by[2], 0, 0), pairs[0]
	if inWords {
		n = &amount{value: 2, unit: 0.6, raw: strings.TrimSpace(by[0])}
		if by[2] != "" {
			n.value = 3
		}
	}
	if n == nil || of.from == nil || of.to == nil || of.unit == "%" || of.isRange && of.unit+of.end == "" {
		return nil
	}
	scale, ok := scaleOf(of.unit, of.end)
	if !ok || of.from.value == 0 || of.to.value == 0 || n.value <= 1 {
		return nil
	}
	ratio := scale * of.from.value / of.to.value
	rounded := math.Abs(ratio) * (of.from.unit/of.from.value + of.to.unit/of.to.value)
	if ratio < 1 {
		ratio, rounded = 1/ratio, rounded/(ratio*ratio)
	}
	room := max(0.6*n.unit, 0.15*n.value) + rounded
	if math.Abs(n.value-ratio) <= room || !inWords && math.Abs(n.value+1-ratio) <= room { // "3 times faster" may be 4 times as fast
		return nil
	}
	return s.fault(evidence.LawFactor, "factor", n.raw, "ratio of "+strings.TrimSpace(of.from.raw+" "+of.unit)+" and "+strings.TrimSpace(of.to.raw+" "+of.end), plainFloat(math.Round(100*ratio)/100))
}

// scaleOf is how many of the second unit one of the first is; ok is false if they are of two kinds.
// A unit that is not written is the other one.
func scaleOf(first, second string) (scale float64, ok bool) {
	if first == "" || second == "" || first == second {
		return 1, true
	}
	for _, units := range []map[string]float64{timeUnits, sizeUnits} {
		if units[first] > 0 && units[second] > 0 {
			return units[first] / units[second], true
		}
	}
	return 0, false
}
