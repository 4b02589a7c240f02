package results

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// formatEvalPlus is the result of EvalPlus (evalplus/evaluate.py) and of BigCodeBench
// (bigcodebench/evaluate.py): the status of each sample of each task, and pass@k where it
// is kept; or the pass@k that BigCodeBench writes beside it.
const formatEvalPlus = "evalplus"

var passAt = pattern.New(`^pass@[0-9]+$`)

// codeSample is a sample's status under the tests that one tool writes.
func codeStatus(sample place.Place, plus bool) string {
	base := firstOf(sample.Get("base_status"), sample.Get("status"))
	if !plus || base != "pass" {
		return base
	}
	return sample.Get("plus_status").Value()
}

func isEvalPlus(d *document.Document) bool {
	for _, task := range place.Root(d).Get("eval").InOrder() {
		items := task.Items()
		return len(items) > 0 && (items[0].Get("base_status").Node != nil || items[0].Get("status").Node != nil && items[0].Get("task_id").Node != nil)
	}
	return isPassAtK(d)
}

// isPassAtK recognises what BigCodeBench writes beside its results.
func isPassAtK(d *document.Document) bool {
	return format.HasKeys("pass@1", "gt_pass_rate")(d) || format.HasKeys("pass@1", "calibrated")(d)
}

// readEvalPlus reads the pass@k that the file has, and computes pass@1 of tasks with one
// sample each, which is a share of them. The extra tests count where those of the base
// pass, too.
func readEvalPlus(r *Reading) {
	r.Producer.Tool = "evalplus"
	tasks := r.root.Get("eval").InOrder()
	if r.root.Get("hash").Node == nil {
		r.Producer.Tool = "bigcodebench"
	}
	r.Created = r.root.Get("date").Moment()
	r.Subject.Model = r.root.Get("model").Value()
	digest := r.root.Get("hash").Value()
	suites := []string{"base", "plus"}
	for _, suite := range suites {
		single, passed, any := true, 0, false
		for _, task := range tasks {
			samples := task.Items()
			single = single && len(samples) == 1
			for _, s := range samples {
				status := codeStatus(s, suite == "plus")
				any = any || suite == "base" || s.Get("plus_status").Present()
				if status == "pass" {
					passed++
				} else if status == "" && suite == "base" {
					r.malformed(s, "a sample has no status", "Run the evaluation again.")
				}
			}
		}
		if suite == "plus" && !any && r.root.Get("pass_at_k").Get("plus").Node == nil {
			continue
		}
		stated := r.root.Get("pass_at_k").Get(suite).InOrder()
		for _, p := range stated {
			r.passAt(p, suite, digest, len(tasks), passed, single)
		}
		if len(stated) == 0 && len(tasks) > 0 && single {
			x := newResult(r.root.Get("eval"), "pass@1", "")
			x.Value = ratText(big.NewRat(int64(passed), int64(len(tasks))))
			x.Valid, x.Raw = true, fmt.Sprintf("%d of %d tasks", passed, len(tasks))
			r.passed(&x, suite, digest, len(tasks), passed)
			r.add(x)
		}
	}
	if isPassAtK(r.doc) {
		for _, p := range r.root.InOrder() {
			if p.Node.Kind == document.Number || passAt.MatchString(p.Node.Key) {
				x := newResult(p, p.Node.Key, "")
				x.Set("subset", r.root.Get("subset").Value())
				x.Set("split", r.root.Get("split").Value())
				if passAt.MatchString(p.Node.Key) {
					x.Unit, x.Direction, x.DirectionFrom = "proportion", "higher", "format"
				}
				r.add(x)
			}
		}
	}
}

func (r *Reading) passed(x *evidence.Result, suite, digest string, n, k int) {
	x.Set("tests", suite)
	x.Unit, x.Direction, x.DirectionFrom, x.Dataset.Digest = "proportion", "higher", "format", digest
	x.Counted(fmt.Sprint(n), "file")
	x.K = fmt.Sprint(k)
}

// passAt reads a pass@k: that of 1, of tasks with one sample each, is held against them.
func (r *Reading) passAt(p place.Place, suite, digest string, tasks, passed int, single bool) {
	x := newResult(p, p.Node.Key, "")
	x.Set("tests", suite)
	x.Unit, x.Direction, x.DirectionFrom, x.Dataset.Digest = "proportion", "higher", "format", digest
	if tasks > 0 {
		x.Counted(fmt.Sprint(tasks), "file")
	}
	if tasks > 0 && single && x.Metric == "pass@1" {
		share := big.NewRat(int64(passed), int64(tasks))
		if r.against(p, "pass@1", decimal.Figures{Places: 6}, share, "the samples come to"); x.Valid && (decimal.Figures{Places: 6}).Same(decimal.Rational(x.Value), share) {
			x.K = fmt.Sprint(passed)
		}
	}
	r.add(x)
}

// formatOpenCompass is the summary of OpenCompass (opencompass/summarizers/default.py):
// a row for each dataset and metric, and a column for each model.
const formatOpenCompass = "opencompass"

var openCompassColumns = []string{"dataset", "version", "metric", "mode"}

func isOpenCompass(d *document.Document) bool {
	row := firstRow(d)
	return d.Syntax == document.CSV && row != nil && len(row.Children) > 4 && !slices.ContainsFunc(openCompassColumns, func(c string) bool { return row.Get(c) == nil })
}

// readOpenCompass reads the column of one model. What was not measured is a dash, and
// leaves the summary partial; several models are several files.
func readOpenCompass(r *Reading) {
	r.Producer.Tool = "opencompass"
	var models []string
	if len(r.root.Items()) == 0 {
		return
	}
	for _, c := range r.root.Items()[0].InOrder() {
		if !slices.Contains(openCompassColumns, c.Node.Key) && c.Node.Key != "total_count" {
			models = append(models, c.Node.Key)
		}
	}
	if len(models) != 1 {
		r.malformed(r.root, fmt.Sprintf("the summary has the columns of %d models", len(models)), "Write one summary per model.")
		return
	}
	r.Subject.Model = models[0]
	missing := 0
	for _, row := range r.root.Items() {
		cell := row.Get(models[0])
		if cell.Value() == "-" {
			missing++
			r.incomplete(row, evidence.Partial, fmt.Sprintf("%q was not evaluated", row.Get("dataset").Value()))
		}
		x := newResult(cell, row.Get("metric").Value(), "")
		if cell.Value() == "-" && row.Get("metric").Value() == "-" {
			x.Metric = "score"
		}
		x.Task = row.Get("dataset").Value()
		for _, key := range []string{"version", "mode"} {
			if v := row.Get(key).Value(); v != "-" {
				x.Set(key, v)
			}
		}
		r.add(x)
	}
	if missing == 0 {
		r.incomplete(r.root, evidence.Complete, "")
	}
	r.twice()
}

// formatRagas is the table of ragas with a row for each example (ragas,
// EvaluationResult.to_pandas), as CSV, JSON or JSON Lines.
const formatRagas = "ragas"

// ragasMetrics are the names of its metrics (ragas/metrics; docs.ragas.io, Metrics).
var ragasMetrics = []string{"faithfulness", "answer_relevancy", "context_precision", "context_recall", "context_entity_recall", "context_relevancy", "answer_similarity", "answer_correctness",
	"semantic_similarity", "factual_correctness", "noise_sensitivity", "llm_context_precision_with_reference", "llm_context_precision_without_reference", "non_llm_context_precision_with_reference",
	"non_llm_context_recall", "nv_accuracy", "nv_context_relevance", "nv_response_groundedness", "response_relevancy", "summary_score", "bleu_score", "rouge_score", "exact_match", "string_present"}

func ragasColumns(row *document.Node) []string {
	var out []string
	if row == nil {
		return nil
	}
	for _, c := range row.Children {
		name, _, _ := strings.Cut(c.Key, "(") // factual_correctness(mode=f1)
		if slices.Contains(ragasMetrics, name) {
			out = append(out, c.Key)
		}
	}
	return out
}

func isRagas(d *document.Document) bool {
	row := firstRow(d)
	if row == nil || row.Kind != document.Mapping || len(ragasColumns(row)) == 0 {
		return false
	}
	return slices.ContainsFunc([]string{"user_input", "question"}, func(c string) bool { return row.Get(c) != nil })
}

// readRagas reads the mean of each metric, which ragas shows too. It leaves out examples
// that it could not score; here they are errors.
func readRagas(r *Reading) {
	r.Producer.Tool = "ragas"
	r.means(r.root.Items(), perRow{ragasColumns(firstRow(r.doc)), "rows"})
	for i := range r.Results {
		r.Results[i].Direction, r.Results[i].DirectionFrom = "higher", "format"
		if strings.HasPrefix(r.Results[i].Metric, "noise_sensitivity") {
			r.Results[i].Direction = "lower"
		}
	}
}

// formatSimpleEvals is the result of one of OpenAI's simple-evals (common.py:
// aggregate_results): means by name, with NAME:std and the like beside them.
const formatSimpleEvals = "simple-evals"

func isSimpleEvals(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Mapping || d.Root.Get("score") == nil {
		return false
	}
	spread := false
	for _, c := range d.Root.Children {
		if c.Kind == document.Mapping || c.Kind == document.Sequence {
			return false
		}
		base, kind, ok := strings.Cut(c.Key, ":")
		spread = spread || ok && kind == "std" && d.Root.Get(base) != nil
	}
	return spread
}

// readSimpleEvals reads each mean. What stands beside it is the deviation of the examples,
// and no standard error; the number of examples is not in the file, but where NAME:n_samples
// is.
func readSimpleEvals(r *Reading) {
	r.Producer.Tool = "simple-evals"
	cells := r.root.ByKey()
	for _, c := range r.root.InOrder() {
		name, kind, of := strings.Cut(c.Node.Key, ":")
		if of && cells[name].Node != nil && slices.Contains([]string{"std", "n_samples", "bootstrap_std"}, kind) {
			continue
		}
		x := newResult(c, c.Node.Key, "")
		x.Counted(r.examples(cells[c.Node.Key+":n_samples"]), "file")
		if b := cells[c.Node.Key+":bootstrap_std"]; b.Decimal() != "" {
			x.Uncertainty = evidence.Uncertainty{At: b.Anchor, Kind: evidence.StdErr, Value: b.Decimal(), Raw: b.Value(), Method: "bootstrap"}
		} else if s := cells[c.Node.Key+":std"]; s.Decimal() != "" {
			x.Uncertainty = evidence.Uncertainty{At: s.Anchor, Kind: evidence.StdDev, Value: s.Decimal(), Raw: s.Value(), Method: "of the examples"}
		}
		r.add(x)
	}
}
