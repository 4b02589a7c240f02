package pattern

import (
	"math"
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// Required is texts of which whatever an expression matches has one, folded: the rarest
// that can be told, or nil.
func Required(re *syntax.Regexp) []string { return requiredBy(re.Simplify()).some }

// required is what is known of an expression: all that it matches, where that is little;
// texts with one of which all that it matches begins; and texts of which all that it
// matches has one. Each is nil where it is not known.
type required struct{ all, begin, some []string }

// maxAlternatives is how many texts are kept of one expression.
const maxAlternatives = 64

func requiredBy(re *syntax.Regexp) required {
	switch re.Op {
	case syntax.OpLiteral:
		return exactly(Fold(string(re.Rune)))
	case syntax.OpCharClass:
		return ofClass(re.Rune)
	case syntax.OpCapture:
		return requiredBy(re.Sub[0])
	case syntax.OpPlus:
		is := requiredBy(re.Sub[0])
		return required{begin: is.begin, some: is.some}
	case syntax.OpQuest:
		if all := requiredBy(re.Sub[0]).all; all != nil {
			return required{all: append(slices.Clone(all), ""), begin: append(slices.Clone(all), "")}
		}
		return required{}
	case syntax.OpConcat:
		return ofConcat(re.Sub)
	case syntax.OpAlternate:
		return ofAlternate(re.Sub)
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return required{all: []string{""}, begin: []string{""}}
	}
	return required{}
}

func exactly(all ...string) required {
	slices.Sort(all)
	all = slices.Compact(all)
	return required{all: all, begin: all, some: all}
}

// ofClass is one of the runes of a class; of one that leaves out a few, nothing is known.
func ofClass(ranges []rune) required {
	var all []string
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i+1]-ranges[i] >= maxAlternatives {
			return required{}
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			all = append(all, Fold(string(r)))
		}
	}
	if len(all) > maxAlternatives {
		return required{}
	}
	return exactly(all...)
}

func ofAlternate(subs []*syntax.Regexp) required {
	out := required{all: []string{}, begin: []string{}, some: []string{}}
	join := func(to *[]string, of []string, most int) {
		if *to == nil || of == nil || len(*to)+len(of) > most {
			*to = nil
		} else {
			*to = append(*to, of...)
		}
	}
	for _, sub := range subs {
		is := requiredBy(sub)
		join(&out.all, is.all, maxAlternatives)
		join(&out.begin, is.begin, maxAlternatives)
		join(&out.some, is.some, math.MaxInt)
	}
	return out
}

// ofConcat multiplies what is known of one part with that of the next, as long as that
// is not too much, and keeps the rarest.
func ofConcat(subs []*syntax.Regexp) required {
	run, isWhole, isBegin := []string{""}, true, true
	var out required
	keep := func(some []string) {
		if rarity(some) < rarity(out.some) {
			out.some = some
		}
	}
	for _, sub := range subs {
		is := requiredBy(sub)
		keep(is.some)
		if is.begin != nil && len(run)*len(is.begin) <= maxAlternatives {
			run = product(run, is.begin)
			keep(run)
		} else if is.all != nil {
			is.begin = nil // too many: begin again
		}
		if isBegin {
			out.begin = run
		}
		if is.all == nil || is.begin == nil {
			isWhole, isBegin, run = false, false, []string{""}
		}
		if is.all != nil && is.begin == nil && len(is.all) <= maxAlternatives {
			run = is.all
		}
	}
	if isWhole {
		out.all = run
	}
	return out
}

func product(a, b []string) []string {
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return exactly(out...).all
}

// rarity is how often texts are found by chance, the least first.
func rarity(some []string) float64 {
	if some == nil {
		return math.Inf(1)
	}
	sum := 0.0
	for _, text := range some {
		chance := 1.0
		for _, r := range text {
			chance /= float64(30 * utf8.RuneLen(r) * utf8.RuneLen(r))
		}
		sum += chance
	}
	return sum
}
