package report

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
)

func accuracyPast(values ...string) MetricHistory {
	h := MetricHistory{Model: "m", Threshold: "t", Metric: "accuracy"}
	for i, v := range values {
		h.Points = append(h.Points, MetricPoint{Commit: strings.Repeat("0", 40), Date: "2026-01-0" + string(rune('1'+i)), Value: v})
	}
	return h
}

// The values of the past come before the candidate; above is more, and the side that does
// not meet the bound is shaded.
func TestHistoryPlot(t *testing.T) {
	checks := []decision.Check{
		accuracy(func(c *decision.Check) {
			c.Bound, c.Limit, c.Baseline, c.Direction = "not_worse_by", "0.01", "0.85", "higher"
		}),
		accuracy(func(c *decision.Check) { c.Baseline = "0.85" }),
	}
	plots := historyPlots("m", 0, checks, []MetricHistory{accuracyPast("0.8", "bad", "0.85")})
	if len(plots) != 1 {
		t.Fatalf("%d plots, want one for a value, however many bounds it has", len(plots))
	}
	p := plots[0]
	if len(p.Dots) != 2 || p.Dots[0].X != "54" || p.Candidate.X != "226" || len(p.Points) != 4 || strings.Count(p.Line, ",") != 3 {
		t.Errorf("%+v", p)
	}
	if was, is, bound := where(t, p.Dots[1].Y), where(t, p.Candidate.Y), where(t, p.Bound); !(was < bound && bound < is) || where(t, p.Baseline) != was {
		t.Errorf("%+v", p)
	}
	if where(t, p.Outside) != where(t, p.Bound) || where(t, p.Outside)+where(t, p.OutsideHeight) != 56 {
		t.Errorf("%+v", p)
	}
	if want := "3 values since 2026-01-01, from 0.8 to 0.85; candidate 0.7; baseline 0.85; required at least 0.84"; p.Label != want {
		t.Errorf("got %q, want %q", p.Label, want)
	}
	most := historyPlots("m", 0, []decision.Check{accuracy(func(c *decision.Check) { c.Bound, c.Limit = "max", "0.65" })}, []MetricHistory{accuracyPast("0.6")})[0]
	if most.Outside != "4" || where(t, most.Bound) <= where(t, most.Candidate.Y) || most.Baseline != "" {
		t.Errorf("%+v", most)
	}
}

func TestNoHistoryPlot(t *testing.T) {
	for name, h := range map[string]MetricHistory{"of another model": {Model: "o", Threshold: "t", Metric: "accuracy"}, "no number": accuracyPast("x"), "of a slice": {Model: "m", Threshold: "t", Metric: "accuracy", Slice: "class=a"}} {
		if got := historyPlots("m", 0, []decision.Check{accuracy(nil)}, []MetricHistory{h}); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
