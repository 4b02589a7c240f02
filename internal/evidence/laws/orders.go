package laws

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// cutAt is a metric that cannot fall with the number of ranks, or attempts, that it is of.
	cutAt = pattern.New(`(?i)^(.*?)\b(r|recall|hits?|hit ?rate|acc|accuracy|pass|success|success ?rate)\s?@\s?([0-9]{1,4})$`)
	topOf = pattern.New(`(?i)^(.*?)\b(?:top)[- ]?([0-9]{1,3})\b(?:\s*(accuracy|acc\.?|recall))?$`)
	// overlapMean and overlapHalf are the average precision over overlaps, and at the most lenient of them.
	overlapMean = pattern.New(`(?i)^(?:(box|mask) ?)?m?ap(?:@\[?\.?0?\.50?:0?\.95\]?| ?50-95|50:95)?$`)
	overlapAt   = pattern.New(`(?i)^(?:(box|mask) ?)?m?ap[ @_-]*(?:0?\.)?(50|75)$`)
)

// cutOffOf is what a name measures, and within how many ranks.
func cutOffOf(name string) (of string, k int) {
	name = figures.BareLabel(name)
	if m := cutAt.FindStringSubmatch(name); m != nil {
		k, _ = strconv.Atoi(m[3])
		what := strings.ToLower(m[2])
		if what == "r" {
			what = "recall"
		}
		return passage.LettersOf(m[1]) + " " + passage.LettersOf(what), k
	}
	if m := topOf.FindStringSubmatch(name); m != nil {
		k, _ = strconv.Atoi(m[2])
		return passage.LettersOf(m[1]) + " top" + passage.LettersOf(m[3]), k
	}
	return "", 0
}

// cutoffs compares the values of one metric within more and more ranks, along rows and columns.
func (c *computed) cutoffs() {
	for i := 1; i < len(c.cells); i++ {
		c.ordered(c.shown, func(k int) *amount { return c.cells[i][k] }, c.byColumn)
		c.overlaps(c.shown, func(k int) *amount { return c.cells[i][k] }, c.byColumn)
	}
	for j := range c.heads {
		c.ordered(c.rows, func(k int) *amount { return c.cells[k][j] }, c.byRow)
		c.overlaps(c.rows, func(k int) *amount { return c.cells[k][j] }, c.byRow)
	}
}

// ordered compares the values of one line.
func (c *computed) ordered(names []string, value func(int) *amount, called func(*amount) string) {
	type at struct {
		k int
		a *amount
	}
	of := map[string][]at{}
	var order []string
	for i, name := range names {
		what, k := cutOffOf(name)
		if k == 0 {
			continue
		}
		if a := value(i); a != nil {
			if of[what] == nil {
				order = append(order, what)
			}
			of[what] = append(of[what], at{k, a})
		}
	}
	for _, what := range order {
		line := of[what]
		slices.SortStableFunc(line, func(a, b at) int { return a.k - b.k })
		for i := 1; i < len(line); i++ {
			low, high := line[i-1], line[i]
			if low.k < high.k && isNear(low.a, high.a) && low.a.value > high.a.value+low.a.unit+high.a.unit {
				c.tell(evidence.LawCutoff, called(high.a), high.a, []*amount{low.a}, called)
			}
		}
	}
}

// overlaps compares the average precision over all overlaps, and at a strict one, with that at the
// most lenient one.
func (c *computed) overlaps(names []string, value func(int) *amount, called func(*amount) string) {
	half, strict := map[string]*amount{}, map[string][]*amount{}
	for i, name := range names {
		name = strings.TrimSpace(name)
		a := value(i)
		if a == nil {
			continue
		}
		if m := overlapAt.FindStringSubmatch(name); m != nil && m[2] == "50" {
			half[strings.ToLower(m[1])] = a
		} else if m != nil {
			strict[strings.ToLower(m[1])] = append(strict[strings.ToLower(m[1])], a)
		} else if m := overlapMean.FindStringSubmatch(name); m != nil {
			strict[strings.ToLower(m[1])] = append(strict[strings.ToLower(m[1])], a)
		}
	}
	for _, kind := range []string{"", "box", "mask"} {
		for _, a := range strict[kind] {
			if h := half[kind]; h != nil && isNear(a, h) && a.value > h.value+a.unit+h.unit {
				c.tell(evidence.LawMeanPrecision, called(h), h, []*amount{a}, called)
			}
		}
	}
}
