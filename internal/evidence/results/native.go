package results

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// FormatNative is our own format of results, schemas/evaluation-results.schema.json:
// for whoever writes their own evaluation, and can say n, k, a standard error or runs.
const FormatNative = "modelgate-results"

func isNative(d *document.Document) bool {
	kind := d.Root.Get("kind")
	return kind != nil && kind.Value == "EvaluationResults" && d.Root.Get("apiVersion") != nil
}

// readNative reads each result, and each of its groups as a slice.
func readNative(r *Reading) {
	tool := r.root.Get("tool")
	r.Producer = evidence.Producer{At: tool.Anchor, Tool: tool.Get("name").Value(), Version: tool.Get("version").Value()}
	r.Subject = evidence.Subject{At: r.root.Get("model").Anchor, Model: r.root.Get("model").Value(), Commit: r.root.Get("commit").Value()}
	r.nativeCompleteness(r.root.Get("completeness"))
	for _, p := range r.root.Get("results").Items() {
		var parts []string
		for _, s := range p.Get("slice").InOrder() {
			parts = append(parts, slicePart(s.Node.Key, s.Value()))
		}
		whole := r.nativeResult(p, p, parts...)
		for _, attribute := range p.Get("groups").InOrder() {
			for _, group := range attribute.InOrder() {
				x := r.nativeResult(p, group, append(slices.Clone(parts), slicePart(attribute.Node.Key, group.Node.Key))...)
				if n, of := decimal.Rational(x.N), decimal.Rational(whole.N); n != nil && of != nil && n.Cmp(of) > 0 {
					r.contradicted(group.Get("n"), fmt.Sprintf("the group has %s examples, but the whole has %s", x.N, whole.N))
				}
			}
		}
	}
	r.twice()
}

// nativeResult reads the value at a place, of the metric of a result.
func (r *Reading) nativeResult(p, at place.Place, parts ...string) evidence.Result {
	x := newResult(at.Get("value"), p.Get("metric").Value(), joinSlices(parts...))
	if at.Get("value").Node == nil {
		x.At, x.Raw = at.Anchor, "no value"
	}
	x.Task, x.Unit = p.Get("task").Value(), p.Get("unit").Value()
	switch d := evidence.Direction(p.Get("direction").Value()); d {
	case "higher", "lower":
		x.Direction, x.DirectionFrom = d, evidence.DirectionOfFile
	}
	x.Dataset = datasetAt(p.Get("dataset"))
	if x.Dataset.Name == "" {
		x.Dataset = datasetAt(r.root.Get("dataset"))
	}
	for _, s := range p.Get("variant").InOrder() {
		x.Set(s.Node.Key, settingOf(s.Node))
	}
	r.precision(&x, at)
	r.add(x)
	return x
}

// datasetAt are the facts of a dataset in a mapping.
func datasetAt(p place.Place) evidence.DatasetRef {
	return evidence.DatasetRef{Name: p.Get("name").Value(), Split: p.Get("split").Value(), Digest: p.Get("digest").Value(), Revision: p.Get("revision").Value()}
}

// precision takes what stands beside a value about its precision: n, k, stderr, an
// interval and runs. Each must agree with the value.
func (r *Reading) precision(x *evidence.Result, at place.Place) {
	x.Counted(r.examples(at.Get("n")), "file")
	r.statedCount(x, at.Get("k"))
	r.statedError(x, at.Get("stderr"))
	if low, high := at.Get("interval").Get("low"), at.Get("interval").Get("high"); x.Uncertainty.Kind == "" && low.Decimal() != "" && high.Decimal() != "" {
		x.Uncertainty = evidence.Uncertainty{At: at.Get("interval").Anchor, Kind: evidence.CI, Low: low.Decimal(), High: high.Decimal()}
		if level := decimal.Rational(at.Get("interval").Get("confidence").Decimal()); level != nil && level.Cmp(big.NewRat(19, 20)) == 0 {
			x.Uncertainty.Kind = evidence.CI95
		}
		r.between(*x, []evidence.Result{{Value: low.Decimal()}, {Value: high.Decimal()}}, fmt.Sprintf("%q", x.Metric), "its interval's ends")
	}
	r.statedRuns(x, at.Get("runs"))
}

// statedCount takes the k of a share, which is the value, or a hundredth of it.
func (r *Reading) statedCount(x *evidence.Result, p place.Place) {
	k, n, value := decimal.Rational(r.examples(p)), decimal.Rational(x.N), decimal.Rational(x.Value)
	switch {
	case k == nil || value == nil:
		return
	case n == nil || n.Sign() == 0:
		r.malformed(p, fmt.Sprintf("%s is k of an unknown n", p.Value()), "State n, the number of examples, next to k.")
		return
	case k.Cmp(n) > 0:
		r.contradicted(p, fmt.Sprintf("%s of %s examples", p.Value(), x.N))
		return
	}
	share, f := new(big.Rat).Quo(k, n), decimal.Figures{}
	f.Saw(x.Raw)
	if percent := new(big.Rat).Mul(share, big.NewRat(100, 1)); f.Same(value, percent) && x.Unit != "proportion" && value.Cmp(big.NewRat(1, 1)) > 0 {
		x.K = k.Num().String()
	} else if f.Same(value, share) {
		x.K = k.Num().String()
	} else {
		r.contradicted(p, fmt.Sprintf("%q is %s, but %s of %s examples are %s", x.Metric, x.Raw, p.Value(), x.N, decimal.Rounded(share)))
	}
}

// statedError takes the standard error of a value.
func (r *Reading) statedError(x *evidence.Result, p place.Place) {
	if p.Node == nil {
		return
	}
	if se := decimal.Rational(p.Decimal()); se == nil || se.Sign() < 0 {
		r.malformed(p, fmt.Sprintf("the standard error of %q is %q, but must be a number, at least 0", x.Metric, p.Value()), "Write the standard error as a number, or leave it out.")
		return
	}
	x.Uncertainty = evidence.Uncertainty{At: p.Anchor, Kind: evidence.StdErr, Value: p.Decimal(), Raw: p.Value()}
}

// statedRuns takes the values of repeated runs, of which the value is the mean. One
// that is no number leaves none: a run that failed is no run less.
func (r *Reading) statedRuns(x *evidence.Result, p place.Place) {
	items := p.Items()
	if len(items) < 2 {
		return
	}
	f, mean := decimal.Figures{}, decimal.NewWeighted()
	runs := make([]string, 0, len(items))
	for _, item := range items {
		if item.Decimal() == "" {
			r.malformed(item, fmt.Sprintf("a run of %q is %q, but must be a number", x.Metric, item.Value()), "Repeat the run, or leave all runs out.")
			return
		}
		f.Saw(item.Decimal())
		mean.Add(decimal.Rational(item.Decimal()), big.NewRat(1, 1))
		runs = append(runs, item.Decimal())
	}
	x.Runs = runs
	if value := decimal.Rational(x.Value); value != nil {
		f.Saw(x.Raw)
		if !f.Same(value, mean.Mean()) {
			r.contradicted(p, fmt.Sprintf("%q is %s, but its runs have the mean %s", x.Metric, x.Raw, decimal.Rounded(mean.Mean())))
		}
	}
}

// nativeCompleteness reads how much of the evaluation took place.
func (r *Reading) nativeCompleteness(p place.Place) {
	c := &r.Completeness
	planned, measured, errors := p.Get("planned"), p.Get("measured"), p.Get("errors")
	c.Expected, c.Observed, c.Errors = r.examples(planned), r.examples(measured), r.examples(errors)
	r.atMost(measured, planned, "examples were measured")
	if e := decimal.Rational(c.Errors); e != nil && e.Sign() > 0 {
		r.incomplete(errors, evidence.Failed, c.Errors+" examples ended in an error")
	}
	if n, of := decimal.Rational(c.Observed), decimal.Rational(c.Expected); n != nil && of != nil {
		if n.Cmp(of) < 0 {
			r.incomplete(measured, evidence.Partial, fmt.Sprintf("%s of %s examples were measured", c.Observed, c.Expected))
		} else {
			r.incomplete(measured, evidence.Complete, "")
		}
	}
}

// twice reports results that say of one thing two values, or the same twice: which is
// meant is not for a gate to guess.
func (r *Reading) twice() {
	seen := map[string]bool{}
	for _, x := range r.Results {
		key := strings.Join([]string{x.Metric, x.Task, x.Slice, x.Dataset.Name, x.Dataset.Split, fmt.Sprint(x.Variant)}, "\x00")
		if seen[key] {
			r.malformed(place.Place{Anchor: x.At}, fmt.Sprintf("duplicate result for %q", x.Metric), "State each metric once per task, dataset, slice and variant.")
		}
		seen[key] = true
	}
}
