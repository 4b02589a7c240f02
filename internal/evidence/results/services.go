package results

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatK6 is the end-of-test summary of k6: what handleSummary is given, or what
// --summary-export writes, of which a threshold that is true was crossed
// (grafana/k6#1498).
const formatK6 = "k6"

func isK6(d *document.Document) bool {
	metrics := d.Root.Get("metrics")
	return metrics != nil && metrics.Kind == document.Mapping && d.Root.Get("root_group") != nil && (metrics.Get("iterations") != nil || metrics.Get("vus") != nil || metrics.Get("http_reqs") != nil)
}

func readK6(r *Reading) {
	r.Producer.Tool = "k6"
	for _, m := range r.root.Get("metrics").InOrder() {
		values, legacy := m.Get("values"), false
		if values.Node == nil {
			values, legacy = m, true
		}
		passes, fails := values.Get("passes"), values.Get("fails")
		n := sumOf(passes.Count(), fails.Count())
		for _, v := range values.InOrder() {
			if v.Node.Kind == document.Mapping || v.Node.Kind == document.Sequence {
				continue
			}
			x := newResult(v, m.Node.Key+"."+v.Node.Key, "")
			switch key := v.Node.Key; {
			case key == "passes" || key == "fails" || key == "count":
				x.Unit = "count"
			case (key == "rate" || key == "value") && passes.Node != nil:
				x.Unit = "proportion"
				if x.Counted(n, "file"); n != "" {
					r.statedCount(&x, passes)
				}
			case m.Get("contains").Value() == "time", legacy && strings.HasPrefix(m.Node.Key, "http_req_") && passes.Node == nil:
				x.Unit, x.Direction, x.DirectionFrom = "ms", "lower", "format"
			}
			r.add(x)
		}
		for _, t := range m.Get("thresholds").InOrder() {
			ok := t.Get("ok").Value() == "true"
			raw := t.Get("ok")
			if t.Node.Kind == document.Bool {
				ok, raw = t.Value() == "false", t
			}
			r.decided(raw, m.Node.Key+" "+t.Node.Key, "", ok, "")
		}
	}
}

// decided adds a verdict of the tool itself.
func (r *Reading) decided(p place.Place, name, slice string, ok bool, reason string) {
	status := evidence.NotPass
	if ok {
		status = evidence.Passed
	}
	r.Judgements = append(r.Judgements, evidence.Judgement{At: p.Anchor, Name: name, Slice: slice, Status: status, Raw: p.Value(), Reason: reason})
}

// formatLocust is the PREFIX_stats.csv of locust --csv (locust/stats.py: StatsCSV): a row
// for each name, and one for all.
const formatLocust = "locust"

func isLocust(d *document.Document) bool {
	row := firstRow(d)
	return d.Syntax == document.CSV && row.Get("Request Count") != nil && row.Get("Failure Count") != nil && row.Get("Name") != nil
}

func readLocust(r *Reading) {
	r.Producer.Tool = "locust"
	seen := map[string]bool{}
	for _, row := range r.root.Items() {
		slice := strings.TrimSpace(row.Get("Type").Value() + " " + row.Get("Name").Value())
		if seen[slice] {
			r.malformed(row, fmt.Sprintf("duplicate row for %q", slice), "Write the file again with locust --csv.")
		}
		if seen[slice] = true; row.Get("Type").Value() == "" && row.Get("Name").Value() == "Aggregated" {
			slice = ""
		} else {
			slice = slicePart("endpoint", slice)
		}
		n := r.examples(row.Get("Request Count"))
		r.atMost(row.Get("Failure Count"), row.Get("Request Count"), "requests failed")
		for _, c := range row.InOrder() {
			key := c.Node.Key
			if key == "Type" || key == "Name" {
				continue
			}
			x := newResult(c, key, slice)
			switch {
			case strings.HasSuffix(key, " Count"):
				x.Unit = "count"
			case strings.HasSuffix(key, "Response Time"), strings.HasSuffix(key, "%"):
				x.Unit, x.Direction, x.DirectionFrom = "ms", "lower", "format"
				x.Counted(n, "file")
			case strings.HasSuffix(key, "/s"):
				x.Unit = "1/s"
			case strings.HasSuffix(key, "Content Size"):
				x.Unit = "bytes"
			}
			r.add(x)
		}
	}
}

// formatMLPerf is the mlperf_log_summary.txt of MLPerf's LoadGen (mlcommons/inference,
// loadgen/results.cc).
const formatMLPerf = "mlperf"

func isMLPerf(d *document.Document) bool {
	return d.Syntax == document.TextReport && format.HasKeys("Scenario", "Mode", "Result is")(d)
}

// readMLPerf reads the numbers above the parameters. A run that is not valid has failed.
func readMLPerf(r *Reading) {
	r.Producer.Tool = "mlperf-loadgen"
	r.Subject.Model = r.root.Get("SUT name").Value()
	verdict := r.root.Get("Result is")
	if r.decided(verdict, "Result is", "", verdict.Value() == "VALID", ""); verdict.Value() == "VALID" {
		r.incomplete(verdict, evidence.Complete, "")
	} else {
		r.incomplete(verdict, evidence.Failed, "the result is "+verdict.Value())
	}
	for _, p := range r.root.InOrder() {
		if p.Node.Key == "samples_per_query" {
			return // the first of the parameters
		}
		if strings.HasSuffix(p.Node.Key, " satisfied") {
			r.decided(p, p.Node.Key, "", p.Value() == "Yes", "")
		}
		if !isMeantAsNumber(p.Node) {
			continue
		}
		x := newResult(p, p.Node.Key, "")
		switch {
		case strings.HasSuffix(p.Node.Key, "(ns)"):
			x.Unit, x.Direction, x.DirectionFrom = "ns", "lower", "format"
		case strings.Contains(p.Node.Key, "per second"), strings.HasPrefix(p.Node.Key, "QPS"):
			x.Unit, x.Direction, x.DirectionFrom = "1/s", "higher", "format"
		}
		x.Set("scenario", r.root.Get("Scenario").Value())
		x.Set("mode", r.root.Get("Mode").Value())
		r.add(x)
	}
}
