package results

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Formats of Evidently.
const (
	formatEvidently       = "evidently"        // 0.7 and later (core/report.py: Snapshot.dict)
	formatEvidentlyLegacy = "evidently-legacy" // 0.2 to 0.6: Report and TestSuite
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
	r.Producer = evidence.Producer{At: r.root.Anchor, Tool: "evidently"}
	for _, m := range r.root.Get("metrics").Items() {
		config := m.Get("config")
		name := config.Get("type").Value()
		if name = name[strings.LastIndexByte(name, ':')+1:]; name == "" {
			name, _, _ = strings.Cut(firstOf(m.Get("metric_name"), m.Get("metric_id")), "(")
		}
		slice := ""
		if column := config.Get("column").Value(); column != "" {
			slice = slicePart("column", column)
		}
		value := m.Get("value")
		add := func(p place.Place, metric string) {
			x := newResult(p, metric, slice)
			for _, setting := range config.InOrder() {
				if name := setting.Node.Key; name != "type" && name != "column" {
					x.Set(name, setting.Value())
				}
			}
			r.add(x)
		}
		r.evidentlyPossible(name, value, config)
		if value.Node == nil || value.Node.Kind != document.Mapping {
			add(value, name)
			continue
		}
		walkMetrics(value, []string{name}, func(p place.Place, names []string) { add(p, strings.Join(names, ".")) })
	}
	r.evidentlyTests()
}

// evidentlyPossible holds a value against what it can be: a share against the count
// beside it, and a distance, which is never below 0.
func (r *Reading) evidentlyPossible(name string, value, config place.Place) {
	r.shareOfCount(value.Get("share"), value.Get("count"))
	r.distance(value, name+" "+config.Get("method").Value())
}

var evidentlyStatus = map[string]evidence.JudgementStatus{"SUCCESS": evidence.Passed, "FAIL": evidence.NotPass, "WARNING": evidence.Warned, "ERROR": evidence.Errored, "SKIPPED": evidence.Skipped}

func (r *Reading) evidentlyTests() {
	for _, t := range r.root.Get("tests").Items() {
		status, ok := evidentlyStatus[strings.ToUpper(t.Get("status").Value())]
		if !ok {
			r.malformed(t.Get("status"), "the status of a test is not SUCCESS, FAIL, WARNING, ERROR or SKIPPED", "Generate the report again.")
			status = evidence.Errored
		}
		if status == evidence.Errored {
			r.incomplete(t.Get("status"), evidence.Failed, "a test ended in an error: "+t.Get("name").Value())
		}
		slice := ""
		for _, params := range []place.Place{t.Get("parameters"), t.Get("metric_config").Get("params")} {
			if column := firstOf(params.Get("column_name"), params.Get("column")); column != "" {
				slice = slicePart("column", column)
			}
		}
		r.Judgements = append(r.Judgements, evidence.Judgement{At: t.Get("status").Anchor, Name: t.Get("name").Value(), Slice: slice, Status: status, Raw: t.Get("status").Value(), Reason: t.Get("description").Value()})
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
	settings []evidence.Setting
}

// readEvidentlyLegacy reads the numbers of each metric's result by their dotted
// names, on the slice of its column if it has one. A drift table has one entry
// for each column: its score is the metric drift_score on the slice of that
// column, and drift_detected its judgement.
func readEvidentlyLegacy(r *Reading) {
	r.Producer = evidence.Producer{At: r.root.Get("version").Anchor, Tool: "evidently", Version: r.root.Get("version").Value()}
	r.Created = r.root.Get("timestamp").Text()
	for _, m := range r.root.Get("metrics").Items() {
		result := m.Get("result")
		metric := evidentlyMetric{Reading: r}
		if column := result.Get("column_name").Value(); column != "" {
			metric.slice = slicePart("column", column)
		}
		for key, name := range evidentlySettings {
			metric.settings = append(metric.settings, evidence.Setting{Name: name, Value: result.Get(key).Value()})
		}
		metric.part(result, []string{m.Get("metric").Value()})
	}
	r.evidentlyTests()
}

func (m evidentlyMetric) part(p place.Place, names []string) {
	m.shareOfCount(p.Get("share_of_drifted_columns"), p.Get("number_of_drifted_columns"))
	m.shareOfCount(p.Get("share_of_missing_values"), p.Get("number_of_missing_values"))
	for _, c := range p.InOrder() {
		key := c.Node.Key
		path := append(names[:len(names):len(names)], key)
		_, setting := evidentlySettings[key]
		switch {
		case setting:
		case slices.Contains(evidentlyBulk, key) && c.Node.Kind != document.Number && !onlyNumbers(c.Node):
			for _, measure := range c.InOrder() { // on the data, beside what describes it
				if isMeasure(measure.Node) {
					m.number(measure, append(path[:len(path):len(path)], measure.Node.Key))
				}
			}
		case key == "drift_by_columns" || key == "drift_by_feature":
			for _, column := range c.InOrder() {
				m.evidentlyDrift(column)
			}
		case c.Node.Kind == document.Mapping:
			m.part(c, path)
		case c.Node.Kind == document.Bool && strings.Contains(key, "drift"):
			m.evidentlyDetected(c, strings.Join(path, "."), m.slice)
		case isMeasure(c.Node):
			m.distance(c, key)
			m.number(c, path)
		}
	}
}

func (m evidentlyMetric) number(p place.Place, path []string) {
	x := newResult(p, strings.Join(path, "."), m.slice)
	for _, s := range m.settings {
		x.Set(s.Name, s.Value)
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

// NotFinite tells of numbers in a recognised file that are not finite as a note: each is a
// result that no threshold accepts, and one that no threshold asks for does no harm. Tools
// such as mteb write them for what cannot be computed.
//
// A file with more than a few has one note: those of single examples may be hundreds.
func NotFinite(found []finding.Finding) []finding.Finding {
	is := func(f finding.Finding) bool { return f.Rule == "document/not_finite" }
	first, n := slices.IndexFunc(found, is), 0
	for i, f := range found {
		if is(f) {
			n++
			found[i].Severity = finding.Note
			found[i].Message += "; no threshold accepts it"
		}
	}
	if n <= maxNotFinite {
		return found
	}
	found[first].Message += fmt.Sprintf(" (and %d more in the file)", n-1)
	at := found[first].At
	return slices.DeleteFunc(found, func(f finding.Finding) bool { return is(f) && f.At != at })
}

// maxNotFinite is how many numbers of a file that are not finite are told one by one.
const maxNotFinite = 5

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

func (r *Reading) evidentlyDrift(column place.Place) {
	slice := slicePart("column", column.Node.Key)
	x := newResult(column.Get("drift_score"), "drift_score", slice)
	x.Set("method", column.Get("stattest_name").Value())
	x.Set("threshold", firstOf(column.Get("stattest_threshold"), column.Get("threshold")))
	r.add(x)
	if detected := column.Get("drift_detected"); detected.Present() {
		r.evidentlyDetected(detected, "drift_detected", slice)
	}
}

func (r *Reading) evidentlyDetected(p place.Place, name, slice string) {
	status := evidence.Passed
	if p.Value() != "false" {
		status = evidence.NotPass
	}
	r.Judgements = append(r.Judgements, evidence.Judgement{At: p.Anchor, Name: name, Slice: slice, Status: status, Raw: p.Value()})
}
