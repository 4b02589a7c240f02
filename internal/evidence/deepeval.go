package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatDeepEval is the test run that deepeval leaves behind
// (.deepeval/.latest_test_run.json and .latest_run_full.json;
// deepeval/test_run/test_run.py).
const FormatDeepEval = "deepeval"

func isDeepEval(d *document.Document) bool {
	return d.Root.Get("testRunData") != nil || d.Root.Get("testRunLink") != nil || isDeepEvalRun(d.Root)
}

// isDeepEvalRun recognises the run itself, which .latest_run_full.json has without
// anything around it (deepeval/test_run/test_run.py: TestRun).
func isDeepEvalRun(n *document.Node) bool {
	return n.Get("testCases") != nil && n.Get("metricsScores") != nil && n.Get("testPassed") != nil
}

// readDeepEval reads, for each metric, the mean of its scores and the share of
// test cases that passed; one that ended in an error did not pass. A metric
// without any score has a mean that is no number.
func readDeepEval(r *Reading) {
	r.Producer.Tool = "deepeval"
	run := r.root.get("testRunData")
	if isDeepEvalRun(r.root.node) {
		run = r.root
	}
	if !run.present() {
		r.malformed(r.root.get("testRunLink"), "the file contains a link to a test run, but no results", "Save the results locally with deepeval test run, without uploading them.")
		return
	}
	cases := deepEvalCases(r.root)
	if len(cases) > 0 {
		r.Examples = append(r.Examples, Examples{At: run.anchor, Path: r.Path, Format: FormatDeepEval})
	}
	scored := deepEvalScores(cases)
	for _, m := range run.get("metricsScores").items() {
		r.deepEvalMetric(m, deepEvalRepeats(r.doc, cases, m.get("metric").value()), scored[m.get("metric").value()])
		r.deepEvalSum(m, scored[m.get("metric").value()])
	}
	passed, failed := run.get("testPassed").count(), run.get("testFailed").count()
	total := new(big.Int)
	add(total, passed)
	add(total, failed)
	rate := share(run.get("testPassed"), "pass_rate", passed, total.String())
	deepEvalRepeats(r.doc, cases, "").of(&rate)
	r.add(rate)
	errored, succeeded := 0, 0
	for _, c := range cases {
		status, bad := NotPass, false
		for _, m := range c.get("metricsData").items() {
			bad = bad || !m.get("score").present() || m.get("error").present()
		}
		switch {
		case bad:
			status = Errored
			errored++
		case c.get("success").value() == "true":
			status = Passed
		}
		if c.get("success").value() == "true" {
			succeeded++
		}
		r.Judgements = append(r.Judgements, Judgement{At: c.get("success").anchor, Name: c.get("name").value(), Status: status, Raw: c.get("success").value()})
	}
	if len(cases) > 0 && total.String() != fmt.Sprint(len(cases)) {
		r.contradicted(run, fmt.Sprintf("the counts are of %s test cases, but there are %d", total, len(cases)))
	} else if len(cases) > 0 && passed != "" && passed != fmt.Sprint(succeeded) {
		r.contradicted(run.get("testPassed"), fmt.Sprintf("testPassed is %s, but the test cases have %d", passed, succeeded))
	}
	c := &r.Completeness
	c.At, c.Expected, c.Observed = run.anchor, total.String(), fmt.Sprint(max(0, len(cases)-errored))
	if c.Errors == "" {
		c.Errors = fmt.Sprint(errored)
	}
	r.incomplete(run, Complete, "")
	if errored > 0 {
		r.incomplete(run.get("testCases"), Failed, fmt.Sprintf("%d of %d test cases have a metric without a score", errored, len(cases)))
	}
}

// deepEvalRepeats are the runs of each test case, by what goes into it, and how they
// ended: by one metric, or by all if it is "".
func deepEvalRepeats(d *document.Document, cases []place, metric string) *repeats {
	tests := newRepeats()
	for _, c := range cases {
		key := deepEvalCase(d, c)
		if metric == "" {
			tests.add(key, c.get("success").value() == "true")
			continue
		}
		for _, m := range c.get("metricsData").items() {
			if m.get("name").value() == metric {
				tests.add(key, m.get("success").value() == "true")
			}
		}
	}
	return tests
}

// deepEvalScored is what the test cases have of one metric.
type deepEvalScored struct {
	scores           *weighted
	passes           int
	threshold, judge string // "several" where the cases do not agree
}

func deepEvalScores(cases []place) map[string]*deepEvalScored {
	out := map[string]*deepEvalScored{}
	for _, c := range cases {
		for _, m := range c.get("metricsData").items() {
			of := out[m.get("name").value()]
			if of == nil {
				of = &deepEvalScored{scores: newWeighted(), threshold: m.get("threshold").value(), judge: m.get("evaluationModel").value()}
				out[m.get("name").value()] = of
			}
			for common, is := range map[*string]string{&of.threshold: m.get("threshold").value(), &of.judge: m.get("evaluationModel").value()} {
				if *common != is {
					*common = "several"
				}
			}
			if score := rational(m.get("score").decimal()); score != nil {
				of.scores.add(score, big.NewRat(1, 1))
			}
			if m.get("success").value() == "true" {
				of.passes++
			}
		}
	}
	return out
}

// deepEvalSum holds the scores and passes of a metric against those of the cases; nil
// where the file keeps none.
func (r *Reading) deepEvalSum(m place, of *deepEvalScored) {
	if of == nil {
		return
	}
	name, passes := m.get("metric").value(), m.get("passes")
	if passes.count() != "" && passes.count() != fmt.Sprint(of.passes) {
		r.contradicted(passes, fmt.Sprintf("passes of %q is %s, but the test cases have %d", name, passes.value(), of.passes))
	}
	scores := newWeighted()
	for _, s := range m.get("scores").items() {
		scores.add(rational(s.decimal()), big.NewRat(1, 1))
	}
	stated, computed := scores.mean(), of.scores.mean()
	if stated != nil && computed != nil && !(figures{places: 6}).same(stated, computed) {
		r.contradicted(m.get("scores"), fmt.Sprintf("the scores of %q have the mean %s, but those of its test cases have %s", name, rounded(stated), rounded(computed)))
	}
}

// deepEvalCase is what a test case is known by: what goes into it, else its name.
func deepEvalCase(d *document.Document, c place) string {
	var key []string
	for _, part := range []string{"input", "expectedOutput", "context", "scenario", "expectedOutcome"} {
		key = append(key, sourceOf(d, c.get(part).node))
	}
	if strings.Join(key, "") == "" {
		key = append(key, c.get("name").value())
	}
	return strings.Join(key, "\x00")
}

// deepEvalCases are the test cases of a file.
func deepEvalCases(root place) []place {
	run := root.get("testRunData")
	if isDeepEvalRun(root.node) {
		run = root
	}
	return append(run.get("testCases").items(), run.get("conversationalTestCases").items()...)
}

// deepEvalSamples are the scores of the test cases by one metric, or 1 for those that
// passed, else 0; the mean where one was run several times.
func deepEvalSamples(c *sampleCollector, d *document.Document, r Result) {
	metric, passes := strings.CutSuffix(r.Metric, ".pass_rate")
	for _, one := range deepEvalCases(rootOf(d)) {
		sum := sha256.Sum256([]byte(deepEvalCase(d, one)))
		key := hex.EncodeToString(sum[:8])
		if r.Metric == "pass_rate" {
			c.add(one.node.Span.Line, key, truth(one.get("success")))
			continue
		}
		for _, m := range one.get("metricsData").items() {
			if m.get("name").value() != metric {
				continue
			}
			if score, ok := float(m.get("score").decimal()); passes {
				c.add(one.node.Span.Line, key, truth(m.get("success")))
			} else if ok {
				c.add(one.node.Span.Line, key, score)
			}
		}
	}
	c.merge()
}

// truth is 1 for true, else 0.
func truth(p place) float64 {
	if p.value() == "true" {
		return 1
	}
	return 0
}

// settings are the threshold and the judge of a metric.
func (s *deepEvalScored) settings(x *Result) {
	if s != nil {
		x.set("threshold", s.threshold)
		x.set("evaluation_model", s.judge)
	}
}

func (r *Reading) deepEvalMetric(m place, tests *repeats, of *deepEvalScored) {
	name := m.get("metric").value()
	scores := m.get("scores")
	mean := newResult(scores, name, "")
	mean.Raw = "no score"
	sum, count := new(big.Rat), 0
	for _, s := range scores.items() {
		v := rational(s.decimal())
		if v == nil {
			count = 0
			mean.Raw = "a score that is not a number"
			break
		}
		sum.Add(sum, v)
		count++
	}
	if count > 0 {
		mean.Value = shortDecimal(sum.Quo(sum, big.NewRat(int64(count), 1)))
		mean.Valid, mean.Raw = true, fmt.Sprintf("mean of %d scores", count)
		if n := tests.tests(); n > 0 {
			count = min(count, n)
		}
		mean.counted(fmt.Sprint(count), "file")
	}
	of.settings(&mean)
	r.add(mean)
	n := new(big.Int)
	for _, key := range []string{"passes", "fails", "errors"} {
		add(n, m.get(key).count())
	}
	rate := share(m.get("passes"), name+".pass_rate", m.get("passes").count(), n.String())
	tests.of(&rate)
	of.settings(&rate)
	r.add(rate)
	if e := m.get("errors").count(); e != "" && e != "0" {
		r.incomplete(m.get("errors"), Failed, fmt.Sprintf("the metric %q ended in an error %s times", name, e))
		r.Completeness.Errors = e
	}
}
