package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
)

// A plot draws one check: the interval around its estimate, its bound, and the
// baseline. Checks of one metric that are asked for the same share a scale, so
// that the slices of a metric can be compared at a glance.
//
// Coordinates are those of a view of plotWidth by plotHeight, rounded to a tenth.
type plot struct {
	Title, Verdict, Evidence     string
	Label                        string // what it shows, in words
	From, To                     string // of the scale
	Estimate, Baseline, Bound    string // where they are; "" where there is none
	Range, RangeWidth            string // of the interval
	Outside, OutsideWidth, Width string // of what does not meet the bound
	Zero                         string // where nothing changes
	State                        string
}

const (
	plotWidth  = 240.0
	plotMargin = 8.0
)

// drawn is what a check has to draw: numbers on the scale of a value, or of a change.
type drawn struct {
	of                                   decision.Check
	estimate, low, high, baseline, limit float64 // NaN where there is none
	change                               bool
	least                                bool // what is below the limit does not meet it, else what is above
}

// drawnOf reads the numbers of a check; ok is false where there is nothing to draw but
// a value by itself.
func drawnOf(c decision.Check) (drawn, bool) {
	d := drawn{of: c, estimate: coordinate(c.Value), low: coordinate(c.Low), high: coordinate(c.High), baseline: coordinate(c.Baseline), limit: coordinate(c.Limit)}
	switch c.Bound {
	case "min", "above":
		d.least = true
	case "max", "below", "suspicious_above", "drift":
	case "not_worse_by":
		d.change, d.least, d.limit = true, true, -d.limit
	case "better_by":
		d.change, d.least = true, true
	case "ratchet":
		d.change, d.least, d.limit = true, true, math.NaN()
	case "disparity":
		d.least, d.baseline, d.estimate = strings.HasPrefix(c.Question, "lowest"), math.NaN(), coordinate(c.Change)
	default:
		return d, false
	}
	if d.change {
		d.estimate, d.baseline = coordinate(c.Change), math.NaN()
	}
	if !(d.low <= d.estimate && d.estimate <= d.high) { // an interval of something else
		d.low, d.high = math.NaN(), math.NaN()
	}
	known := 0
	for _, x := range d.numbers() {
		if !math.IsNaN(x) {
			known++
		}
	}
	return d, !math.IsNaN(d.estimate) && known > 1
}

// numbers are all that must have room on the scale.
func (d drawn) numbers() []float64 {
	out := []float64{d.estimate, d.low, d.high, d.baseline, d.limit}
	if d.change {
		out = append(out, 0)
	}
	return out
}

// coordinate is a number that can be drawn, else NaN.
func coordinate(s string) float64 {
	if rational(s) == nil {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.Abs(x) > 1e100 {
		return math.NaN()
	}
	return x
}

// scale is a part of the numbers, from left to right.
type scale struct{ from, to float64 }

// scaleOf has room for all that is drawn, and some more on both sides.
func scaleOf(all []drawn) scale {
	s := scale{math.Inf(1), math.Inf(-1)}
	for _, d := range all {
		for _, x := range d.numbers() {
			if !math.IsNaN(x) {
				s.from, s.to = min(s.from, x), max(s.to, x)
			}
		}
	}
	room := (s.to - s.from) / 20
	if !(room > 0) {
		room = max(math.Abs(s.to)/20, 1e-9)
	}
	return scale{s.from - room, s.to + room}
}

func (s scale) at(x float64) float64 {
	return plotMargin + (x-s.from)/(s.to-s.from)*(plotWidth-2*plotMargin)
}

func (s scale) point(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	return tenth(s.at(x))
}

func tenth(x float64) string { return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64) }

// plotsOf draws the checks of a model for which there is more to draw than a value by
// itself. Slices of a metric stand together, in the order of the gravest.
func plotsOf(checks []decision.Check) []plot {
	type group struct{ threshold, metric, bound string }
	var order []group
	groups := map[group][]drawn{}
	for _, c := range checks {
		if d, ok := drawnOf(c); ok {
			g := group{c.Threshold, c.Metric, c.Bound}
			if groups[g] == nil {
				order = append(order, g)
			}
			groups[g] = append(groups[g], d)
		}
	}
	var out []plot
	for _, g := range order {
		s := scaleOf(groups[g])
		for _, d := range groups[g] {
			out = append(out, plotOf(d, s))
		}
	}
	return out
}

func plotOf(d drawn, s scale) plot {
	title := checkName(d.of)
	if d.change {
		title += ", change"
	}
	p := plot{
		Title: actions.Clean(actions.Shorten(title, nameLength)), Verdict: actions.Clean(checkWord(d.of.Verdict)), Evidence: evidenceWords(d.of),
		Label: d.words(), From: number(s.from), To: number(s.to), Width: tenth(plotWidth),
		Estimate: s.point(d.estimate), Baseline: s.point(d.baseline), Bound: s.point(d.limit), State: cmp.Or(htmlCheckStates[d.of.Verdict], "error"),
	}
	if !math.IsNaN(d.low) {
		p.Range, p.RangeWidth = s.point(d.low), tenth(max(1, s.at(d.high)-s.at(d.low)))
	}
	if d.change {
		p.Zero = s.point(0)
	}
	if !math.IsNaN(d.limit) {
		from, to := s.at(d.limit), plotWidth-plotMargin
		if d.least {
			from, to = plotMargin, s.at(d.limit)
		}
		p.Outside, p.OutsideWidth = tenth(from), tenth(to-from)
	}
	return p
}

// rungWords say what the precision of a result is known by, the most reliable first.
var rungWords = map[string]string{"per_example": "per example", "counts": "counts", "stderr": "standard error", "runs": "repeated runs", "point": "one number, precision unknown"}

// evidenceWords say how reliable the results of a check are.
func evidenceWords(c decision.Check) string {
	words := rungWords[c.Rung]
	if c.N != "" && words != "" {
		words += ", n = " + actions.Clean(actions.Shorten(c.N, 40))
	}
	return words
}

// number shows an end of a scale, with four significant digits.
func number(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }

// words tell what a plot shows, for those who do not see it.
func (d drawn) words() string {
	what := "value"
	if d.change {
		what = "change"
	}
	parts := []string{what + " " + number(d.estimate)}
	add := func(format string, numbers ...float64) {
		if slices.ContainsFunc(numbers, math.IsNaN) {
			return
		}
		args := make([]any, len(numbers))
		for i, x := range numbers {
			args[i] = number(x)
		}
		parts = append(parts, fmt.Sprintf(format, args...))
	}
	add("interval %s to %s", d.low, d.high)
	add("baseline %s", d.baseline)
	add("limit %s", d.limit)
	return actions.Clean(actions.Shorten(checkName(d.of), nameLength) + ": " + strings.Join(parts, ", "))
}
