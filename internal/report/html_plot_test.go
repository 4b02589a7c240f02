package report

import (
	"strconv"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

func accuracy(edit func(*decision.Check)) decision.Check {
	c := decision.Check{Threshold: "t", Metric: "accuracy", Question: "at least 0.8", Bound: "min", Limit: "0.8", Value: "0.7", Low: "0.6", High: "0.78", Verdict: "fail", Rung: "counts", N: "100"}
	if edit != nil {
		edit(&c)
	}
	return c
}

// where is a coordinate of a plot.
func where(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x < 0 || x > plotWidth {
		t.Fatalf("%q is not a place in a plot", s)
	}
	return x
}

// TestPlotOfABound: estimate, interval and bound are in the order of their numbers, and the side that does not meet the
// bound is shaded.
func TestPlotOfABound(t *testing.T) {
	least := plotsOf([]decision.Check{accuracy(nil)})[0]
	from, estimate, bound := where(t, least.Range), where(t, least.Estimate), where(t, least.Bound)
	if to := from + where(t, least.RangeWidth); !(from < estimate && estimate < to && to < bound) {
		t.Errorf("%+v", least)
	}
	if least.Outside != "8" || where(t, least.Outside)+where(t, least.OutsideWidth) != bound || least.Zero != "" || least.Baseline != "" {
		t.Errorf("%+v", least)
	}
	if least.Label != "accuracy: value 0.7, interval 0.6 to 0.78, limit 0.8" || least.Evidence != "counts, n = 100" || least.Verdict != "failed" {
		t.Errorf("%+v", least)
	}
	most := plotsOf([]decision.Check{accuracy(func(c *decision.Check) { c.Bound, c.Limit, c.Baseline = "max", "0.65", "0.62" })})[0]
	if where(t, most.Outside) != where(t, most.Bound) || where(t, most.Baseline) >= where(t, most.Bound) || where(t, most.Estimate) <= where(t, most.Bound) {
		t.Errorf("%+v", most)
	}
}

// TestPlotOfAChange: a comparison with the baseline is drawn on the scale of the change, with its margin below zero.
func TestPlotOfAChange(t *testing.T) {
	p := plotsOf([]decision.Check{accuracy(func(c *decision.Check) {
		c.Bound, c.Limit, c.Baseline, c.Change, c.Low, c.High = "not_worse_by", "0.02", "0.73", "-0.03", "-0.05", "-0.01"
	})})[0]
	if !(where(t, p.Estimate) < where(t, p.Bound) && where(t, p.Bound) < where(t, p.Zero)) || p.Baseline != "" || p.Title != "accuracy, change" {
		t.Errorf("%+v", p)
	}
	better := plotsOf([]decision.Check{accuracy(func(c *decision.Check) {
		c.Bound, c.Limit, c.Baseline, c.Change, c.Low, c.High = "better_by", "0.02", "0.65", "0.05", "", ""
	})})[0]
	if !(where(t, better.Zero) < where(t, better.Bound) && where(t, better.Bound) < where(t, better.Estimate)) || better.Range != "" {
		t.Errorf("%+v", better)
	}
}

// TestSlicesShareAScale: a value is at the same place in the plots of all slices of a metric.
func TestSlicesShareAScale(t *testing.T) {
	other := accuracy(func(c *decision.Check) { c.Threshold, c.Metric, c.Value = "u", "recall", "0.1" })
	a := accuracy(func(c *decision.Check) { c.Slice = "class=a" })
	b := accuracy(func(c *decision.Check) { c.Slice, c.Value, c.Low, c.High = "class=b", "0.95", "0.9", "0.99" })
	plots := plotsOf([]decision.Check{a, other, b})
	if len(plots) != 3 || plots[0].Bound != plots[1].Bound || plots[0].From != plots[1].From || plots[2].Title != "recall" {
		t.Errorf("%+v", plots)
	}
}

// TestPlotsOfHostileNumbers: what is no number is not drawn, and no number leaves the plot.
func TestPlotsOfHostileNumbers(t *testing.T) {
	bad := []string{"", "NaN", "Infinity", "1e999", "1e99", "-1e99", "0", "<svg onload=alert(1)>", "1/3", "0x10", strings.Repeat("9", 10_000)}
	for _, bound := range []string{"", "min", "max", "not_worse_by", "better_by", "ratchet", "disparity", "drift", "other"} {
		for _, x := range bad {
			for _, y := range bad {
				c := accuracy(func(c *decision.Check) {
					c.Bound, c.Value, c.Change, c.Low, c.High, c.Baseline, c.Limit = bound, x, x, y, x, y, y
				})
				for _, p := range plotsOf([]decision.Check{c, accuracy(nil)}) {
					for _, at := range []string{p.Estimate, p.Baseline, p.Bound, p.Range, p.Zero, p.Outside} {
						if at != "" {
							where(t, at)
						}
					}
				}
			}
		}
	}
	if got := plotsOf([]decision.Check{accuracy(func(c *decision.Check) { c.Limit, c.Low, c.High = "", "", "" })}); len(got) != 0 {
		t.Errorf("a value by itself is drawn: %+v", got)
	}
	if got := plotsOf([]decision.Check{accuracy(func(c *decision.Check) { c.Verdict = "of another version" })}); got[0].State != "error" {
		t.Errorf("an unknown verdict looks like %q", got[0].State)
	}
	if got := plotsOf([]decision.Check{accuracy(func(c *decision.Check) { c.Low, c.High = "-0.1", "0.1" })}); got[0].Range != "" {
		t.Errorf("the interval of something else is drawn: %+v", got)
	}
}
