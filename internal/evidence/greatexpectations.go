package evidence

import (
	"fmt"
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

func readGX(r *reading) {
	r.Producer.Tool = "great_expectations"
	runs := r.root.get("run_results").inOrder()
	if len(runs) == 0 {
		r.gxSuite(r.root, "")
		return
	}
	for _, run := range runs {
		suite := run
		if v := run.get("validation_result"); v.node != nil {
			suite = v
		}
		r.gxSuite(suite, run.node.Key)
	}
}

func (r *reading) gxSuite(suite place, task string) {
	if v := suite.get("meta").get("great_expectations_version"); v.present() {
		r.Producer.At, r.Producer.Version = v.anchor, v.value()
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
	r.Completeness.At, r.Completeness.Expected, r.Completeness.Observed = statistics.anchor, evaluated, fmt.Sprint(n)
	switch {
	case evaluated == "" || evaluated == "0":
		r.malformed(statistics, "no expectation was evaluated", "Validate with a suite that has expectations: success without any proves nothing.")
	case evaluated != fmt.Sprint(n):
		r.malformed(statistics, fmt.Sprintf("there are %d results, and statistics says %s", n, evaluated), "Write the validation result again.")
	case failures > 0 && suite.get("success").value() == "true":
		r.malformed(suite.get("success"), fmt.Sprintf("%d expectations failed, and the whole is said to have succeeded", failures), "Write the validation result again.")
	default:
		r.incomplete(statistics, Complete, "")
	}
}

// gxExpectation reads one expectation: its judgement, and what was observed
// where that is a number.
func (r *reading) gxExpectation(e place, task string) string {
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
			x.counted(e.get("result").get("element_count").count(), "file")
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
