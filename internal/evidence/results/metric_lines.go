package results

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// formatMetricLines is a text with a metric in each line, such as the metrics.txt that the
// examples of CML show: "Accuracy: 0.84", "Accuracy = 0.84, F1 Score = 0.68", "Test
// Accuracy : 74.68%". At least 1,450 public repositories have a metrics.txt at their root;
// of 17 that were read, 10 are so.
const formatMetricLines = "metric-lines"

// figureText is what stands for a value in such a line: a number, which may be in percent.
var figureText = pattern.New(`^[+-]?(0|[1-9][0-9]*)?(\.[0-9]+)?([eE][+-]?[0-9]+)? ?%?$`)

// startsFigure is what a value begins with that was to be a number.
var startsFigure = pattern.New(`^[+-]?\.?[0-9]`)

func isFigure(text string) bool {
	return startsFigure.MatchString(text) && figureText.MatchString(text)
}

// linesOf are the lines of a text that state a metric, and how many others have a number
// in them: a page about results has, too.
func linesOf(d *document.Document) (metrics, others int) {
	if d.Root == nil || d.Syntax != document.TextReport {
		return 0, 0
	}
	for _, c := range d.Root.Children {
		if c.Kind != document.Mapping && namesMetric(c.Key) && isFigure(c.Value) {
			metrics++
		}
	}
	for line := range strings.Lines(string(d.Source)) {
		if strings.ContainsAny(line, "0123456789") {
			others++
		}
	}
	others -= metrics
	return metrics, others
}

// isMetricLines asks for one metric at least, each of them once, and for no more numbers
// that are in no such line.
func isMetricLines(d *document.Document) bool {
	metrics, others := linesOf(d)
	return metrics > 0 && others <= metrics && !statesTwice(d) && !isCOCO(d) && !isSklearn(d) && !isMLPerf(d)
}

// statesTwice reports whether lines of one name state a metric twice.
func statesTwice(d *document.Document) bool {
	_, found := document.ParseAs(document.TextReport, d.Path, d.Source)
	return slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Rule == "document/duplicate_key" })
}

// isManySnapshots recognises such a text that states a metric again and again.
func isManySnapshots(d *document.Document) bool {
	metrics, others := linesOf(d)
	return metrics > 0 && others <= 4*strings.Count(string(d.Source), "\n") && statesTwice(d)
}

// parseMetricLines parses a text of such lines, which is no YAML that has as many numbers.
func parseMetricLines(file string, src []byte) (*document.Document, []finding.Finding, bool) {
	switch strings.ToLower(path.Ext(file)) {
	case ".txt", ".log", ".out":
	default:
		return nil, nil, false
	}
	d, found := document.ParseAs(document.TextReport, file, src)
	if metrics, _ := linesOf(d); metrics == 0 {
		return nil, nil, false
	}
	if y, wrong := document.Parse(file, src); len(wrong) == 0 && y.Root != nil && y.Root.Kind == document.Mapping && countNumbers(place.Root(y)) >= countNumbers(place.Root(d)) {
		return nil, nil, false
	}
	return d, slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Rule == "document/duplicate_key" }), true
}

func countNumbers(root place.Place) int {
	n := 0
	walkMetrics(root, nil, func(p place.Place, _ []string) {
		if p.Scalar() && isFigure(p.Node.Value) && (p.Node.Kind == document.Number || root.Node.Kind == document.Mapping && strings.HasSuffix(p.Node.Value, "%")) {
			n++
		}
	})
	return n
}

// readMetricLines reads the number of each line under the words before it. What begins
// like a number and is none, such as "0.91 (best)", is a result that no threshold accepts.
func readMetricLines(r *Reading) {
	n := r.sizeOf(r.root, wholeNames)
	for _, c := range r.root.InOrder() {
		if c.Node.Kind == document.Mapping || !startsFigure.MatchString(c.Node.Value) {
			continue
		}
		number, percent := strings.CutSuffix(c.Node.Value, "%")
		number = strings.TrimSpace(number)
		if !isFigure(c.Node.Value) && !namesMetric(c.Node.Key) {
			continue
		}
		x := newResult(c, c.Node.Key, "")
		if percent && decimal.Rational(number) != nil {
			x.Value, x.Valid, x.Unit = number, true, "percent"
		}
		if isCount(c.Node.Key) {
			x.Unit = "count"
		} else {
			x.Counted(n, "file")
		}
		r.distance(c, c.Node.Key)
		r.add(x)
	}
	if len(r.Results) == 0 {
		r.malformed(r.root, fmt.Sprintf("no line of %q states a number", path.Base(r.Path)), "Write a metric in each line: accuracy: 0.84")
	}
}

// IsMetricLines reports whether a file is parsed as lines of metrics.
func IsMetricLines(file string, src []byte) bool {
	_, _, ok := parseMetricLines(file, src)
	return ok
}
