package evidence

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// resultFormats are the formats of evaluation results. One that is sure of its
// marks stands before one that would take more.
var resultFormats = []format{
	evaluation(FormatPromptfoo, "a promptfoo result with results.stats and results.prompts", isPromptfoo, readPromptfoo),
	evaluation(FormatLMEval, "an lm-evaluation-harness result with results and versions by task", isLMEval, readLMEval),
	evaluation(FormatLighteval, "a lighteval result with config_general and results by task", isLighteval, readLighteval),
	evaluation(FormatEvidently, "an Evidently report (0.7 or later) with metrics and tests", isEvidently, readEvidently),
	evaluation(FormatEvidentlyLegacy, "an Evidently report or test suite (before 0.7)", isEvidentlyLegacy, readEvidentlyLegacy),
	evaluation(FormatEEE, "an Every Eval Ever record with schema_version and evaluation_results", isEEE, readEEE),
	evaluation(FormatInspect, "an Inspect log with status, eval and results", isInspect, readInspect),
	evaluation(FormatHELM, "a HELM stats.json, a list of statistics", isHELM, readHELM),
	evaluation(FormatHELMPerInstance, "a HELM per_instance_stats.json, statistics by instance", isHELMPerInstance, readHELMPerInstance),
	evaluation(FormatMLflow, "an MLflow run with info, metrics and tags", isMLflow, readMLflow),
	evaluation(FormatSageMaker, "a SageMaker evaluation.json with groups named ..._metrics, each metric with a value", isSageMaker, readSageMaker),
	evaluation(FormatDeepEval, "a deepeval test run with testRunData, or with testCases and metricsScores", isDeepEval, readDeepEval),
	evaluation(FormatGX, "a Great Expectations validation result with results and statistics", isGX, readGX),
	evaluation(FormatTFMA, "a TFMA ValidationResult as JSON", isTFMA, readTFMA),
	evaluation(FormatSklearn, "a scikit-learn classification_report with \"macro avg\" and \"weighted avg\"", isSklearn, readSklearn),
	evaluation(FormatFairness, "a fairness report with overall and by_group", isFairness, readFairness),
	evaluation(FormatBenchmark, "a list of benchmarks with name, unit and value (github-action-benchmark)", isBenchmark, readBenchmark),
	evaluation(FormatYOLO, "a results.csv of Ultralytics with epoch and metrics/... columns", isYOLO, readYOLO),
	evaluation(FormatTrials, "a table of trials (Optuna, cv_results_, AutoGluon, H2O, hyperopt), in CSV or JSON", isTrials, readTrials),
	evaluation(FormatTrainerState, "a trainer_state.json of transformers with its log_history", isTrainerState, readTrainerState),
	evaluation(FormatTrainer, "an all_results.json of transformers' trainer with eval_runtime and the like", isTrainer, readTrainer),
	evaluation(FormatMetrics, "a JSON, YAML or TOML mapping with at least one number named like a metric (accuracy, f1, loss …)", isMetrics, readMetrics),
}

// MaxResults bounds the results of one evaluation, which all are part of the
// rule input.
const MaxResults = 20_000

// reading is one reading of one document as an evaluation. A format's read
// function fills it. What is recognised but not as its format says is malformed:
// a finding, beside whatever could be read, and never silence.
type reading struct {
	Evaluation
	doc      *document.Document
	root     place
	others   map[string]*document.Document // by path: the other files of a record that is a directory
	findings []finding.Finding
	full     bool // MaxResults was said
}

// readEvaluation reads a document as an evaluation of the named format.
func readEvaluation(d *document.Document, name string, read func(*reading)) *reading {
	r := &reading{Evaluation: newEvaluation(d, name), doc: d, root: place{node: d.Root, anchor: Anchor(d.Path + "#")}}
	read(r)
	r.annotated()
	if len(r.Results) == 0 && len(r.findings) == 0 && len(r.Judgements) == 0 {
		r.malformed(r.root, "the file has no results", "Regenerate the results.")
	}
	if r.Claimed {
		for i := range r.Results {
			r.Results[i].Claimed = true
		}
	}
	return r
}

// createdNames are the keys under which a file of any format says when it was made.
var createdNames = []string{"created", "created_at", "evaluated_at", "timestamp", "date"}

// digestName is the key under which it says of which model it is.
const digestName = "model_digest"

// isAnnotation reports whether a key is none of the format's, and known all the same.
func isAnnotation(key string) bool { return key == digestName || slices.Contains(createdNames, key) }

// annotated takes the time, and the digest of the model, that somebody wrote into a
// file whose format has no place for them.
func (r *reading) annotated() {
	if r.Subject.Digest == "" {
		r.Subject.Digest = r.root.get(digestName).value()
	}
	for _, name := range createdNames {
		if t := r.root.get(name).moment(); !r.Created.Present && t.Present {
			r.Created = t
		}
	}
}

// evaluation is a format of evaluation results.
func evaluation(name, looksFor string, recognise func(*document.Document) bool, read func(*reading)) format {
	return format{KindEvaluation, name, "", looksFor, recognise, func(d *document.Document) any { return readEvaluation(d, name, read) }}
}

// rivals reports a document that has the marks of a second format, unless the
// configuration has said which it is: what a file means is not for the order of
// a list to decide.
func (r *reading) rivals() {
	for _, f := range resultFormats {
		if f.name != r.Format && f.name != FormatMetrics && r.Format != FormatMetrics && f.recognise(r.doc) {
			r.malformed(r.root, "the file also matches the format "+f.name, "Set its format under evaluations in .modelgate/config.yaml, or remove the keys of the other format.")
		}
	}
}

// malformed reports what the format does not allow, at its place.
func (r *reading) malformed(p place, message, help string) {
	r.report("evidence/malformed", p, message, help)
}

// report adds a finding about a place.
func (r *reading) report(rule string, p place, message, help string) {
	if len(r.findings) >= document.MaxFound {
		return
	}
	file, pointer := p.anchor.Split(func(file string) bool { return file == r.Path || r.others[file] != nil })
	doc := r.doc
	if other := r.others[file]; other != nil {
		doc = other
	}
	f := finding.Finding{Rule: rule, Severity: finding.Error, At: doc.At(pointer), Message: r.Format + ": " + message, Help: help}
	if slices.ContainsFunc(r.findings, func(g finding.Finding) bool { return g.At == f.At }) {
		f.Key = strconv.Itoa(len(r.findings) + 1)
	}
	r.findings = append(r.findings, f)
}

// add takes a result.
func (r *reading) add(x Result) {
	if len(r.Results) >= MaxResults {
		if !r.full {
			r.malformed(r.root, fmt.Sprintf("too many results (limit: %d)", MaxResults), "Split the file, or omit results that no rule needs.")
		}
		r.full = true
		return
	}
	r.Results = append(r.Results, x)
}

// sort puts the results in the order of slice, metric and place.
func (r *reading) sort() {
	slices.SortStableFunc(r.Results, func(a, b Result) int {
		return cmp.Or(cmp.Compare(a.Slice, b.Slice), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.At, b.At))
	})
}

// incomplete sets a state of completeness, the gravest of those given.
func (r *reading) incomplete(p place, state, reason string) {
	c := &r.Completeness
	grave := map[string]int{Unknown: 0, Complete: 1, Partial: 2, Failed: 3}
	if grave[state] > grave[c.State] {
		c.At, c.State, c.Reason = p.anchor, state, reason
	}
}

// members are the members of a mapping by their keys, for many look-ups.
type members map[string]place

func (p place) members() members { return byKey(p.inOrder()) }

func byKey(list []place) members {
	out := make(members, len(list))
	for _, c := range list {
		out[c.node.Key] = c
	}
	return out
}

// value is the text of a scalar, "" for anything else and for null.
func (p place) value() string {
	if !p.scalar() {
		return ""
	}
	return p.node.Value
}

// moment is a point in time as text: seconds since 1970, of this century, become RFC
// 3339; anything else stays as written.
func (p place) moment() Text {
	t := p.text()
	if seconds, err := strconv.ParseFloat(t.Value, 64); err == nil && seconds > 1e9 && seconds < 1e11 {
		t.Value = time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339)
	}
	return t
}

// count is a whole number that is not negative, without a point: support is
// written 4495 and 4495.0. It is "" for anything else.
func (p place) count() string {
	x := rational(decimal(p.node))
	if x == nil || !x.IsInt() || x.Sign() < 0 {
		return ""
	}
	return x.Num().String()
}

// decimal is the literal of a finite number, "" for anything else.
func decimal(n *document.Node) string {
	if n == nil || n.Kind != document.Number {
		return ""
	}
	return n.Value
}

// rational is a decimal literal of a document exactly, nil for "". Its size is
// bounded by document.MaxNumber and document.MaxExp.
func rational(literal string) *big.Rat {
	if literal == "" {
		return nil
	}
	x, ok := new(big.Rat).SetString(literal)
	if !ok {
		return nil
	}
	return x
}

// float is a decimal literal as the nearest float64; ok is false for "".
func float(literal string) (x float64, ok bool) {
	if literal == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(literal, 64)
	return x, err == nil
}

// proportionOf is the k of n that a proportion was computed from, "" unless
// k / n is the very float64 that was written.
func proportionOf(value, n string) string {
	p, ok1 := float(value)
	count, ok2 := float(n)
	if !ok1 || !ok2 || count < 1 || count > 1<<53 || p < 0 || p > 1 {
		return ""
	}
	k := int64(p*count + 0.5)
	if float64(k)/count != p {
		return ""
	}
	return strconv.FormatInt(k, 10)
}

// slicePart is one part of a slice, "class=fraud".
func slicePart(name, value string) string { return name + "=" + value }

// joinSlices puts parts of a slice into their order.
func joinSlices(parts ...string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" })
	slices.Sort(parts)
	return strings.Join(parts, ",")
}
