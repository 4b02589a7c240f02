package evidence

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// What results say is told by their values: bytes, keys that are added, the syntax and
// the format say nothing about what was measured.

// Restates reports whether results are those of a file of before: all that both have
// measured has the same value, and they name no other time, model or commit.
func (e Evaluation) Restates(before Evaluation) bool {
	for _, said := range [][2]string{{e.Created.Value, before.Created.Value}, {e.Subject.Digest, before.Subject.Digest}, {e.Subject.Commit, before.Subject.Commit}} {
		if said[0] != "" && said[0] != said[1] {
			return false
		}
	}
	was := map[string]Result{}
	for _, r := range before.Results {
		was[r.measured()] = r
	}
	common := false
	for _, r := range e.Results {
		old, both := was[r.measured()]
		if !both || !r.Valid || !old.Valid {
			continue
		}
		if common = true; !sameNumber(r.Value, old.Value) || r.N != old.N && r.N != "" && old.N != "" {
			return false
		}
	}
	return common
}

// sameNumber compares two decimal literals exactly.
func sameNumber(a, b string) bool {
	x, isNumber := new(big.Rat).SetString(a)
	y, both := new(big.Rat).SetString(b)
	return isNumber && both && x.Cmp(y) == 0
}

// measured names what a result has measured.
func (r Result) measured() string {
	return fmt.Sprintf("%q", []string{r.Metric, r.Task, r.Dataset.Name, r.Dataset.Split, r.Slice, fmt.Sprint(r.Variant)})
}

// Values tell results from those of another model if several are the same: each has a
// fraction and four significant digits, and is not one of a few examples.
const (
	tellingDigits = 4
	fewExamples   = 100
	sameValues    = 3   // that are not chance
	maxLoose      = 100 // values that are compared whatever they are called; of more, some are the same by chance
	maxRatio      = 8   // of the numbers of values of two files
)

// TellingValues are the values of results that tell, scaled: 93.14 % is 0.9314.
func TellingValues(e Evaluation) map[string]bool {
	loose, named := map[string]bool{}, map[string]bool{}
	for _, r := range e.Results {
		if value := telling(r); value != "" {
			loose[value], named[r.measured()+value] = true, true
		}
	}
	if len(loose) > maxLoose {
		return named
	}
	return loose
}

// telling is the significand of a value in four digits, "" for one that tells nothing.
func telling(r Result) string {
	x, err := strconv.ParseFloat(r.Value, 64)
	n, uncounted := strconv.ParseFloat(r.N, 64)
	if err != nil || !strings.Contains(r.Value, ".") || uncounted == nil && n < fewExamples {
		return ""
	}
	digits, _, _ := strings.Cut(strconv.FormatFloat(x, 'e', tellingDigits-1, 64), "e")
	if strings.HasSuffix(digits, "0") {
		return ""
	}
	return digits
}

// MostlyShared is how many values two files share, 0 if that may be chance.
func MostlyShared(a, b map[string]bool) int {
	shared := 0
	for value := range a {
		if b[value] {
			shared++
		}
	}
	fewer, more := min(len(a), len(b)), max(len(a), len(b))
	if shared < sameValues || 2*shared < fewer || more > maxRatio*fewer {
		return 0
	}
	return shared
}
