package evaluation

import (
	"fmt"
	"math"
	"math/big"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// bounded holds a value against a bound, exactly; and, where the threshold asks
// for it, its one-sided confidence bound too.
func (x *judge) bounded(c evidence.Check, q question, l located, value *big.Rat) evidence.Check {
	edge, err := parse(q.limit)
	if err != nil {
		return refuse(c, evidence.ReasonNotANumber, "the bound is not a number")
	}
	if x.Scales.fromBound(q, value, edge) {
		return refuse(c, evidence.ReasonScaleChanged, otherScale(l.Raw, "the bound", q.limit))
	}
	within, upper := inside(q.bound, value, edge)
	c.Verdict, c.Detail = Pass, ""
	if !within {
		c.Verdict = Fail
	}
	if q.mode() != Bound {
		return c
	}
	samples, note := x.samples(x.HeadSamples, l)
	e := measure(l.Result, samples)
	limit, _ := edge.Float64()
	e.note = noted(note, e.note)
	i, rung, method, known := e.interval(bothSides(confidence(q.threshold)), q.threshold.Interval)
	if known && rung != Runs && !e.isShare() && !e.decides(alpha(q.threshold)) {
		known, e.note = false, noted(e.note, tooFewToTest(e.of, alpha(q.threshold)))
	}
	c.Rung, c.Method = rung, noted(method, e.note)
	if !known {
		if within {
			c.Verdict, c.Reason = Inconclusive, evidence.ReasonNoUncertainty
			c.Detail = "the threshold requires a confidence bound, but the result has no measure of precision"
			if q.threshold.Interval == config.Exact {
				c.Detail = "the threshold requires an exact interval, but the result has no counts"
			}
			if scale := shareOf(c.Unit); scale > 0 {
				c = wouldDecide(c, "")(halfWidthSize(e.value/scale, abs(e.value-limit)/scale, confidence(q.threshold)))
			}
		}
		return c
	}
	c.Low, c.High = shown(i.Low), shown(i.High)
	if !within {
		return c // the value itself is beyond the bound
	}
	far := i.Low
	if upper {
		far = i.High
	}
	far64 := new(big.Rat).SetFloat64(far)
	if ok, _ := inside(q.bound, far64, edge); ok {
		return c
	}
	c.Verdict, c.Reason = Inconclusive, evidence.ReasonNotShown
	c.Detail = fmt.Sprintf("the result is within the bound, but its confidence bound %s is not", shown(far))
	if e.isShare() {
		return wouldDecide(c, "")(halfWidthSize(e.value/e.scale(), abs(e.value-limit)/e.scale(), confidence(q.threshold)))
	}
	n, of := e.of, ""
	if rung == Runs {
		n, of = int64(len(e.runs)), "runs"
	}
	if near := abs(e.value - limit); n > 0 && near > 0 { // its width falls as 1/√n
		return wouldDecide(c, of)(whole(float64(n) * math.Pow(abs(e.value-far)/near, 2)))
	}
	return c
}

// isShare reports whether the value is a share of examples that are right or wrong.
func (e estimate) isShare() bool { return e.n > 0 || len(e.samples) > 0 && zeroOne(e.samples) }

// shareOf is what the whole is in a unit whose values are shares; 0 in any other.
func shareOf(unit string) float64 {
	return map[string]float64{"proportion": 1, "percent": 100}[unit]
}

// wouldDecide adds how many examples, or whatever else it is of, would probably
// decide; nothing where that cannot be said.
func wouldDecide(c evidence.Check, of string) func(int64, error) evidence.Check {
	return func(n int64, err error) evidence.Check {
		switch {
		case err != nil:
		case of != "":
			c.Detail += fmt.Sprintf("; about %d %s would probably be enough", n, of)
		default:
			c.Needed = fmt.Sprint(n)
		}
		return c
	}
}

// inside compares a value with a bound; upper tells bounds from above.
func inside(bound evidence.Bound, value, edge *big.Rat) (within, upper bool) {
	switch sign := value.Cmp(edge); bound {
	case Min:
		return sign >= 0, false
	case Above:
		return sign > 0, false
	case Below:
		return sign < 0, true
	default: // max, suspicious_above
		return sign <= 0, true
	}
}

// samples reads the values behind a result, and says why there are none where
// there should be.
func (x *judge) samples(read Reader, l located) (samples []evidence.Sample, note string) {
	if read == nil || l.file.Path == "" {
		return nil, ""
	}
	samples, note, err := read(l.file, l.Result)
	if err != nil && x.err == nil {
		x.err = err
	}
	return samples, note
}

func noted(method, note string) string {
	switch {
	case note == "":
		return method
	case method == "":
		return note
	}
	return method + "; " + note
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
