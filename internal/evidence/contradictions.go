package evidence

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// A file that states one number twice, as a summary and as what it sums up, must
// state the same number. Which of the two was measured is not for a gate to guess.

// contradicted reports a number that another part of the file gives otherwise.
func (r *Reading) contradicted(p place, message string) {
	r.report("evidence/contradiction", p, message, "Write the file again with the tool that it is from; do not edit results by hand.")
}

// figures are numbers as a file writes them, of which a computed one is as precise
// as they are: reports are often rounded.
type figures struct{ places int }

// saw takes the decimal places of a number into account.
func (f *figures) saw(literals ...string) {
	for _, literal := range literals {
		f.places = max(f.places, decimalPlaces(literal))
	}
}

// decimalPlaces is the place of the last digit that is written of a number.
func decimalPlaces(literal string) int {
	digits, exponent, _ := strings.Cut(strings.ToLower(literal), "e")
	_, fraction, _ := strings.Cut(digits, ".")
	shift, _ := strconv.Atoi(exponent)
	return max(0, len(fraction)-shift)
}

// same reports whether a number may be the computed one: the difference is at most a
// unit of the last place that is written, and never more than a hundredth.
func (f figures) same(stated, computed *big.Rat) bool {
	size, one := new(big.Rat).Abs(computed), big.NewRat(1, 1)
	if size.Cmp(one) < 0 {
		size = one
	}
	unit := rational("1e-" + strconv.Itoa(min(max(f.places, 2), 6)))
	off := new(big.Rat).Sub(stated, computed)
	return off.Abs(off).Cmp(unit.Mul(unit, size)) <= 0
}

// IsRounded reports whether a number as a file writes it may be the computed one.
func IsRounded(literal string, computed float64) bool {
	stated, exact := rational(literal), new(big.Rat)
	if stated == nil || exact.SetFloat64(computed) == nil {
		return false
	}
	f := figures{}
	f.saw(literal)
	return f.same(stated, exact)
}

// against holds a stated number against what another part of the file comes to; nil
// for what is not known.
func (r *Reading) against(p place, what string, f figures, computed *big.Rat, of string) {
	stated := rational(decimal(p.node))
	if stated == nil || computed == nil {
		return
	}
	f.saw(p.value())
	if !f.same(stated, computed) {
		r.contradicted(p, fmt.Sprintf("%s is %s, but %s %s", what, p.value(), of, rounded(computed)))
	}
}

// between reports a mean, of whatever weights, that does not lie between the values that
// it is of; of values that are no numbers nothing is known.
func (r *Reading) between(x Result, of []Result, what, parts string) {
	stated := rational(x.Value)
	var low, high *big.Rat
	f := figures{}
	f.saw(x.Raw)
	for _, part := range of {
		v := rational(part.Value)
		if v == nil {
			return
		}
		if low == nil || v.Cmp(low) < 0 {
			low = v
		}
		if high == nil || v.Cmp(high) > 0 {
			high = v
		}
	}
	if stated == nil || low == nil {
		return
	}
	if stated.Cmp(low) < 0 && !f.same(stated, low) || stated.Cmp(high) > 0 && !f.same(stated, high) {
		r.contradicted(place{anchor: x.At}, fmt.Sprintf("%s is %s, but %s have from %s to %s", what, x.Raw, parts, rounded(low), rounded(high)))
	}
}

// rounded is a computed number for people.
func rounded(x *big.Rat) string {
	f, _ := x.Float64()
	return strconv.FormatFloat(f, 'g', 6, 64)
}

// weighted is a mean of values by their weights.
type weighted struct {
	sum, weight *big.Rat
	unknown     bool
}

func newWeighted() *weighted { return &weighted{sum: new(big.Rat), weight: new(big.Rat)} }

// add takes a value; nil makes the mean unknown.
func (w *weighted) add(value, weight *big.Rat) {
	if value == nil || weight == nil {
		w.unknown = true
		return
	}
	w.sum.Add(w.sum, new(big.Rat).Mul(value, weight))
	w.weight.Add(w.weight, weight)
}

// mean is nil where it is not known.
func (w *weighted) mean() *big.Rat {
	if w.unknown || w.weight.Sign() <= 0 {
		return nil
	}
	return new(big.Rat).Quo(w.sum, w.weight)
}

// examples is the number of examples at a place, "" where there is none. One that is
// not a whole number, at least 0, is a finding.
func (r *Reading) examples(p place) string {
	n := p.count()
	if n == "" && p.node != nil && (decimal(p.node) != "" || !isFiniteWord(p.node)) {
		r.contradicted(p, fmt.Sprintf("the number of examples is %s, but must be a whole number, at least 0", p.value()))
	}
	return n
}

// examplesOfResult is the number of examples that stands among the results.
func (r *Reading) examplesOfResult(x Result) string {
	n := rational(x.Value)
	if n == nil || !n.IsInt() || n.Sign() < 0 {
		r.contradicted(place{anchor: x.At}, fmt.Sprintf("the number of examples is %s, but must be a whole number, at least 0", x.Raw))
		return ""
	}
	return n.Num().String()
}

// shareOfCount holds a share against the count that it is of: one is 0 where the other is.
func (r *Reading) shareOfCount(share, count place) {
	x, n := rational(decimal(share.node)), rational(decimal(count.node))
	if x != nil && n != nil && x.Sign() != n.Sign() {
		r.contradicted(share, fmt.Sprintf("the share is %s, but the count is %s", share.value(), count.value()))
	}
}

// distances are the names of measures of drift that are never below 0.
var distances = regexp.MustCompile(`(?i)(^|[^a-z])(psi|population.stability.index|jensen.?shannon|js|wasserstein|kl_?div|kullback.leibler|hellinger|energy_distance|ks_statistic|ks|tvd)([^a-z]|$)`)

// distance reports a distance below 0.
func (r *Reading) distance(p place, name string) {
	if x := rational(decimal(p.node)); x != nil && x.Sign() < 0 && distances.MatchString(name) {
		r.contradicted(p, fmt.Sprintf("the distance %q is %s, but must be at least 0", strings.TrimSpace(name), p.value()))
	}
}

// atMost reports a part that is larger than what it is a part of.
func (r *Reading) atMost(part, whole place, words string) {
	n, of := rational(part.count()), rational(whole.count())
	if n != nil && of != nil && n.Cmp(of) > 0 {
		r.contradicted(part, fmt.Sprintf("%s %s of %s", part.value(), words, whole.value()))
	}
}
