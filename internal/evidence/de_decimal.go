package evidence

import (
	"math/big"
	"strconv"
	"strings"
)

// rational is a decimal literal of a document exactly, nil for "". Its size is
// bounded by document.MaxNumber and document.MaxExp.
func rational(literal string) *big.Rat {
	if literal == "" {
		return nil
	}
	x, ok := new(big.Rat).SetString(literal)
	if !ok {
		return nil
	}
	return x
}

// float is a decimal literal as the nearest float64; ok is false for "".
func float(literal string) (x float64, ok bool) {
	if literal == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(literal, 64)
	return x, err == nil
}

// decimalPlaces is the place of the last digit that is written of a number.
func decimalPlaces(literal string) int {
	digits, exponent, _ := strings.Cut(strings.ToLower(literal), "e")
	_, fraction, _ := strings.Cut(digits, ".")
	shift, _ := strconv.Atoi(exponent)
	return max(0, len(fraction)-shift)
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
