// Package decimal owns numbers as files write them: their exact values, and whether one may
// be the rounding of another. Bounds and verdicts are for others.
package decimal

import (
	"math/big"
	"strconv"
	"strings"
)

// Rational is a decimal literal of a document exactly, nil for "". Its size is
// bounded by document.MaxNumber and document.MaxExp.
func Rational(literal string) *big.Rat {
	if literal == "" {
		return nil
	}
	x, ok := new(big.Rat).SetString(literal)
	if !ok {
		return nil
	}
	return x
}

// Float is a decimal literal as the nearest float64; ok is false for "".
func Float(literal string) (x float64, ok bool) {
	if literal == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(literal, 64)
	return x, err == nil
}

// Places is the place of the last digit that is written of a number.
func Places(literal string) int {
	digits, exponent, _ := strings.Cut(strings.ToLower(literal), "e")
	_, fraction, _ := strings.Cut(digits, ".")
	shift, _ := strconv.Atoi(exponent)
	return max(0, len(fraction)-shift)
}

// Figures are numbers as a file writes them, of which a computed one is as precise
// as they are: reports are often rounded.
type Figures struct{ Places int }

// Saw takes the decimal places of a number into account.
func (f *Figures) Saw(literals ...string) {
	for _, literal := range literals {
		f.Places = max(f.Places, Places(literal))
	}
}

// Same reports whether a number may be the computed one: the difference is at most a
// unit of the last place that is written, and never more than a hundredth.
func (f Figures) Same(stated, computed *big.Rat) bool {
	size, one := new(big.Rat).Abs(computed), big.NewRat(1, 1)
	if size.Cmp(one) < 0 {
		size = one
	}
	unit := Rational("1e-" + strconv.Itoa(min(max(f.Places, 2), 6)))
	off := new(big.Rat).Sub(stated, computed)
	return off.Abs(off).Cmp(unit.Mul(unit, size)) <= 0
}

// IsRounded reports whether a number as a file writes it may be the computed one.
func IsRounded(literal string, computed float64) bool {
	stated, exact := Rational(literal), new(big.Rat)
	if stated == nil || exact.SetFloat64(computed) == nil {
		return false
	}
	f := Figures{}
	f.Saw(literal)
	return f.Same(stated, exact)
}

// Rounded is a computed number for people.
func Rounded(x *big.Rat) string {
	f, _ := x.Float64()
	return strconv.FormatFloat(f, 'g', 6, 64)
}

// Weighted is a mean of values by their weights.
type Weighted struct {
	sum, weight *big.Rat
	unknown     bool
}

// NewWeighted is a mean of nothing yet.
func NewWeighted() *Weighted { return &Weighted{sum: new(big.Rat), weight: new(big.Rat)} }

// Add takes a value; nil makes the mean unknown.
func (w *Weighted) Add(value, weight *big.Rat) {
	if value == nil || weight == nil {
		w.unknown = true
		return
	}
	w.sum.Add(w.sum, new(big.Rat).Mul(value, weight))
	w.weight.Add(w.weight, weight)
}

// Mean is nil where it is not known.
func (w *Weighted) Mean() *big.Rat {
	if w.unknown || w.weight.Sign() <= 0 {
		return nil
	}
	return new(big.Rat).Quo(w.sum, w.weight)
}
