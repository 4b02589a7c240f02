package report

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
)

// A historyPlot draws what the value behind a check was at commits of the base, and what it
// is in the candidate, with the bound and the baseline.
type historyPlot struct {
	ID, Title, Verdict, State string
	Label                     string // what it shows, in words
	From, To                  string // of the scale, from below
	First, Last               string // of the time
	Line                      string
	Dots                      []dot
	Candidate                 *dot
	Baseline, Bound           string // where they are; "" where there is none
	Outside, OutsideHeight    string // of what does not meet the bound
	Points                    []historyRow
}

type dot struct{ X, Y string }

// historyRow is a value in the table that says the same as the plot.
type historyRow struct{ Commit, Date, Value string }

// The area of a history, in a view of 240 by 72.
const (
	historyLeft, historyRight = 54.0, 226.0
	historyTop, historyBottom = 8.0, 52.0
)

// historyPlots draws the values of a model's checks over time, each once, in the order of
// the gravest.
func historyPlots(model string, number int, checks []decision.Check, past []MetricHistory) []historyPlot {
	var out []historyPlot
	drawn := map[int]bool{}
	for _, c := range checks {
		for i, h := range past {
			if drawn[i] || h.Model != model || h.Threshold != c.Threshold || h.Metric != c.Metric || h.Slice != c.Slice {
				continue
			}
			drawn[i] = true
			if p, ok := historyPlotOf(boundedOf(c, checks), h); ok {
				p.ID = fmt.Sprintf("history-%d-%d", number+1, len(out)+1)
				out = append(out, p)
			}
		}
	}
	return out
}

// bounded is a check, and what all checks of the same values say of it: the gravest bound
// that is one of the value itself or follows from the baseline, and the baseline.
type bounded struct {
	decision.Check
	limit, baseline float64 // NaN for none
	least           bool
}

func boundedOf(c decision.Check, checks []decision.Check) bounded {
	out := bounded{Check: c, limit: math.NaN(), baseline: math.NaN()}
	for _, other := range checks {
		if other.Threshold != c.Threshold || other.Metric != c.Metric || other.Slice != c.Slice {
			continue
		}
		limit, base := coordinate(other.Limit), coordinate(other.Baseline)
		if math.IsNaN(out.baseline) {
			out.baseline = base
		}
		if !math.IsNaN(out.limit) {
			continue
		}
		switch {
		case other.Bound == "min" || other.Bound == "above":
			out.limit, out.least = limit, true
		case other.Bound == "max" || other.Bound == "below":
			out.limit, out.least = limit, false
		case other.Bound == "not_worse_by" && other.Direction == "higher":
			out.limit, out.least = base-limit, true
		case other.Bound == "not_worse_by" && other.Direction == "lower":
			out.limit, out.least = base+limit, false
		}
	}
	return out
}

func historyPlotOf(c bounded, h MetricHistory) (historyPlot, bool) {
	title := actions.Clean(actions.Shorten(checkName(c.Check), nameLength))
	p := historyPlot{Title: title, Verdict: actions.Clean(checkWord(c.Verdict)), State: cmp.Or(htmlCheckStates[c.Verdict], "error"), Last: "candidate"}
	value, baseline := coordinate(c.Value), c.baseline
	values := make([]float64, len(h.Points))
	known := 0
	for i, point := range h.Points {
		if values[i] = coordinate(point.Value); !math.IsNaN(values[i]) {
			known++
		}
		p.Points = append(p.Points, historyRow{Commit: actions.Clean(fmt.Sprintf("%.12s", point.Commit)), Date: actions.Clean(point.Date), Value: actions.Clean(actions.Shorten(point.Value, 40))})
	}
	if known == 0 || math.IsNaN(value) {
		return historyPlot{}, false
	}
	p.Points = append(p.Points, historyRow{Commit: "candidate", Value: actions.Clean(actions.Shorten(c.Value, 40))})
	p.First = actions.Clean(h.Points[0].Date)
	s := heightsOf(append(append([]float64{}, values...), value, baseline, c.limit))
	p.From, p.To = number(s.from), number(s.to)
	across := func(i int) float64 {
		return historyLeft + float64(i)/float64(len(values))*(historyRight-historyLeft)
	}
	var line []string
	for i, x := range append(values, value) {
		if math.IsNaN(x) {
			continue
		}
		at := dot{tenth(across(i)), tenth(s.height(x))}
		line = append(line, at.X+","+at.Y)
		if i == len(h.Points) {
			p.Candidate = &at
		} else {
			p.Dots = append(p.Dots, at)
		}
	}
	p.Line = strings.Join(line, " ")
	if !math.IsNaN(baseline) {
		p.Baseline = tenth(s.height(baseline))
	}
	if !math.IsNaN(c.limit) {
		y := s.height(c.limit)
		p.Bound, p.Outside, p.OutsideHeight = tenth(y), "4", tenth(y-4)
		if c.least {
			p.Outside, p.OutsideHeight = tenth(y), tenth(56-y)
		}
	}
	p.Label = historyWords(c, h, values, baseline)
	return p, true
}

// heights are a scale from below.
type heights struct{ scale }

func heightsOf(numbers []float64) heights {
	var all []drawn
	for _, x := range numbers {
		all = append(all, drawn{estimate: x, low: math.NaN(), high: math.NaN(), baseline: math.NaN(), limit: math.NaN()})
	}
	return heights{scaleOf(all)}
}

func (s heights) height(x float64) float64 {
	return historyBottom - (x-s.from)/(s.to-s.from)*(historyBottom-historyTop)
}

// historyWords tell what a plot shows, for those who do not see it.
func historyWords(c bounded, h MetricHistory, values []float64, baseline float64) string {
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range values {
		if !math.IsNaN(x) {
			low, high = min(low, x), max(high, x)
		}
	}
	words := []string{fmt.Sprintf("%s since %s, from %s to %s", count(len(h.Points), "value", "values"), h.Points[0].Date, number(low), number(high)), "candidate " + number(coordinate(c.Value))}
	if !math.IsNaN(baseline) {
		words = append(words, "baseline "+number(baseline))
	}
	if !math.IsNaN(c.limit) {
		kind := "at most "
		if c.least {
			kind = "at least "
		}
		words = append(words, "required "+kind+number(c.limit))
	}
	return actions.Clean(strings.Join(words, "; "))
}
