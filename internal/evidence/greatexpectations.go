package evidence

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatGX is a validation result of Great Expectations, alone or in a
// checkpoint's (great_expectations/core/expectation_validation_result.py).
const FormatGX = "great-expectations"

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
	runs := r.root.get("run_results").inOrder()
	if len(runs) == 0 {
		r.gxSuite(r.root, "")
		return
	}
	suites, validated := make([]place, len(runs)), map[string]int{}
	for i, run := range runs {
		suites[i] = run
		if v := run.get("validation_result"); v.node != nil {
			suites[i] = v
		}
		validated[gxName(suites[i])]++
	}
	for i, run := range runs {
		task := gxName(suites[i])
		if task == "" {
			task = run.node.Key
		} else if validated[task] > 1 {
			task += "/" + run.node.Key[strings.LastIndexByte(run.node.Key, '/')+1:]
		}
		r.gxSuite(suites[i], task)
	}
}

// gxName is the name of the suite that was validated.
func gxName(suite place) string {
	return firstOf(suite.get("meta").get("expectation_suite_name"), suite.get("suite_name"))
}

func (r *Reading) gxSuite(suite place, task string) {
	for _, key := range []string{"great_expectations_version", "great_expectations.__version__"} { // the latter until 0.12
		if v := suite.get("meta").get(key); v.present() {
			r.Producer.At, r.Producer.Version = v.anchor, v.value()
		}
	}
	if run := suite.get("meta").get("run_id").get("run_time").text(); run.Present {
		r.Created = run
	}
	statistics := suite.get("statistics")
	for _, key := range []string{"evaluated_expectations", "successful_expectations", "unsuccessful_expectations", "success_percent"} {
		if cell := statistics.get(key); cell.node != nil {
			x := newResult(cell, key, "")
			x.Task, x.Unit = task, "count"
			if key == "success_percent" {
				x.Unit, x.Direction, x.DirectionFrom = "percent", "higher", "format"
				x.counted(statistics.get("evaluated_expectations").count(), "file")
				if x.N != "" {
					x.K = statistics.get("successful_expectations").count()
				}
			}
			r.add(x)
		}
	}
	failures := 0
	for _, e := range suite.get("results").items() {
		if r.gxExpectation(e, task) != Passed {
			failures++
		}
	}
	evaluated, n := statistics.get("evaluated_expectations").count(), len(suite.get("results").items())
	c := &r.Completeness
	c.At, c.Expected, c.Observed = statistics.anchor, sumOf(c.Expected, evaluated), sumOf(c.Observed, fmt.Sprint(n))
	switch {
	case evaluated == "" || evaluated == "0":
		r.malformed(statistics, "no expectation was evaluated", "Validate with a suite that has at least one expectation.")
	case evaluated != fmt.Sprint(n):
		r.contradicted(statistics, fmt.Sprintf("evaluated_expectations is %s, but there are %d results", evaluated, n))
	case failures > 0 && suite.get("success").value() == "true":
		r.contradicted(suite.get("success"), fmt.Sprintf("success is true, but %d expectations failed", failures))
	default:
		r.incomplete(statistics, Complete, "")
		r.gxSum(statistics, n, n-failures)
	}
}

// gxSum holds the statistics against the results that passed.
func (r *Reading) gxSum(statistics place, all, passed int) {
	of := "its results come to"
	r.against(statistics.get("successful_expectations"), "successful_expectations", figures{}, big.NewRat(int64(passed), 1), of)
	r.against(statistics.get("success_percent"), "success_percent", figures{}, big.NewRat(int64(passed)*100, int64(all)), of)
}

// sumOf adds two whole numbers, each of which may be "" for none.
func sumOf(a, b string) string {
	x, y := rational(a), rational(b)
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
func (r *Reading) gxExpectation(e place, task string) string {
	config := e.get("expectation_config")
	name := firstOf(config.get("expectation_type"), config.get("type"))
	slice := ""
	if column := config.get("kwargs").get("column").value(); column != "" {
		slice = slicePart("column", column)
	}
	status, exception := NotPass, e.get("exception_info")
	switch {
	case raised(exception):
		status = Errored
		r.incomplete(exception, Failed, "the expectation "+name+" raised an exception")
	case e.get("success").value() == "true":
		status = Passed
	}
	r.Judgements = append(r.Judgements, Judgement{At: e.get("success").anchor, Name: name, Slice: slice, Status: status, Raw: e.get("success").value(),
		Reason: strings.TrimSpace(exception.get("exception_message").value())})
	for _, key := range []string{"observed_value", "unexpected_percent"} {
		if cell := e.get("result").get(key); cell.node != nil && (cell.node.Kind == document.Number || !isFiniteWord(cell.node)) {
			x := newResult(cell, name+"."+key, slice)
			x.Task = task
			x.counted(r.examples(e.get("result").get("element_count")), "file")
			if key == "unexpected_percent" {
				x.Unit, x.Direction, x.DirectionFrom = "percent", "lower", "format"
			}
			r.add(x)
		}
	}
	return status
}

// raised: newer versions key the exceptions by metric.
func raised(p place) bool {
	if p.get("raised_exception").value() == "true" {
		return true
	}
	for _, c := range p.inOrder() {
		if c.get("raised_exception").value() == "true" {
			return true
		}
	}
	return false
}
