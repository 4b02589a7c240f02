package evaluation

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// disparity holds the groups of a property against each other.
func (x *judge) disparity(c evidence.Check, q question) evidence.Check {
	d := q.threshold.Disparity
	c.Slice = "by " + d.By
	s, before := x.selectHead(q.threshold), x.selectBase(q.threshold)
	if refused, is := x.refuseGroups(c, q, s, before); is {
		return refused
	}
	in, out, owed := members(d, s, before)
	left := leftOut(out)
	if len(in) < 2 {
		c.Verdict, c.Reason = Inconclusive, evidence.ReasonInsufficient
		c.Detail = fmt.Sprintf("only %d groups by %s have enough examples%s%s", len(in), d.By, asked(d.MinSamples), left)
		return c
	}
	slices.SortFunc(in, func(a, b member) int { return cmp.Or(a.value.Cmp(b.value), cmp.Compare(a.name, b.name)) })
	low, high := in[0], in[len(in)-1]
	c.At, c.Value, c.N, c.BaseValue, c.BaseN = low.at, low.raw, low.n, high.raw, high.n
	c.BaselineFrom = "the group " + high.name
	c = extreme(c, q, low, high, in)
	if c.Detail != "" {
		c.Detail += "; "
	}
	c.Detail += fmt.Sprintf("of %d groups, %s is lowest with %s and %s is highest with %s%s", len(in), low.name, low.raw, high.name, high.raw, left)
	if len(owed) > 0 && c.Verdict == Pass { // what is not compared is not shown to be alike
		c.Verdict, c.Reason = Inconclusive, evidence.ReasonInsufficient
		c.Detail += fmt.Sprintf("; more examples are required for %s%s", strings.Join(owed, ", "), asked(d.MinSamples))
	}
	return c
}

// refuseGroups refuses the check where a group that the threshold or the baseline
// has is missing, has several results, or one that is no value of its metric.
func (x *judge) refuseGroups(c evidence.Check, q question, s, before *selector) (evidence.Check, bool) {
	d := q.threshold.Disparity
	for _, name := range slices.Concat(d.Required, before.groups(d.By), s.groups(d.By)) {
		results := s.of(d.By + "=" + name)
		switch {
		case len(results) == 0:
			c.Near = s.near(d.By + "=" + name)
			owed := "the threshold requires the group"
			if !slices.Contains(d.Required, name) {
				owed = x.Compared.Named + " has a result of the group"
			}
			return refuse(c, evidence.ReasonSliceMissing, fmt.Sprintf("%s %q, but the head has none", owed, name)), true
		case len(results) > 1:
			c.At = results[0].At
			return refuse(c, evidence.ReasonAmbiguous, fmt.Sprintf("%d results found for group %q: %s", len(results), name, values(results))), true
		}
		if none(results[0].N) {
			continue // it is left out, as too small
		}
		one, _ := x.one(c, question{threshold: q.threshold, bound: Suspicious, limit: "1e300"}, results[0])
		if one.Verdict == Error {
			return one, true
		}
	}
	return c, false
}

// members are the groups that are compared, those left out as too small, and the
// names of those among the latter that were to be compared.
func members(d *config.Disparity, s, before *selector) (in, out []member, owed []string) {
	for _, name := range s.groups(d.By) {
		l := s.of(d.By + "=" + name)[0]
		value, _ := parse(l.Value) // it was parsed before
		m := member{name: name, value: value, at: l.At, raw: l.Raw, n: l.N}
		m.k, m.count = counts(l.Result)
		if short, _ := tooFew(d.MinSamples, l.N); !short && !none(l.N) {
			in = append(in, m)
			continue
		}
		out = append(out, m)
		if l.N == "" || slices.Contains(d.Required, name) || before.large(d, name) {
			owed = append(owed, name)
		}
	}
	return in, out, owed
}

// large reports whether a result of the group has enough examples.
func (s *selector) large(d *config.Disparity, name string) bool {
	return slices.ContainsFunc(s.of(d.By+"="+name), func(l located) bool {
		short, _ := tooFew(d.MinSamples, l.N)
		return !short && !none(l.N)
	})
}

// asked says how many examples a group owes.
func asked(minimum string) string {
	if minimum == "" {
		return ""
	}
	return fmt.Sprintf(" (%s required in each)", minimum)
}

// member is a group with its result.
type member struct {
	name, raw, n string
	value        *big.Rat
	at           evidence.Anchor
	k, count     int64
}

func leftOut(out []member) string {
	if len(out) == 0 {
		return ""
	}
	var names []string
	for _, m := range out {
		names = append(names, fmt.Sprintf("%s (n = %s)", m.name, cmp.Or(m.n, "unknown")))
	}
	return "; too small to be compared: " + strings.Join(names, ", ")
}

// extreme compares the lowest group with the highest: exactly, in products; and
// with an interval where the counts of all groups are known.
func extreme(c evidence.Check, q question, low, high member, in []member) evidence.Check {
	edge, err := parse(q.limit)
	if err != nil {
		return refuse(c, evidence.ReasonNotANumber, "the bound is not a number")
	}
	c, defined := observed(c, q.threshold.Disparity.Measure, edge, low, high)
	if !defined {
		return c
	}
	var groups []Group
	for _, m := range in {
		if m.count == 0 {
			return uncertain(c)
		}
		groups = append(groups, Group{m.name, m.k, m.count})
	}
	b, err := betweenGroups(groups, 1, bothSides(confidence(q.threshold)))
	if err != nil {
		return uncertain(c)
	}
	return supported(c, q.threshold, edge, b)
}

// observed compares what was measured with the bound, without its uncertainty. A
// ratio to nothing, or of less than nothing, is not defined.
func observed(c evidence.Check, measure string, edge *big.Rat, low, high member) (_ evidence.Check, defined bool) {
	difference := new(big.Rat).Sub(high.value, low.value)
	holds := difference.Cmp(edge) <= 0
	c.Change = decimalText(difference)
	if measure == "ratio" {
		if low.value.Sign() < 0 || high.value.Sign() == 0 {
			c.Verdict, c.Reason, c.Detail, c.Change = Inconclusive, evidence.ReasonUndefined, "a ratio to this is undefined", ""
			return c, false
		}
		holds = low.value.Cmp(new(big.Rat).Mul(edge, high.value)) >= 0
		c.Change = decimalText(new(big.Rat).Quo(low.value, high.value))
	}
	c.Verdict, c.Reason = Fail, ""
	if holds {
		c.Verdict = Pass
	}
	c.Detail = fmt.Sprintf("the %s is %s", measure, c.Change)
	return c, true
}

// supported asks whether the numbers of examples support the verdict.
func supported(c evidence.Check, t config.Threshold, edge *big.Rat, b Disparity) evidence.Check {
	i := b.DiffInterval
	if t.Disparity.Measure == "ratio" {
		i = b.RatioInterval
	}
	pairs := b.Groups * (b.Groups - 1) / 2
	c.Rung, c.Low, c.High, c.P = Counts, shown(i.Low), shown(i.High), shown(b.P)
	c.Method = fmt.Sprintf("interval of the extreme pair for the choice among %d, Fisher's exact test p = %s", pairs, c.P)
	limit, _ := edge.Float64()
	beyond, within := sides(t.Disparity.Measure, i, limit)
	far, near := b.apart(t.Disparity.Measure, limit)
	level := alpha(t) / float64(pairs)
	beyond, within = beyond && near <= level, within && far <= level
	switch {
	case c.Mode == Catch && !beyond && c.Verdict == Fail:
		c.Verdict = Pass
		c.Detail += ", beyond the limit, but not statistically significant"
	case c.Mode == Prove && c.Verdict == Pass && !within:
		c.Verdict, c.Reason = Inconclusive, evidence.ReasonNotShown
		c.Detail += ", and the interval reaches beyond the limit"
		c = wouldDecide(c, "")(unpairedSize(b.Highest.rate(), missing(t.Disparity.Measure, b.Lowest.rate(), b.Highest.rate(), limit), alpha(t), Power))
	}
	if math.IsNaN(i.Low) || math.IsNaN(i.High) {
		c.Low, c.High = "", ""
	}
	return c
}

// sides tells whether an interval lies beyond the limit, or within it: a ratio must
// not be below, a difference not above.
func sides(measure string, i interval, limit float64) (beyond, within bool) {
	if measure == "ratio" {
		return i.High < limit, i.Low >= limit
	}
	return i.Low > limit, i.High <= limit
}

// missing is how far the lowest share is from where the limit would have it.
func missing(measure string, low, high, limit float64) float64 {
	if measure == "ratio" {
		return low - limit*high
	}
	return low - (high - limit)
}

// uncertain is a disparity of which only the values are known.
func uncertain(c evidence.Check) evidence.Check {
	if c.Mode != Point {
		c.Verdict, c.Reason = Inconclusive, evidence.ReasonNoUncertainty
		c.Detail += "; the mode requires a test, but the group counts are unknown"
	}
	return c
}
