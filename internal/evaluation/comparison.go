package evaluation

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// alike are the values of the examples that the baseline has too, and how many of
// the baseline's are without one. Both are sorted by key; where one side has none,
// nothing is known.
func alike(head, base []evidence.Sample) (common []evidence.Sample, without int) {
	if len(head) == 0 || len(base) == 0 {
		return nil, 0
	}
	i := 0
	for _, b := range base {
		for i < len(head) && head[i].Key < b.Key {
			i++
		}
		if i == len(head) || head[i].Key != b.Key {
			without++
			continue
		}
		common = append(common, head[i])
	}
	return common, without
}

// retargeted is how many examples both sides have, and hold against different answers.
func retargeted(head, base []evidence.Sample) (n int) {
	i := 0
	for _, b := range base {
		for i < len(head) && head[i].Key < b.Key {
			i++
		}
		if i < len(head) && head[i].Key == b.Key && head[i].Target != "" && b.Target != "" && head[i].Target != b.Target {
			n++
		}
	}
	return n
}

// meanChange is the mean of the changes of the same examples: to 12 places, where
// sums of floats are no longer those of the values that were written.
func meanChange(head, base []evidence.Sample, sign float64) *big.Rat {
	sum := 0.0
	for i := range head {
		sum += sign * (head[i].Value - base[i].Value)
	}
	mean, _ := new(big.Rat).SetString(fmt.Sprintf("%.12f", sum/float64(len(head))))
	return mean
}

// compared holds a result against its baseline. With several results of the
// baseline, it must hold against each.
func (x *judge) compared(c evidence.Check, q question, l located, value *big.Rat) (evidence.Check, *float64) {
	t := q.threshold
	if t.Baseline != "" {
		c.BaselineFrom = "the policy"
		return x.against(c, q, l, number(t.Baseline), value)
	}
	c.BaselineFrom = x.Compared.Named
	bases, reason, detail := x.baselinesFor(q, l.Result)
	if reason == evidence.ReasonBaselineMissing && q.isNew() && len(x.Compared.Rivals) <= 1 && len(x.selectBase(q.threshold).of(q.slice)) == 0 && x.hasOthers(q) {
		reason, detail = evidence.ReasonNewSlice, x.Compared.Named+" has other slices, but not this one"
	}
	if reason == evidence.ReasonNoBaseline || reason == evidence.ReasonNewSlice {
		c.Verdict, c.Reason, c.Detail = FirstModel, reason, detail
		return c, nil
	}
	if reason != "" {
		return refuse(c, reason, detail), nil
	}
	var out evidence.Check
	var p *float64
	for i, b := range bases {
		a, tested := x.against(c, q, l, b, value)
		if i == 0 || outweighs(a, tested, out, p) {
			out, p = a, tested
		}
	}
	return out, p
}

// outweighs reports whether an answer counts rather than another. A test whose
// verdict is still to come may turn out to be a failure: it outweighs a pass, and
// a smaller p-value a larger one.
func outweighs(a evidence.Check, p *float64, other evidence.Check, otherP *float64) bool {
	if p != nil && otherP != nil {
		return *p < *otherP
	}
	rank := func(c evidence.Check, p *float64) int {
		if p != nil {
			return verdictRank[FirstModel]
		}
		return verdictRank[c.Verdict]
	}
	return rank(a, p) > rank(other, otherP)
}

// against compares with one result of the baseline.
func (x *judge) against(c evidence.Check, q question, l, b located, value *big.Rat) (evidence.Check, *float64) {
	t := q.threshold
	c.BaseValue, c.BaseN = b.Raw, b.N
	was, err := parse(b.Value)
	if err != nil || !b.Valid {
		return refuse(c, evidence.ReasonBaselineNotANumber, "the baseline result is not a finite number"), nil
	}
	switch {
	case none(b.N):
		return refuse(c, evidence.ReasonEmpty, "the baseline result is based on 0 examples"), nil
	case c.Unit == "proportion" && was.Cmp(big.NewRat(1, 1)) > 0:
		return refuse(c, evidence.ReasonOutOfRange, fmt.Sprintf("the baseline result %s is not a proportion", clip(b.Raw))), nil
	case x.Scales.apart(t.Metric, statedUnit(t, l.Result, b.Result), value, was):
		return refuse(c, evidence.ReasonScaleChanged, otherScale(l.Raw, "the result of "+c.BaselineFrom, b.Raw)), nil
	}
	edge, err := margin(q.limit, t.And, was)
	if err != nil {
		return refuse(c, evidence.ReasonNotANumber, err.Error()), nil
	}
	change := new(big.Rat).Sub(value, was)
	sign := 1.0
	if t.Direction == "lower" {
		change.Neg(change)
		sign = -1
	}
	c = changed(c, q, change, edge)
	if strings.HasSuffix(q.limit, "%") && was.Sign() == 0 {
		c.Detail += ": a share of a baseline of 0 is 0"
	}
	return x.tested(c, q, l, b, sign, edge)
}

// changed holds a change against the margin.
func changed(c evidence.Check, q question, change, edge *big.Rat) evidence.Check {
	c.Change = decimalText(change)
	holds := change.Cmp(new(big.Rat).Neg(edge)) >= 0
	if q.bound == Better {
		holds = change.Cmp(edge) >= 0 && change.Sign() > 0
	}
	c.Verdict = Fail
	if holds {
		c.Verdict = Pass
	}
	c.Detail = fmt.Sprintf("the change is %s, and %s is allowed", c.Change, decimalText(new(big.Rat).Neg(edge)))
	if q.bound == Better {
		c.Detail = fmt.Sprintf("the change is %s; %s is required", c.Change, decimalText(edge))
	}
	return c
}

// tested adds what statistics say of the change, and lets them decide where the
// mode asks for it.
func (x *judge) tested(c evidence.Check, q question, l, b located, sign float64, edge *big.Rat) (evidence.Check, *float64) {
	t := q.threshold
	if b.file.Content != "" && b.file.Content == l.file.Content && l.Value == b.Value {
		c.Method = "the evaluation is identical to the baseline's"
		return c, nil
	}
	head, headNote := x.samples(x.HeadSamples, l)
	base, baseNote := x.samples(x.BaseSamples, b)
	ce, be := measure(l.Result, head), measure(b.Result, base)
	note := noted(noted(headNote, ce.note), noted(baseNote, be.note))
	common, without := alike(head, base)
	if hidden := withheld(l, b, len(head)); hidden != "" {
		return refuse(c, evidence.ReasonShowsLess, hidden), nil
	}
	if differs := mixed(l.file, b.file); differs != "" {
		return refuse(c, evidence.ReasonNotComparable, differs), nil
	}
	switch n := retargeted(head, base); {
	case n > 0:
		return refuse(c, evidence.ReasonNotComparable, fmt.Sprintf("%d of the %d examples have another target than in the baseline", n, len(base))), nil
	case without > 0:
		return refuse(c, evidence.ReasonNotComparable, fmt.Sprintf("%d of the %d examples of the baseline have no result now", without, len(base))), nil
	case len(base) > 0 && len(common) < len(head) && len(ce.samples) > 0 && len(be.samples) > 0: // more are measured than before
		note = noted(note, fmt.Sprintf("compared on the %d examples that both have: %d are new", len(common), len(head)-len(common)))
		ce.samples = common
		c = changed(c, q, meanChange(common, base, sign), edge)
	}
	d, err := compare(ce, be, sign, confidence(t), x.seed(c, b))
	if err != nil {
		d, note = comparison{change: sign * (ce.value - be.value), rung: PointOnly}, noted(note, err.Error())
	}
	c.Rung, c.Method = d.rung, noted(d.method, note)
	if c.Mode != Point && d.below == nil {
		return undecided(c, q, evidence.ReasonNoUncertainty, "the mode requires a test, but the precision of the results is unknown", func(c evidence.Check) evidence.Check {
			if scale := shareOf(c.Unit); scale > 0 {
				limit, _ := edge.Float64()
				return wouldDecide(c, "")(unpairedSize(be.value/scale, effect(limit, d.change)/scale, alpha(t), Power))
			}
			return c
		}), nil
	}
	if d.below == nil {
		return c, nil
	}
	c.Low, c.High = shown(d.interval.Low), shown(d.interval.High)
	limit, _ := edge.Float64()
	switch {
	case c.Mode != Point && d.of > 0 && d.of < enough(alpha(t)):
		return undecided(c, q, evidence.ReasonInsufficient, tooFewToTest(d.of, alpha(t)), nil), nil
	case c.Mode == Catch:
		p := d.below(-limit)
		return c, &p
	case c.Mode == Prove:
		return prove(c, q, d, limit), nil
	}
	return c, nil
}

// undecided is a check whose test cannot be made. A change inside the margin is
// still no significant regression, so that nothing is to be caught.
func undecided(c evidence.Check, q question, reason evidence.Reason, why string, needed func(evidence.Check) evidence.Check) evidence.Check {
	switch {
	case c.Mode == Catch && c.Verdict == Pass:
		c.Detail += "; within the margin, so no test is needed"
		return c
	case q.softens(c):
		c.Detail += "; " + why
		return c
	}
	c.Verdict, c.Reason = Inconclusive, reason
	c.Detail += "; " + why
	if needed != nil {
		c = needed(c)
	}
	return c
}

// softens reports whether a check would only be warned about as undecided, though
// its value fails: on_insufficient is not for that. What is to be caught fails by
// its test alone.
func (q question) softens(c evidence.Check) bool {
	return q.threshold.OnInsufficient == "warn" && c.Mode == Prove && c.Verdict == Fail
}

// tooFewToTest says how many examples a test asks for.
func tooFewToTest(n int64, alpha float64) string {
	return fmt.Sprintf("%d examples are too few for a test, which requires %d", n, enough(alpha))
}

// prove passes only what is shown to be within the margin, fails what is shown
// to be beyond it, and leaves the rest open.
func prove(c evidence.Check, q question, d comparison, limit float64) evidence.Check {
	level := alpha(q.threshold)
	at := -limit
	if q.bound == Better {
		at = limit
	}
	p := d.above(at)
	c.P, c.Adjusted = shown(p), shown(p)
	switch {
	case p <= level && c.Verdict == Pass:
		c.Detail += fmt.Sprintf("; shown with p = %s", c.P)
	case d.below(at) <= level || q.bound == Better && c.Verdict == Fail:
		c.Verdict = Fail
		c.Detail += fmt.Sprintf("; p = %s that it is within the margin", shown(d.below(at)))
	case q.softens(c):
		c.Detail += fmt.Sprintf("; p = %s", c.P)
	default:
		c.Verdict, c.Reason = Inconclusive, evidence.ReasonNotShown
		c.Detail += fmt.Sprintf("; not shown, p = %s", c.P)
		if d.needed != nil {
			c = wouldDecide(c, d.neededOf)(d.needed(effect(limit, d.change), level))
		}
	}
	return c
}

// effect is the change that a test is to see: the margin, or where there is none
// what was seen.
func effect(limit, change float64) float64 {
	if limit == 0 {
		return abs(change)
	}
	return limit
}

// seed starts the resampling of a comparison: from both files and the question.
func (x *judge) seed(c evidence.Check, b located) seed {
	return seedOf(x.Head.ID, string(c.At), c.Metric, c.Slice, b.file.SHA256, b.Value, c.Value)
}

// margin is an amount as a number: "2%" is a share of the baseline's size, so
// that a negative baseline is no trap. With and, the larger of both counts.
func margin(limit, and string, was *big.Rat) (*big.Rat, error) {
	literal, relative := strings.CutSuffix(limit, "%")
	m, err := parse(literal)
	if err != nil {
		return nil, err
	}
	if relative {
		m.Mul(m, new(big.Rat).Abs(was))
		m.Quo(m, big.NewRat(100, 1))
	}
	if and != "" {
		least, err := parse(and)
		if err != nil {
			return nil, err
		}
		if least.Cmp(m) > 0 {
			m = least
		}
	}
	return m, nil
}

// decimalText is a rational as a decimal: exact where it is short, else rounded
// to 12 places, or to four digits where those would show nothing.
func decimalText(r *big.Rat) string {
	s := r.FloatString(12)
	s = strings.TrimRight(s, "0")
	s = strings.TrimSuffix(s, ".")
	if s == "-0" || s == "0" || s == "" {
		x, _ := r.Float64()
		return shown(x)
	}
	return s
}
