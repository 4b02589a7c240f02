package evaluation

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// A ratchet holds a result against the best so far: what the lock of the policy
// remembers, and what the baseline has. A margin against the baseline alone lets
// a metric slide as far as one likes in small steps.

// ratcheted holds a result against every best of its slice, and against its
// baseline.
func (x *judge) ratcheted(c evidence.Check, q question, l located, value *big.Rat) evidence.Check {
	best, differ := x.remembered(q, l.Result)
	if differ != "" {
		c.BaselineFrom = lockNamed
		return refuse(c, evidence.ReasonNotComparable, differ+": the owners of the lock file must record the best value again under the same conditions")
	}
	bases, reason, detail := x.givenBaselines(q, l.Result)
	switch {
	case reason == "", len(best) > 0 && (reason == evidence.ReasonNoBaseline || reason == evidence.ReasonBaselineMissing):
	case reason == evidence.ReasonNoBaseline:
		c.BaselineFrom, c.Verdict, c.Reason, c.Detail = x.Compared.Named, FirstModel, evidence.ReasonNoBaseline, detail
		return c
	default:
		c.BaselineFrom = x.Compared.Named
		return refuse(c, reason, detail)
	}
	all := append(best, bases...)
	slices.SortStableFunc(all, func(a, b reference) int { return better(q.threshold.Direction, a.Value, b.Value) })
	var out evidence.Check
	for i, r := range all {
		one := c
		one.BaselineFrom = r.named
		if one, _ = x.against(one, q, l, r.located, value); i == 0 || verdictRank[one.Verdict] > verdictRank[out.Verdict] {
			out = one
		}
	}
	if out.Unrecorded = all[0].named == x.Compared.Named && out.Verdict != Error; out.Unrecorded {
		out.Detail += "; the lock does not remember the best"
	}
	return out
}

// lockNamed is what reports call what the lock remembers.
const lockNamed = "the best results so far (" + config.LockPath + ")"

// reference is a result that another is held against, and where it is from.
type reference struct {
	located
	named string
}

// givenBaselines are the results of the baseline, or the number that the
// threshold gives in their place.
func (x *judge) givenBaselines(q question, r evidence.Result) (out []reference, reason evidence.Reason, detail string) {
	if given := q.threshold.Baseline; given != "" {
		return []reference{{number(given), "the policy"}}, "", ""
	}
	bases, reason, detail := x.baselinesFor(q, r)
	for _, b := range bases {
		out = append(out, reference{b, x.Compared.Named})
	}
	return out, reason, detail
}

// number is a literal of the policy as a result.
func number(literal string) located {
	return located{Result: evidence.Result{Raw: literal, Value: literal, Valid: true}}
}

// remembered are the values of the lock that a result is held against: those
// measured under the same conditions. Where there are others alone, differ says
// in what the result differs from them.
func (x *judge) remembered(q question, r evidence.Result) (out []reference, differ string) {
	for _, b := range x.Locked {
		if b.Threshold != q.threshold.ID || b.Slice != q.slice {
			continue
		}
		l := number(b.Value)
		l.Result = measuredAs(l.Result, b.Measured)
		if d := x.comparable(r, l.Result); d != "" {
			differ = cmp.Or(differ, d)
			continue
		}
		out = append(out, reference{l, lockNamed})
	}
	if len(out) > 0 {
		differ = ""
	}
	return out, differ
}

// measuredAs is a result with the conditions that a lock remembers: the reverse
// of conditions.
func measuredAs(r evidence.Result, measured []config.Setting) evidence.Result {
	fields := map[string]*string{"task": &r.Task, "dataset.name": &r.Dataset.Name, "dataset.split": &r.Dataset.Split,
		"dataset.digest": &r.Dataset.Digest, "dataset.revision": &r.Dataset.Revision, "unit": &r.Unit}
	for _, m := range measured {
		if m.Name == "direction" {
			r.Direction = evidence.Direction(m.Value)
		} else if field, known := fields[m.Name]; known {
			*field = m.Value
		} else if name, ok := strings.CutPrefix(m.Name, "variant."); ok {
			r.Variant = append(r.Variant, evidence.Setting{Name: name, Value: m.Value})
		}
	}
	return r
}

// better orders decimal literals, the better first. What is no number comes
// first, so that it is never passed over.
func better(direction, a, b string) int {
	x, err1 := parse(a)
	y, err2 := parse(b)
	switch {
	case err1 != nil && err2 != nil:
		return 0
	case err1 != nil:
		return -1
	case err2 != nil:
		return 1
	case direction == "lower":
		return x.Cmp(y)
	}
	return y.Cmp(x)
}

// Remember is what a lock holds after the results of a model are known: the
// better of what it held and of what the model has, for each question of a
// threshold with a ratchet. Of several results under the same conditions the
// worst counts, since each is held against the lock. Left out, with the reason,
// is what may not be judged by.
func Remember(in Inputs, commit string) (best []config.Best, left []string) {
	x := newJudge(in)
	locked := x.Locked
	x.Locked, x.Base, x.Compared = nil, evidence.Model{}, Baseline{} // it is asked whether a result counts, not how it compares
	of := map[string]config.Best{}
	for _, t := range in.Thresholds {
		if t.Ratchet == "" || !in.Head.Present || !t.For(in.Head.ID) {
			continue
		}
		for _, q := range x.questions(t) {
			if q.bound != Ratchet {
				continue
			}
			worst, out := x.shows(q, commit)
			left = append(left, out...)
			for _, b := range worst {
				of[b.Of()] = b
			}
		}
	}
	for _, b := range locked {
		now, known := of[b.Of()]
		if known && x.otherScale(b, now) {
			left = append(left, fmt.Sprintf("threshold %q: %s: %s", b.Threshold, cmp.Or(b.Slice, x.thresholdOf(b.Threshold).Metric), otherScale(now.Value, "the best so far", b.Value)))
			of[b.Of()] = b
			continue
		}
		if !known || better(x.thresholdOf(b.Threshold).Direction, b.Value, now.Value) <= 0 {
			of[b.Of()] = b
		}
	}
	for _, key := range slices.Sorted(maps.Keys(of)) {
		best = append(best, of[key])
	}
	return best, left
}

// otherScale reports whether a new best is on another scale than what the lock
// has: recorded, it would stand above every honest result.
func (x *judge) otherScale(was, now config.Best) bool {
	a, err1 := parse(was.Value)
	b, err2 := parse(now.Value)
	t := x.thresholdOf(was.Threshold)
	return err1 == nil && err2 == nil && x.Scales.apart(t.Metric, t.Unit, a, b)
}

// shows is what the results that a question is about come to: the worst for each
// way in which they were measured.
func (x *judge) shows(q question, commit string) (out []config.Best, left []string) {
	worst := map[string]config.Best{}
	s := x.selectHead(q.threshold)
	leave := func(detail string) {
		left = append(left, fmt.Sprintf("threshold %q: %s: %s", q.threshold.ID, cmp.Or(q.slice, q.threshold.Metric), detail))
	}
	if len(s.of(q.slice)) == 0 {
		leave(x.absent(x.begin(q), q, s).Detail)
	}
	for _, l := range s.of(q.slice) {
		c, _ := x.one(x.begin(q), q, l)
		if c.Verdict == Inconclusive || c.Verdict == Error && c.Reason != evidence.ReasonBaselineMissing {
			leave(c.Detail)
			continue
		}
		b := config.Best{Threshold: q.threshold.ID, Model: x.Head.ID, Slice: q.slice, Value: l.Value, Commit: commit}
		for name, value := range conditions(l.Result) {
			b.Measured = append(b.Measured, config.Setting{Name: name, Value: value})
		}
		slices.SortFunc(b.Measured, func(x, y config.Setting) int { return cmp.Compare(x.Name, y.Name) })
		if was, known := worst[b.Of()]; !known || better(q.threshold.Direction, was.Value, b.Value) < 0 {
			worst[b.Of()] = b
		}
	}
	for _, key := range slices.Sorted(maps.Keys(worst)) {
		out = append(out, worst[key])
	}
	return out, left
}

// LockEdits compares what two locks remember. A best that is gone, worse, or
// measured otherwise lets more pass.
func LockEdits(before, after config.Config) []Edit {
	shown := func(b config.Best) string {
		return strings.TrimSpace(fmt.Sprintf("best %s %s", b.Value, described(b)))
	}
	question := func(b config.Best) string {
		b.Measured = nil
		return b.Of()
	}
	direction := map[string]string{}
	for _, t := range before.Thresholds {
		direction[t.ID] = t.Direction
	}
	was, other := map[string]config.Best{}, map[string]config.Best{}
	for _, b := range before.Locked {
		was[b.Of()], other[question(b)] = b, b
	}
	var out []Edit
	for _, b := range after.Locked {
		old, same := was[b.Of()]
		delete(was, b.Of())
		elsewhere, known := other[question(b)]
		switch way := better(direction[b.Threshold], b.Value, old.Value); {
		case same && way != 0:
			out = append(out, Edit{b.Threshold, shown(old), shown(b), way > 0})
		case !same && known: // what was not comparable now is
			out = append(out, Edit{b.Threshold, shown(elsewhere), shown(b), true})
		case !same:
			out = append(out, Edit{b.Threshold, "", shown(b), false})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(was)) {
		out = append(out, Edit{Word: was[key].Threshold, Before: shown(was[key]), Loosened: true})
	}
	return out
}

// described says of what a best is one.
func described(b config.Best) string {
	parts := []string{"of " + b.Model}
	if b.Slice != "" {
		parts = append(parts, "slice "+b.Slice)
	}
	for _, m := range b.Measured {
		parts = append(parts, m.Name+" "+m.Value)
	}
	return strings.Join(parts, ", ")
}
