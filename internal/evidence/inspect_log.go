package evidence

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatInspect is a log of the UK AISI's Inspect in its JSON form (inspect_ai,
// log/_log.py: EvalLog).
const FormatInspect = "inspect"

func isInspect(d *document.Document) bool {
	spec := d.Root.Get("eval")
	return d.Root.Get("status") != nil && spec.Get("task") != nil && spec.Get("model") != nil
}

func readInspect(r *Reading) {
	spec, results := r.root.get("eval"), r.root.get("results")
	r.Producer = Producer{At: spec.anchor, Tool: "inspect_ai", Version: spec.get("packages").get("inspect_ai").value()}
	r.Subject = Subject{At: spec.get("model").anchor, Model: spec.get("model").value(), Commit: spec.get("revision").get("commit").value()}
	if r.Created = r.root.get("stats").get("completed_at").text(); !r.Created.Present {
		r.Created = spec.get("created").text()
	}
	for _, score := range results.get("scores").items() {
		r.inspectScore(score, spec, results)
		r.inspectSum(score, spec)
	}
	if len(r.root.get("samples").items()) > 0 {
		r.Examples = append(r.Examples, Examples{At: r.root.get("samples").anchor, Path: r.Path, Format: FormatInspect, Task: spec.get("task").value()})
	}
	r.inspectState(spec, results)
	if !results.present() {
		r.malformed(results, "the log contains no results", "Run the evaluation to completion, and generate the log again.")
	}
}

// inspectState: the log says success of a run that left out samples, too.
func (r *Reading) inspectState(spec, results place) {
	status := r.root.get("status")
	total, completed := results.get("total_samples").count(), results.get("completed_samples").count()
	r.atMost(results.get("completed_samples"), results.get("total_samples"), "samples were completed")
	c := &r.Completeness
	c.At, c.Expected, c.Observed = results.anchor, total, completed
	errors := 0
	for _, s := range r.root.get("samples").items() {
		if s.get("error").present() {
			errors++
		}
	}
	if r.root.get("samples").present() {
		c.Errors = strconv.Itoa(errors)
	}
	if status.value() != "success" {
		r.incomplete(status, Failed, "the run's status is "+status.value())
	}
	if inv := r.root.get("invalidated"); inv.value() == "true" {
		r.incomplete(inv, Failed, "the log was invalidated")
	}
	if errors > 0 {
		r.incomplete(r.root.get("samples"), Failed, fmt.Sprintf("%d samples ended in an error", errors))
	}
	if t, k := rational(total), rational(completed); t != nil && k != nil && k.Cmp(t) < 0 {
		r.incomplete(results.get("completed_samples"), Partial, fmt.Sprintf("%s of %s samples were completed", completed, total))
	}
	all, used := spec.get("dataset").get("samples"), len(spec.get("dataset").get("sample_ids").items())
	limit := spec.get("config").get("limit")
	if n := rational(all.count()); n != nil && used > 0 && limit.present() && n.Cmp(rational(strconv.Itoa(used))) > 0 {
		r.incomplete(limit, Partial, fmt.Sprintf("the run was limited to %d of the dataset's %s samples", used, all.count()))
		c.Expected = all.count()
	}
	if total != "" && completed != "" {
		r.incomplete(results, Complete, "")
	}
}

// inspectScore reads the metrics of one scorer. stderr stands beside the metric
// that it is of, by name; std is a spread, and no standard error.
func (r *Reading) inspectScore(score, spec, results place) {
	metrics := score.get("metrics").inOrder()
	var stderr place
	others := 0
	for _, m := range metrics {
		switch m.node.Key {
		case "stderr":
			stderr = m.get("value")
		case "std", "var", "bootstrap_stderr":
		default:
			others++
		}
	}
	n := r.examples(score.get("scored_samples"))
	if epochs := spec.get("config").get("epochs").value(); n == "" && (epochs == "" || epochs == "1") {
		n = results.get("completed_samples").count()
	}
	n = r.inspectDistinct(n, spec, results)
	if u := score.get("unscored_samples"); u.count() != "" && u.count() != "0" {
		r.incomplete(u, Partial, fmt.Sprintf("%s samples have no score of %s", u.count(), score.get("name").value()))
	}
	for _, m := range metrics {
		name := m.node.Key
		if name == "stderr" && others > 0 {
			continue
		}
		x := newResult(m.get("value"), name, "")
		x.Task = spec.get("task").value()
		x.Dataset.Name = spec.get("dataset").get("name").value()
		x.set("scorer", score.get("name").value())
		x.set("task_version", spec.get("task_version").value())
		for _, arg := range spec.get("task_args").inOrder() {
			x.set("task_args."+arg.node.Key, settingOf(arg.node))
		}
		if epochs := spec.get("config").get("epochs").value(); epochs != "" && epochs != "1" {
			x.set("epochs", epochs)
		}
		if reducer := score.get("reducer").value(); reducer != "" {
			x.set("reducer", reducer)
		}
		x.counted(n, "file")
		if name == "accuracy" {
			x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
			x.K = proportionOf(x.Value, n)
		}
		if stderr.node != nil && (others == 1 || name == "accuracy" || name == "mean") && name != "std" && name != "var" {
			x.Uncertainty = Uncertainty{At: stderr.anchor, Kind: StdErr, Raw: stderr.value(), Value: stderr.decimal(), Method: "stderr"}
			if p, ok := float(x.Value); x.Uncertainty.Value == "" {
				x.Uncertainty.Kind = ""
			} else if se, _ := float(x.Uncertainty.Value); ok && se == 0 && p > 0 && p < 1 {
				x.Uncertainty.Kind, x.Uncertainty.Value, x.Uncertainty.Method = "", "", "zero, which the standard error of this value cannot be"
			}
		}
		r.add(x)
	}
}

// inspectDistinct is a number of scores, which is never more than there are samples:
// epochs score each several times, and the log reduces them before it takes a mean
// (inspect_ai, _eval/task/results.py).
func (r *Reading) inspectDistinct(n string, spec, results place) string {
	epochs := rational(spec.get("config").get("epochs").count())
	if epochs == nil || epochs.Cmp(big.NewRat(1, 1)) <= 0 {
		return n
	}
	most := rational(spec.get("dataset").get("samples").count())
	if used := len(spec.get("dataset").get("sample_ids").items()); used > 0 {
		most = big.NewRat(int64(used), 1)
	}
	if total := rational(results.get("total_samples").count()); total != nil {
		if each := total.Quo(total, epochs); most == nil || each.Cmp(most) < 0 {
			most = each
		}
	}
	switch {
	case most == nil || !most.IsInt():
		return ""
	case n == "" || rational(n).Cmp(most) > 0:
		return most.Num().String()
	}
	return n
}

// inspectSum holds the mean that a scorer has against the scores of its samples. Logs
// that leave samples out, take them several times or reduce them otherwise are not
// added up.
func (r *Reading) inspectSum(score, spec place) {
	samples, name := r.root.get("samples").items(), score.get("name").value()
	if epochs := spec.get("config").get("epochs").value(); epochs != "" && epochs != "1" || len(samples) == 0 || strconv.Itoa(len(samples)) != score.get("scored_samples").count() {
		return
	}
	scores, f := newWeighted(), figures{}
	for _, s := range samples {
		value := s.get("scores").get(name).get("value")
		literal, ok := inspectScores[value.value()]
		switch {
		case value.value() == "P": // in part: how much that is a scorer may say
			return
		case !ok:
			literal = value.decimal()
		}
		f.saw(literal)
		scores.add(rational(literal), big.NewRat(1, 1))
	}
	f.places = max(f.places, 4) // what a float has, unless all were cut to less
	for _, metric := range []string{"accuracy", "mean"} {
		r.against(score.get("metrics").get(metric).get("value"), "the "+metric, f, scores.mean(), fmt.Sprintf("the %d samples come to", len(samples)))
	}
}

// inspectScores are the words that are scores (inspect_ai, scorer/_metric.py:
// value_to_float).
var inspectScores = map[string]string{"C": "1", "I": "0", "P": "0.5", "N": "0", "true": "1", "false": "0", "yes": "1", "no": "0"}

// inspectSamples are the scores that one scorer gave: C, I and P count as 1, 0
// and 0.5 (inspect_ai, scorer/_metric.py: value_to_float). Of several epochs the mean
// counts, as the log's own reducer has it.
func inspectSamples(c *sampleCollector, d *document.Document, r Result) {
	root := rootOf(d)
	for i, s := range root.get("samples").items() {
		score := s.get("scores").get(r.Setting("scorer")).get("value")
		value, ok := float(inspectScores[score.value()])
		if !ok {
			value, ok = float(score.decimal())
		}
		if !ok {
			c.fail(s.node.Span.Line, document.Pointer("samples", strconv.Itoa(i), "scores", r.Setting("scorer"), "value"), fmt.Sprintf("the sample has no score of %s that is a number", r.Setting("scorer")))
			return
		}
		if !c.add(s.node.Span.Line, s.get("id").value(), value) {
			return
		}
	}
	c.merge()
}
