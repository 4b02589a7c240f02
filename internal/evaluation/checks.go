package evaluation

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Verdicts of a check.
const (
	Met        = "met"
	NotMet     = "not_met"
	Missing    = "missing"      // no result of that name
	NotANumber = "not_a_number" // the result is no finite number
	Ambiguous  = "ambiguous"    // several results of that name disagree on the verdict
	NoBase     = "no_base"      // nothing to compare with: the base has no such result
)

// Bounds of a check.
const (
	Min     = "min"
	Max     = "max"
	NoWorse = "no_worse_than_base"
)

// Check holds every threshold that speaks of the model against its results.
// Each bound of a threshold is a check of its own, and every check has a
// verdict: a metric that is not there is missing, never passed over.
func Check(thresholds []config.Threshold, head, base evidence.Model) []evidence.Check {
	out := []evidence.Check{}
	if !head.Present {
		return out // a model that is removed owes nothing
	}
	for _, t := range thresholds {
		if !t.For(head.ID) {
			continue
		}
		for _, b := range []struct{ bound, limit string }{{Min, t.Min}, {Max, t.Max}, {NoWorse, t.NoWorse}} {
			if b.limit != "" {
				out = append(out, check(t, b.bound, b.limit, head, base))
			}
		}
	}
	return out
}

func check(t config.Threshold, bound, limit string, head, base evidence.Model) evidence.Check {
	c := evidence.Check{
		At: head.At, Threshold: t.ID, Defined: evidence.Anchor(t.At.Path + "#" + t.At.Pointer),
		Metric: t.Metric, Slice: t.Slice, Bound: bound, Limit: limit, Verdict: Missing,
	}
	if len(head.Evaluations) > 0 {
		c.At = head.Evaluations[0].At
	}
	results := find(t, head)
	if len(results) == 0 {
		c.Near = near(t, head)
	}
	baseline := find(t, base)
	for i, r := range results {
		verdict, baseValue := judge(t, bound, limit, r, baseline)
		if i == 0 {
			c.At, c.Value, c.BaseValue, c.Verdict = r.At, r.Raw, baseValue, verdict
			continue
		}
		if verdict == c.Verdict && c.Verdict == Met {
			continue
		}
		if verdict != c.Verdict || r.Raw != c.Value {
			c.At, c.Verdict = r.At, Ambiguous
			return c
		}
	}
	return c
}

// find lists the results that a threshold speaks of, in order of appearance.
func find(t config.Threshold, m evidence.Model) []evidence.Result {
	var out []evidence.Result
	for _, e := range m.Evaluations {
		relative := strings.TrimPrefix(e.Path, m.ID+"/")
		if t.Evaluation != "" && !source.Match(t.Evaluation, relative) {
			continue
		}
		for _, r := range e.Results {
			if r.Metric == t.Metric && r.Slice == t.Slice {
				out = append(out, r)
			}
		}
	}
	return out
}

// near is the result that a threshold which finds none was probably meant for:
// one of the same name in another spelling or slice, else one of a like name.
func near(t config.Threshold, m evidence.Model) string {
	names := map[string]string{} // what is shown, by metric and slice
	for _, e := range m.Evaluations {
		for _, r := range e.Results {
			shown := r.Metric
			if r.Slice != "" {
				shown += " of slice " + r.Slice
			}
			if plain(r.Metric) == plain(t.Metric) && r.Slice == t.Slice {
				return shown
			}
			names[strings.TrimSpace(r.Metric+" "+r.Slice)] = shown
		}
	}
	if best, ok := finding.Nearest(strings.TrimSpace(t.Metric+" "+t.Slice), slices.Collect(maps.Keys(names))); ok {
		return names[best]
	}
	return ""
}

func judge(t config.Threshold, bound, limit string, r evidence.Result, baseline []evidence.Result) (verdict, base string) {
	value, err := parse(r.Value)
	if err != nil {
		return NotANumber, ""
	}
	edge, err := parse(limit)
	if err != nil {
		return NotANumber, ""
	}
	switch bound {
	case Min:
		return verdictOf(value.Cmp(edge) >= 0), ""
	case Max:
		return verdictOf(value.Cmp(edge) <= 0), ""
	}
	return againstBase(t.Direction, value, edge, baseline)
}

// againstBase: the value may be worse than on the base by at most allowance.
// With several results on the base, the value must hold against each.
func againstBase(direction string, value, allowance *big.Rat, baseline []evidence.Result) (verdict, base string) {
	verdict = NoBase
	for _, b := range baseline {
		was, err := parse(b.Value)
		if err != nil {
			return NotANumber, b.Raw
		}
		worse := new(big.Rat).Sub(was, value) // how much worse, where higher is better
		if direction == "lower" {
			worse.Neg(worse)
		}
		if worse.Cmp(allowance) > 0 {
			return NotMet, b.Raw
		}
		verdict, base = Met, b.Raw
	}
	return verdict, base
}

func verdictOf(ok bool) string {
	if ok {
		return Met
	}
	return NotMet
}

// Bound is one side of two thresholds, before and after an edit.
type Bound struct{ Kind, Before, After string }

// Loosened reports whether an edit of a bound lets more pass: a lower min, a
// higher max, a larger allowance, or a bound that is gone. A limit that cannot
// be compared counts as loosened.
func (b Bound) Loosened() bool {
	switch {
	case b.Before == "":
		return false
	case b.After == "":
		return true
	}
	before, err1 := parse(b.Before)
	after, err2 := parse(b.After)
	if err1 != nil || err2 != nil {
		return true
	}
	if b.Kind == Min {
		return after.Cmp(before) < 0
	}
	return after.Cmp(before) > 0
}

// Bounds pairs the bounds of a threshold before and after an edit.
func Bounds(before, after config.Threshold) []Bound {
	return slices.DeleteFunc([]Bound{
		{Min, before.Min, after.Min}, {Max, before.Max, after.Max}, {NoWorse, before.NoWorse, after.NoWorse},
	}, func(b Bound) bool { return b.Before == b.After })
}
