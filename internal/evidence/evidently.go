package evidence

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Formats of Evidently.
const (
	FormatEvidently       = "evidently"        // 0.7 and later (core/report.py: Snapshot.dict)
	FormatEvidentlyLegacy = "evidently-legacy" // 0.2 to 0.6: Report and TestSuite
)

func isEvidently(d *document.Document) bool {
	metrics, tests := d.Root.Get("metrics"), d.Root.Get("tests")
	if metrics == nil || tests == nil || metrics.Kind != document.Sequence || tests.Kind != document.Sequence {
		return false
	}
	if len(metrics.Children) == 0 {
		return len(tests.Children) > 0 && tests.Children[0].Get("status") != nil && tests.Children[0].Get("metric_config") != nil
	}
	first := metrics.Children[0]
	return first.Get("value") != nil && (first.Get("metric_name") != nil || first.Get("metric_id") != nil)
}

func isEvidentlyLegacy(d *document.Document) bool {
	for _, part := range []struct{ list, name, body string }{{"metrics", "metric", "result"}, {"tests", "name", "parameters"}} {
		list := d.Root.Get(part.list)
		if list != nil && list.Kind == document.Sequence && len(list.Children) > 0 && list.Children[0].Get(part.name) != nil && list.Children[0].Get(part.body) != nil {
			return true
		}
	}
	return false
}

// readEvidently reads each metric: the last part of its type is the name, its
// column a slice, and whatever else its configuration says in one word is how it
// was measured (method, threshold, quantile, column_type). Whether a value means
// drift is not in the file unless tests were asked for: it depends on the method
// which side of the threshold is the bad one.
func readEvidently(r *Reading) {
	r.Producer = Producer{At: r.root.anchor, Tool: "evidently"}
	for _, m := range r.root.get("metrics").items() {
		config := m.get("config")
		name := config.get("type").value()
		if name = name[strings.LastIndexByte(name, ':')+1:]; name == "" {
			name, _, _ = strings.Cut(firstOf(m.get("metric_name"), m.get("metric_id")), "(")
		}
		slice := ""
		if column := config.get("column").value(); column != "" {
			slice = slicePart("column", column)
		}
		value := m.get("value")
		add := func(p place, metric string) {
			x := newResult(p, metric, slice)
			for _, setting := range config.inOrder() {
				if name := setting.node.Key; name != "type" && name != "column" {
					x.set(name, setting.value())
				}
			}
			r.add(x)
		}
		r.evidentlyPossible(name, value, config)
		if value.node == nil || value.node.Kind != document.Mapping {
			add(value, name)
			continue
		}
		walkMetrics(value, []string{name}, func(p place, names []string) { add(p, strings.Join(names, ".")) })
	}
	r.evidentlyTests()
}

// evidentlyPossible holds a value against what it can be: a share against the count
// beside it, and a distance, which is never below 0.
func (r *Reading) evidentlyPossible(name string, value, config place) {
	r.shareOfCount(value.get("share"), value.get("count"))
	r.distance(value, name+" "+config.get("method").value())
}

var evidentlyStatus = map[string]string{"SUCCESS": Passed, "FAIL": NotPass, "WARNING": Warned, "ERROR": Errored, "SKIPPED": Skipped}

func (r *Reading) evidentlyTests() {
	for _, t := range r.root.get("tests").items() {
		status, ok := evidentlyStatus[strings.ToUpper(t.get("status").value())]
		if !ok {
			r.malformed(t.get("status"), "the status of a test is not SUCCESS, FAIL, WARNING, ERROR or SKIPPED", "Generate the report again.")
			status = Errored
		}
		if status == Errored {
			r.incomplete(t.get("status"), Failed, "a test ended in an error: "+t.get("name").value())
		}
		slice := ""
		for _, params := range []place{t.get("parameters"), t.get("metric_config").get("params")} {
			if column := firstOf(params.get("column_name"), params.get("column")); column != "" {
				slice = slicePart("column", column)
			}
		}
		r.Judgements = append(r.Judgements, Judgement{At: t.get("status").anchor, Name: t.get("name").value(), Slice: slice, Status: status, Raw: t.get("status").value(), Reason: t.get("description").value()})
	}
}

// evidentlyBulk are parts of a legacy report that describe the data and measure
// nothing: distributions, bins, plots.
var evidentlyBulk = []string{"current", "reference", "current_distribution", "reference_distribution", "plot_data", "distribution", "hist", "additional_graphs", "small_distribution"}

// evidentlySettings are members of a legacy metric's result that repeat how it
// was asked for, by the names that later versions have.
var evidentlySettings = map[string]string{"stattest_name": "method", "stattest_threshold": "threshold", "drift_share": "drift_share"}

// evidentlyMetric is one metric of a legacy report.
type evidentlyMetric struct {
	*Reading
	slice    string // of its column
	settings []Setting
}

// readEvidentlyLegacy reads the numbers of each metric's result by their dotted
// names, on the slice of its column if it has one. A drift table has one entry
// for each column: its score is the metric drift_score on the slice of that
// column, and drift_detected its judgement.
func readEvidentlyLegacy(r *Reading) {
	r.Producer = Producer{At: r.root.get("version").anchor, Tool: "evidently", Version: r.root.get("version").value()}
	r.Created = r.root.get("timestamp").text()
	for _, m := range r.root.get("metrics").items() {
		result := m.get("result")
		metric := evidentlyMetric{Reading: r}
		if column := result.get("column_name").value(); column != "" {
			metric.slice = slicePart("column", column)
		}
		for key, name := range evidentlySettings {
			metric.settings = append(metric.settings, Setting{name, result.get(key).value()})
		}
		metric.part(result, []string{m.get("metric").value()})
	}
	r.evidentlyTests()
}

func (m evidentlyMetric) part(p place, names []string) {
	m.shareOfCount(p.get("share_of_drifted_columns"), p.get("number_of_drifted_columns"))
	m.shareOfCount(p.get("share_of_missing_values"), p.get("number_of_missing_values"))
	for _, c := range p.inOrder() {
		key := c.node.Key
		path := append(names[:len(names):len(names)], key)
		_, setting := evidentlySettings[key]
		switch {
		case setting:
		case slices.Contains(evidentlyBulk, key) && c.node.Kind != document.Number && !onlyNumbers(c.node):
			for _, measure := range c.inOrder() { // on the data, beside what describes it
				if isMeasure(measure.node) {
					m.number(measure, append(path[:len(path):len(path)], measure.node.Key))
				}
			}
		case key == "drift_by_columns" || key == "drift_by_feature":
			for _, column := range c.inOrder() {
				m.evidentlyDrift(column)
			}
		case c.node.Kind == document.Mapping:
			m.part(c, path)
		case c.node.Kind == document.Bool && strings.Contains(key, "drift"):
			m.evidentlyDetected(c, strings.Join(path, "."), m.slice)
		case isMeasure(c.node):
			m.distance(c, key)
			m.number(c, path)
		}
	}
}

func (m evidentlyMetric) number(p place, path []string) {
	x := newResult(p, strings.Join(path, "."), m.slice)
	for _, s := range m.settings {
		x.set(s.Name, s.Value)
	}
	m.add(x)
}

// WithoutRepeats leaves out what a legacy report gives twice by nature:
// it counts missing values by how they are written, and None, NaN and the
// infinities are all the key "null" in JSON. Nothing is read there.
func WithoutRepeats(d *document.Document, found []finding.Finding) []finding.Finding {
	if len(found) == 0 || !isEvidentlyLegacy(d) {
		return found
	}
	return slices.DeleteFunc(found, func(f finding.Finding) bool {
		return f.Rule == "document/duplicate_key" && strings.HasSuffix(f.At.Pointer, "/null") && strings.Contains(f.At.Pointer, "/different_missing_values")
	})
}

// onlyNumbers: "current" holds a set of metrics in a quality report, and
// distributions elsewhere.
func onlyNumbers(n *document.Node) bool {
	if n.Kind != document.Mapping || len(n.Children) == 0 {
		return false
	}
	return !slices.ContainsFunc(n.Children, func(c *document.Node) bool {
		return c.Kind == document.Sequence || c.Kind == document.Mapping
	})
}

// isMeasure reports whether a node is a number, or stands where one is missing.
func isMeasure(n *document.Node) bool {
	return n.Kind == document.Number || n.Kind == document.Null || !isFiniteWord(n)
}

// isFiniteWord reports whether a node is no way of writing that a number is none.
func isFiniteWord(n *document.Node) bool {
	if n.Kind != document.String {
		return true
	}
	switch strings.ToLower(strings.TrimLeft(n.Value, "+-")) {
	case "nan", "inf", "infinity", "n/a", "na", "null", "none":
		return false
	}
	return true
}

func (r *Reading) evidentlyDrift(column place) {
	slice := slicePart("column", column.node.Key)
	x := newResult(column.get("drift_score"), "drift_score", slice)
	x.set("method", column.get("stattest_name").value())
	x.set("threshold", firstOf(column.get("stattest_threshold"), column.get("threshold")))
	r.add(x)
	if detected := column.get("drift_detected"); detected.present() {
		r.evidentlyDetected(detected, "drift_detected", slice)
	}
}

func (r *Reading) evidentlyDetected(p place, name, slice string) {
	status := Passed
	if p.value() != "false" {
		status = NotPass
	}
	r.Judgements = append(r.Judgements, Judgement{At: p.anchor, Name: name, Slice: slice, Status: status, Raw: p.value()})
}
