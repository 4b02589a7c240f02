package results

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatDeepEval is the test run that deepeval leaves behind
// (.deepeval/.latest_test_run.json and .latest_run_full.json;
// deepeval/test_run/test_run.py).
const formatDeepEval = "deepeval"

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
	run := r.root.Get("testRunData")
	if isDeepEvalRun(r.root.Node) {
		run = r.root
	}
	if !run.Present() {
		r.malformed(r.root.Get("testRunLink"), "the file contains a link to a test run, but no results", "Save the results locally with deepeval test run, without uploading them.")
		return
	}
	cases := deepEvalCases(r.root)
	if len(cases) > 0 {
		r.Examples = append(r.Examples, evidence.Examples{At: run.Anchor, Path: r.Path, Format: formatDeepEval})
	}
	scored := deepEvalScores(cases)
	for _, m := range run.Get("metricsScores").Items() {
		r.deepEvalMetric(m, deepEvalRepeats(r.doc, cases, m.Get("metric").Value()), scored[m.Get("metric").Value()])
		r.deepEvalSum(m, scored[m.Get("metric").Value()])
	}
	passed, failed := run.Get("testPassed").Count(), run.Get("testFailed").Count()
	total := new(big.Int)
	add(total, passed)
	add(total, failed)
	rate := share(run.Get("testPassed"), "pass_rate", passed, total.String())
	deepEvalRepeats(r.doc, cases, "").of(&rate)
	r.add(rate)
	errored, succeeded := 0, 0
	for _, c := range cases {
		status, bad := evidence.NotPass, false
		for _, m := range c.Get("metricsData").Items() {
			bad = bad || !m.Get("score").Present() || m.Get("error").Present()
		}
		switch {
		case bad:
			status = evidence.Errored
			errored++
		case c.Get("success").Value() == "true":
			status = evidence.Passed
		}
		if c.Get("success").Value() == "true" {
			succeeded++
		}
		r.Judgements = append(r.Judgements, evidence.Judgement{At: c.Get("success").Anchor, Name: c.Get("name").Value(), Status: status, Raw: c.Get("success").Value()})
	}
	if len(cases) > 0 && total.String() != fmt.Sprint(len(cases)) {
		r.contradicted(run, fmt.Sprintf("the counts are of %s test cases, but there are %d", total, len(cases)))
	} else if len(cases) > 0 && passed != "" && passed != fmt.Sprint(succeeded) {
		r.contradicted(run.Get("testPassed"), fmt.Sprintf("testPassed is %s, but the test cases have %d", passed, succeeded))
	}
	c := &r.Completeness
	c.At, c.Expected, c.Observed = run.Anchor, total.String(), fmt.Sprint(max(0, len(cases)-errored))
	if c.Errors == "" {
		c.Errors = fmt.Sprint(errored)
	}
	r.incomplete(run, evidence.Complete, "")
	if errored > 0 {
		r.incomplete(run.Get("testCases"), evidence.Failed, fmt.Sprintf("%d of %d test cases have a metric without a score", errored, len(cases)))
	}
}

// deepEvalRepeats are the runs of each test case, by what goes into it, and how they
// ended: by one metric, or by all if it is "".
func deepEvalRepeats(d *document.Document, cases []place.Place, metric string) *repeats {
	tests := newRepeats()
	for _, c := range cases {
		key := deepEvalCase(d, c)
		if metric == "" {
			tests.add(key, c.Get("success").Value() == "true")
			continue
		}
		for _, m := range c.Get("metricsData").Items() {
			if m.Get("name").Value() == metric {
				tests.add(key, m.Get("success").Value() == "true")
			}
		}
	}
	return tests
}

// deepEvalScored is what the test cases have of one metric.
type deepEvalScored struct {
	scores           *decimal.Weighted
	passes           int
	threshold, judge string // "several" where the cases do not agree
}

func deepEvalScores(cases []place.Place) map[string]*deepEvalScored {
	out := map[string]*deepEvalScored{}
	for _, c := range cases {
		for _, m := range c.Get("metricsData").Items() {
			of := out[m.Get("name").Value()]
			if of == nil {
				of = &deepEvalScored{scores: decimal.NewWeighted(), threshold: m.Get("threshold").Value(), judge: m.Get("evaluationModel").Value()}
				out[m.Get("name").Value()] = of
			}
			for common, is := range map[*string]string{&of.threshold: m.Get("threshold").Value(), &of.judge: m.Get("evaluationModel").Value()} {
				if *common != is {
					*common = "several"
				}
			}
			if score := decimal.Rational(m.Get("score").Decimal()); score != nil {
				of.scores.Add(score, big.NewRat(1, 1))
			}
			if m.Get("success").Value() == "true" {
				of.passes++
			}
		}
	}
	return out
}

// deepEvalSum holds the scores and passes of a metric against those of the cases; nil
// where the file keeps none.
func (r *Reading) deepEvalSum(m place.Place, of *deepEvalScored) {
	if of == nil {
		return
	}
	name, passes := m.Get("metric").Value(), m.Get("passes")
	if passes.Count() != "" && passes.Count() != fmt.Sprint(of.passes) {
		r.contradicted(passes, fmt.Sprintf("passes of %q is %s, but the test cases have %d", name, passes.Value(), of.passes))
	}
	scores := decimal.NewWeighted()
	for _, s := range m.Get("scores").Items() {
		scores.Add(decimal.Rational(s.Decimal()), big.NewRat(1, 1))
	}
	stated, computed := scores.Mean(), of.scores.Mean()
	if stated != nil && computed != nil && !(decimal.Figures{Places: 6}).Same(stated, computed) {
		r.contradicted(m.Get("scores"), fmt.Sprintf("the scores of %q have the mean %s, but those of its test cases have %s", name, decimal.Rounded(stated), decimal.Rounded(computed)))
	}
}

// deepEvalCase is what a test case is known by: what goes into it, else its name.
func deepEvalCase(d *document.Document, c place.Place) string {
	var key []string
	for _, part := range []string{"input", "expectedOutput", "context", "scenario", "expectedOutcome"} {
		key = append(key, sourceOf(d, c.Get(part).Node))
	}
	if strings.Join(key, "") == "" {
		key = append(key, c.Get("name").Value())
	}
	return strings.Join(key, "\x00")
}

// deepEvalCases are the test cases of a file.
func deepEvalCases(root place.Place) []place.Place {
	run := root.Get("testRunData")
	if isDeepEvalRun(root.Node) {
		run = root
	}
	return append(run.Get("testCases").Items(), run.Get("conversationalTestCases").Items()...)
}

// deepEvalSamples are the scores of the test cases by one metric, or 1 for those that
// passed, else 0; the mean where one was run several times.
func deepEvalSamples(c *sampleCollector, d *document.Document, r evidence.Result) {
	metric, passes := strings.CutSuffix(r.Metric, ".pass_rate")
	for _, one := range deepEvalCases(place.Root(d)) {
		sum := sha256.Sum256([]byte(deepEvalCase(d, one)))
		key := hex.EncodeToString(sum[:8])
		if r.Metric == "pass_rate" {
			c.add(one.Node.Span.Line, key, truth(one.Get("success")))
			continue
		}
		for _, m := range one.Get("metricsData").Items() {
			if m.Get("name").Value() != metric {
				continue
			}
			if score, ok := decimal.Float(m.Get("score").Decimal()); passes {
				c.add(one.Node.Span.Line, key, truth(m.Get("success")))
			} else if ok {
				c.add(one.Node.Span.Line, key, score)
			}
		}
	}
	c.merge()
}

// truth is 1 for true, else 0.
func truth(p place.Place) float64 {
	if p.Value() == "true" {
		return 1
	}
	return 0
}

// settings are the threshold and the judge of a metric.
func (s *deepEvalScored) settings(x *evidence.Result) {
	if s != nil {
		x.Set("threshold", s.threshold)
		x.Set("evaluation_model", s.judge)
	}
}

func (r *Reading) deepEvalMetric(m place.Place, tests *repeats, of *deepEvalScored) {
	name := m.Get("metric").Value()
	scores := m.Get("scores")
	mean := newResult(scores, name, "")
	mean.Raw = "no score"
	sum, count := new(big.Rat), 0
	for _, s := range scores.Items() {
		v := decimal.Rational(s.Decimal())
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
		mean.Counted(fmt.Sprint(count), "file")
	}
	of.settings(&mean)
	r.add(mean)
	n := new(big.Int)
	for _, key := range []string{"passes", "fails", "errors"} {
		add(n, m.Get(key).Count())
	}
	rate := share(m.Get("passes"), name+".pass_rate", m.Get("passes").Count(), n.String())
	tests.of(&rate)
	of.settings(&rate)
	r.add(rate)
	if e := m.Get("errors").Count(); e != "" && e != "0" {
		r.incomplete(m.Get("errors"), evidence.Failed, fmt.Sprintf("the metric %q ended in an error %s times", name, e))
		r.Completeness.Errors = e
	}
}
