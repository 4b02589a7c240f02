package evaluation

import (
	"fmt"
	"math/big"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// bounded holds a value against a bound, exactly; and, where the threshold asks
// for it, its one-sided confidence bound too.
func (x *judge) bounded(c evidence.Check, q question, l located, value *big.Rat) evidence.Check {
	edge, err := parse(q.limit)
	if err != nil {
		return refuse(c, NotANumber, "the bound is no number")
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
	e.note = noted(note, e.note)
	i, rung, method, known := e.interval(bothSides(confidence(q.threshold)))
	c.Rung, c.Method = rung, noted(method, e.note)
	if !known {
		if within {
			c.Verdict, c.Reason = Inconclusive, NoUncertainty
			c.Detail = "nothing is known of the result's precision, and the threshold asks for its confidence bound"
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
	c.Verdict, c.Reason = Inconclusive, NotShown
	c.Detail = fmt.Sprintf("the result is within the bound, and its confidence bound %s is not", shown(far))
	limit, _ := edge.Float64()
	if n, err := HalfWidthSize(e.value/e.scale(), abs(e.value-limit)/e.scale(), confidence(q.threshold)); err == nil && e.n > 0 {
		c.Needed = fmt.Sprint(n)
	}
	return c
}

// inside compares a value with a bound; upper tells bounds from above.
func inside(bound string, value, edge *big.Rat) (within, upper bool) {
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
