package results

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatInspect is a log of the UK AISI's Inspect in its JSON form (inspect_ai,
// log/_log.py: EvalLog).
const formatInspect = "inspect"

func isInspect(d *document.Document) bool {
	spec := d.Root.Get("eval")
	return d.Root.Get("status") != nil && spec.Get("task") != nil && spec.Get("model") != nil
}

func readInspect(r *Reading) {
	spec, results := r.root.Get("eval"), r.root.Get("results")
	r.Producer = evidence.Producer{At: spec.Anchor, Tool: "inspect_ai", Version: spec.Get("packages").Get("inspect_ai").Value()}
	r.Subject = evidence.Subject{At: spec.Get("model").Anchor, Model: spec.Get("model").Value(), Commit: spec.Get("revision").Get("commit").Value()}
	if r.Created = r.root.Get("stats").Get("completed_at").Text(); !r.Created.Present {
		r.Created = spec.Get("created").Text()
	}
	for _, score := range results.Get("scores").Items() {
		r.inspectScore(score, spec, results)
		r.inspectSum(score, spec)
	}
	if len(r.root.Get("samples").Items()) > 0 {
		r.Examples = append(r.Examples, evidence.Examples{At: r.root.Get("samples").Anchor, Path: r.Path, Format: formatInspect, Task: spec.Get("task").Value()})
	}
	r.inspectState(spec, results)
	if !results.Present() {
		r.malformed(results, "the log contains no results", "Run the evaluation to completion, and generate the log again.")
	}
}

// inspectState: the log says success of a run that left out samples, too.
func (r *Reading) inspectState(spec, results place.Place) {
	status := r.root.Get("status")
	total, completed := results.Get("total_samples").Count(), results.Get("completed_samples").Count()
	r.atMost(results.Get("completed_samples"), results.Get("total_samples"), "samples were completed")
	c := &r.Completeness
	c.At, c.Expected, c.Observed = results.Anchor, total, completed
	errors := 0
	for _, s := range r.root.Get("samples").Items() {
		if s.Get("error").Present() {
			errors++
		}
	}
	if r.root.Get("samples").Present() {
		c.Errors = strconv.Itoa(errors)
	}
	if status.Value() != "success" {
		r.incomplete(status, evidence.Failed, "the run's status is "+status.Value())
	}
	if inv := r.root.Get("invalidated"); inv.Value() == "true" {
		r.incomplete(inv, evidence.Failed, "the log was invalidated")
	}
	if errors > 0 {
		r.incomplete(r.root.Get("samples"), evidence.Failed, fmt.Sprintf("%d samples ended in an error", errors))
	}
	if t, k := decimal.Rational(total), decimal.Rational(completed); t != nil && k != nil && k.Cmp(t) < 0 {
		r.incomplete(results.Get("completed_samples"), evidence.Partial, fmt.Sprintf("%s of %s samples were completed", completed, total))
	}
	all, used := spec.Get("dataset").Get("samples"), len(spec.Get("dataset").Get("sample_ids").Items())
	limit := spec.Get("config").Get("limit")
	if n := decimal.Rational(all.Count()); n != nil && used > 0 && limit.Present() && n.Cmp(decimal.Rational(strconv.Itoa(used))) > 0 {
		r.incomplete(limit, evidence.Partial, fmt.Sprintf("the run was limited to %d of the dataset's %s samples", used, all.Count()))
		c.Expected = all.Count()
	}
	if total != "" && completed != "" {
		r.incomplete(results, evidence.Complete, "")
	}
}

// inspectScore reads the metrics of one scorer. stderr stands beside the metric
// that it is of, by name; std is a spread, and no standard error.
func (r *Reading) inspectScore(score, spec, results place.Place) {
	metrics := score.Get("metrics").InOrder()
	var stderr place.Place
	others := 0
	for _, m := range metrics {
		switch m.Node.Key {
		case "stderr":
			stderr = m.Get("value")
		case "std", "var", "bootstrap_stderr":
		default:
			others++
		}
	}
	n := r.examples(score.Get("scored_samples"))
	if epochs := spec.Get("config").Get("epochs").Value(); n == "" && (epochs == "" || epochs == "1") {
		n = results.Get("completed_samples").Count()
	}
	n = r.inspectDistinct(n, spec, results)
	if u := score.Get("unscored_samples"); u.Count() != "" && u.Count() != "0" {
		r.incomplete(u, evidence.Partial, fmt.Sprintf("%s samples have no score from %s", u.Count(), score.Get("name").Value()))
	}
	for _, m := range metrics {
		name := m.Node.Key
		if name == "stderr" && others > 0 {
			continue
		}
		x := newResult(m.Get("value"), name, "")
		x.Task = spec.Get("task").Value()
		x.Dataset.Name = spec.Get("dataset").Get("name").Value()
		x.Set("scorer", score.Get("name").Value())
		x.Set("task_version", spec.Get("task_version").Value())
		for _, arg := range spec.Get("task_args").InOrder() {
			x.Set("task_args."+arg.Node.Key, settingOf(arg.Node))
		}
		if epochs := spec.Get("config").Get("epochs").Value(); epochs != "" && epochs != "1" {
			x.Set("epochs", epochs)
		}
		if reducer := score.Get("reducer").Value(); reducer != "" {
			x.Set("reducer", reducer)
		}
		x.Counted(n, "file")
		if name == "accuracy" {
			x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
			x.K = proportionOf(x.Value, n)
		}
		if stderr.Node != nil && (others == 1 || name == "accuracy" || name == "mean") && name != "std" && name != "var" {
			x.Uncertainty = evidence.Uncertainty{At: stderr.Anchor, Kind: evidence.StdErr, Raw: stderr.Value(), Value: stderr.Decimal(), Method: "stderr"}
			if p, ok := decimal.Float(x.Value); x.Uncertainty.Value == "" {
				x.Uncertainty.Kind = ""
			} else if se, _ := decimal.Float(x.Uncertainty.Value); ok && se == 0 && p > 0 && p < 1 {
				x.Uncertainty.Kind, x.Uncertainty.Value, x.Uncertainty.Method = "", "", "zero, which the standard error of this value cannot be"
			}
		}
		r.add(x)
	}
}

// inspectDistinct is a number of scores, which is never more than there are samples:
// epochs score each several times, and the log reduces them before it takes a mean
// (inspect_ai, _eval/task/results.py).
func (r *Reading) inspectDistinct(n string, spec, results place.Place) string {
	epochs := decimal.Rational(spec.Get("config").Get("epochs").Count())
	if epochs == nil || epochs.Cmp(big.NewRat(1, 1)) <= 0 {
		return n
	}
	most := decimal.Rational(spec.Get("dataset").Get("samples").Count())
	if used := len(spec.Get("dataset").Get("sample_ids").Items()); used > 0 {
		most = big.NewRat(int64(used), 1)
	}
	if total := decimal.Rational(results.Get("total_samples").Count()); total != nil {
		if each := total.Quo(total, epochs); most == nil || each.Cmp(most) < 0 {
			most = each
		}
	}
	switch {
	case most == nil || !most.IsInt():
		return ""
	case n == "" || decimal.Rational(n).Cmp(most) > 0:
		return most.Num().String()
	}
	return n
}

// inspectSum holds the mean that a scorer has against the scores of its samples. Logs
// that leave samples out, take them several times or reduce them otherwise are not
// added up.
func (r *Reading) inspectSum(score, spec place.Place) {
	samples, name := r.root.Get("samples").Items(), score.Get("name").Value()
	if epochs := spec.Get("config").Get("epochs").Value(); epochs != "" && epochs != "1" || len(samples) == 0 || strconv.Itoa(len(samples)) != score.Get("scored_samples").Count() {
		return
	}
	scores, f := decimal.NewWeighted(), decimal.Figures{}
	for _, s := range samples {
		value := s.Get("scores").Get(name).Get("value")
		literal, ok := inspectScores[value.Value()]
		switch {
		case value.Value() == "P": // in part: how much that is a scorer may say
			return
		case !ok:
			literal = value.Decimal()
		}
		f.Saw(literal)
		scores.Add(decimal.Rational(literal), big.NewRat(1, 1))
	}
	f.Places = max(f.Places, 4) // what a float has, unless all were cut to less
	for _, metric := range []string{"accuracy", "mean"} {
		r.against(score.Get("metrics").Get(metric).Get("value"), "the "+metric, f, scores.Mean(), fmt.Sprintf("the %d samples have the mean", len(samples)))
	}
}

// inspectScores are the words that are scores (inspect_ai, scorer/_metric.py:
// value_to_float).
var inspectScores = map[string]string{"C": "1", "I": "0", "P": "0.5", "N": "0", "true": "1", "false": "0", "yes": "1", "no": "0"}

// inspectSamples are the scores that one scorer gave: C, I and P count as 1, 0
// and 0.5 (inspect_ai, scorer/_metric.py: value_to_float). Of several epochs the mean
// counts, as the log's own reducer has it.
func inspectSamples(c *sampleCollector, d *document.Document, r evidence.Result) {
	root := place.Root(d)
	for i, s := range root.Get("samples").Items() {
		score := s.Get("scores").Get(r.Setting("scorer")).Get("value")
		value, ok := decimal.Float(inspectScores[score.Value()])
		if !ok {
			value, ok = decimal.Float(score.Decimal())
		}
		if !ok {
			c.fail(s.Node.Span.Line, document.Pointer("samples", strconv.Itoa(i), "scores", r.Setting("scorer"), "value"), fmt.Sprintf("the sample has no score of %s that is a number", r.Setting("scorer")))
			return
		}
		if !c.add(s.Node.Span.Line, s.Get("id").Value(), value) {
			return
		}
	}
	c.merge()
}
