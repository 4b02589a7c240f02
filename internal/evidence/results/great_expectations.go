package results

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatGX is a validation result of Great Expectations, alone or in a
// checkpoint's (great_expectations/core/expectation_validation_result.py).
const formatGX = "great-expectations"

func isGX(d *document.Document) bool {
	if d.Root.Get("statistics").Get("evaluated_expectations") != nil && d.Root.Get("results") != nil {
		return true
	}
	runs := d.Root.Get("run_results")
	return runs != nil && runs.Kind == document.Mapping && len(runs.Children) > 0 &&
		(runs.Children[0].Get("validation_result") != nil || runs.Children[0].Get("statistics") != nil)
}

// readGX reads one validation, or those of a checkpoint, each of which is a task
// by the name of its suite: the key that it has there holds the time of the run. Of
// several of one suite, the batch tells them apart, which is the key's last part.
func readGX(r *Reading) {
	r.Producer.Tool = "great_expectations"
	runs := r.root.Get("run_results").InOrder()
	if len(runs) == 0 {
		r.gxSuite(r.root, "")
		return
	}
	suites, validated := make([]place.Place, len(runs)), map[string]int{}
	for i, run := range runs {
		suites[i] = run
		if v := run.Get("validation_result"); v.Node != nil {
			suites[i] = v
		}
		validated[gxName(suites[i])]++
	}
	for i, run := range runs {
		task := gxName(suites[i])
		if task == "" {
			task = run.Node.Key
		} else if validated[task] > 1 {
			task += "/" + run.Node.Key[strings.LastIndexByte(run.Node.Key, '/')+1:]
		}
		r.gxSuite(suites[i], task)
	}
}

// gxName is the name of the suite that was validated.
func gxName(suite place.Place) string {
	return firstOf(suite.Get("meta").Get("expectation_suite_name"), suite.Get("suite_name"))
}

func (r *Reading) gxSuite(suite place.Place, task string) {
	for _, key := range []string{"great_expectations_version", "great_expectations.__version__"} { // the latter until 0.12
		if v := suite.Get("meta").Get(key); v.Present() {
			r.Producer.At, r.Producer.Version = v.Anchor, v.Value()
		}
	}
	if run := suite.Get("meta").Get("run_id").Get("run_time").Text(); run.Present {
		r.Created = run
	}
	statistics := suite.Get("statistics")
	for _, key := range []string{"evaluated_expectations", "successful_expectations", "unsuccessful_expectations", "success_percent"} {
		if cell := statistics.Get(key); cell.Node != nil {
			x := newResult(cell, key, "")
			x.Task, x.Unit = task, "count"
			if key == "success_percent" {
				x.Unit, x.Direction, x.DirectionFrom = "percent", "higher", "format"
				x.Counted(statistics.Get("evaluated_expectations").Count(), "file")
				if x.N != "" {
					x.K = statistics.Get("successful_expectations").Count()
				}
			}
			r.add(x)
		}
	}
	failures := 0
	for _, e := range suite.Get("results").Items() {
		if r.gxExpectation(e, task) != evidence.Passed {
			failures++
		}
	}
	evaluated, n := statistics.Get("evaluated_expectations").Count(), len(suite.Get("results").Items())
	c := &r.Completeness
	c.At, c.Expected, c.Observed = statistics.Anchor, sumOf(c.Expected, evaluated), sumOf(c.Observed, fmt.Sprint(n))
	switch {
	case evaluated == "" || evaluated == "0":
		r.malformed(statistics, "no expectation was evaluated", "Validate with a suite that has at least one expectation.")
	case evaluated != fmt.Sprint(n):
		r.contradicted(statistics, fmt.Sprintf("evaluated_expectations is %s, but there are %d results", evaluated, n))
	case failures > 0 && suite.Get("success").Value() == "true":
		r.contradicted(suite.Get("success"), fmt.Sprintf("success is true, but %d expectations failed", failures))
	default:
		r.incomplete(statistics, evidence.Complete, "")
		r.gxSum(statistics, n, n-failures)
	}
}

// gxSum holds the statistics against the results that passed.
func (r *Reading) gxSum(statistics place.Place, all, passed int) {
	of := "its results come to"
	r.against(statistics.Get("successful_expectations"), "successful_expectations", decimal.Figures{}, big.NewRat(int64(passed), 1), of)
	r.against(statistics.Get("success_percent"), "success_percent", decimal.Figures{}, big.NewRat(int64(passed)*100, int64(all)), of)
}

// sumOf adds two whole numbers, each of which may be "" for none.
func sumOf(a, b string) string {
	x, y := decimal.Rational(a), decimal.Rational(b)
	switch {
	case x == nil:
		return b
	case y == nil:
		return a
	}
	return x.Add(x, y).RatString()
}

// gxExpectation reads one expectation: its judgement, and what was observed
// where that is a number.
func (r *Reading) gxExpectation(e place.Place, task string) evidence.JudgementStatus {
	config := e.Get("expectation_config")
	name := firstOf(config.Get("expectation_type"), config.Get("type"))
	slice := ""
	if column := config.Get("kwargs").Get("column").Value(); column != "" {
		slice = slicePart("column", column)
	}
	status, exception := evidence.NotPass, e.Get("exception_info")
	switch {
	case raised(exception):
		status = evidence.Errored
		r.incomplete(exception, evidence.Failed, "the expectation "+name+" raised an exception")
	case e.Get("success").Value() == "true":
		status = evidence.Passed
	}
	r.Judgements = append(r.Judgements, evidence.Judgement{At: e.Get("success").Anchor, Name: name, Slice: slice, Status: status, Raw: e.Get("success").Value(),
		Reason: strings.TrimSpace(exception.Get("exception_message").Value())})
	for _, key := range []string{"observed_value", "unexpected_percent"} {
		if cell := e.Get("result").Get(key); cell.Node != nil && (cell.Node.Kind == document.Number || !isFiniteWord(cell.Node)) {
			x := newResult(cell, name+"."+key, slice)
			x.Task = task
			x.Counted(r.examples(e.Get("result").Get("element_count")), "file")
			if key == "unexpected_percent" {
				x.Unit, x.Direction, x.DirectionFrom = "percent", "lower", "format"
			}
			r.add(x)
		}
	}
	return status
}

// raised: newer versions key the exceptions by metric.
func raised(p place.Place) bool {
	if p.Get("raised_exception").Value() == "true" {
		return true
	}
	for _, c := range p.InOrder() {
		if c.Get("raised_exception").Value() == "true" {
			return true
		}
	}
	return false
}
