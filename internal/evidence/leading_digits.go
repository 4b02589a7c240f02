package evidence

import (
	"slices"
	"strings"
)

// Lead is the first four digits of a number that are not leading zeros, as 9314 of
// 0.93142, and 9000 of 0.9. They do not depend on how the number is written: 9e-1, 90%.
type Lead struct {
	number uint16
	digits int
}

// Add takes the next character of a number. Points and underscores are no digits.
func (l *Lead) Add(c byte) {
	if c < '0' || c > '9' || l.digits == tellingDigits || l.digits == 0 && c == '0' {
		return
	}
	l.number = 10*l.number + uint16(c-'0')
	l.digits++
}

// Number is the digits, 0 for a number that is zero.
func (l Lead) Number() uint16 {
	n := l.number
	for range tellingDigits - l.digits {
		n *= 10
	}
	return n
}

// Trace is what must be in a file, among the leading digits of its numbers, that states
// what an evaluation does. The zero value is in any file.
type Trace struct {
	values  []uint16 // of which a few must be there
	results []uint16 // which must all be there, if it states the same
}

// TraceOf is the trace of an evaluation.
func TraceOf(e Evaluation) Trace {
	var t Trace
	for value := range TellingValues(e) {
		n, ok := leadOf(value)
		if !ok {
			return Trace{} // of so many values that their names count
		}
		t.values = append(t.values, n)
	}
	for _, r := range e.Results {
		n, ok := leadOf(r.Value)
		if !ok {
			continue
		}
		if n > 0 {
			t.results = append(t.results, n)
		}
	}
	return t
}

// leadOf is the leading digits of a decimal literal.
func leadOf(literal string) (uint16, bool) {
	digits, _, _ := strings.Cut(strings.ToLower(strings.TrimLeft(literal, "+-")), "e")
	var lead Lead
	for i := range len(digits) {
		if c := digits[i]; c != '.' && (c < '0' || c > '9') {
			return 0, false
		}
		lead.Add(digits[i])
	}
	return lead.Number(), digits != ""
}

// MayBeIn reports whether a file may state what the evaluation does: false only if it
// neither has all of its results nor enough of its values. A value is rounded, so that
// it may have been one less.
func (t Trace) MayBeIn(leads []uint16) bool {
	has := func(n uint16) bool { _, found := slices.BinarySearch(leads, n); return found }
	shared := 0
	for _, v := range t.values {
		if has(v) || has(v-1) {
			shared++
		}
	}
	return shared >= sameValues || !slices.ContainsFunc(t.results, func(n uint16) bool { return !has(n) })
}
