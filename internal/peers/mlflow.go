package peers

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// mlflow reads the arguments of MetricThreshold by metric
// (mlflow/models/evaluation/validation.py), written as JSON or YAML.
func mlflow(m *maker, root *document.Node) {
	for _, n := range children(root) {
		if n.Kind != document.Mapping {
			continue
		}
		greater := get(n, "greater_is_better", "higher_is_better")
		if greater == nil || greater.Value != "true" && greater.Value != "false" {
			m.fail("%s: greater_is_better must be true or false", n.Key)
			continue
		}
		direction, bound := "higher", "min"
		if greater.Value == "false" {
			direction, bound = "lower", "max"
		}
		value := m.number(n.Get("threshold"), n.Key+": threshold")
		absolute := m.number(n.Get("min_absolute_change"), n.Key+": min_absolute_change")
		relative := m.number(n.Get("min_relative_change"), n.Key+": min_relative_change")
		switch {
		case absolute != "" && relative != "":
			m.add(n.Key, word{key: "direction", value: direction}, word{key: bound, value: value}, word{key: "better_by", value: absolute})
			m.add(n.Key, word{key: "direction", value: direction}, word{key: "better_by", value: text(m.percent(relative))})
		case value+absolute+relative != "":
			better := absolute
			if relative != "" {
				better = text(m.percent(relative))
			}
			m.add(n.Key, word{key: "direction", value: direction}, word{key: bound, value: value}, word{key: "better_by", value: better})
		default:
			m.fail("%s has no threshold", n.Key)
		}
		if absolute != "" {
			m.say("%s: MLflow adds min_absolute_change in floating point, where 0.85 is not 0.05 more than 0.80; modelgate compares exact decimals", n.Key)
		}
		if relative != "" {
			m.say("%s: MLflow divides by the baseline: NaN passes, a negative baseline inverts the comparison, and a baseline of 0 requires 1e-10; in modelgate, NaN is an error, the share is relative to the baseline's absolute value, and a tie is not an improvement", n.Key)
		}
		if absolute+relative != "" {
			m.say("%s: MLflow can only require an improvement; to allow a limited regression, use not_worse_by instead of better_by", n.Key)
		}
	}
	if len(m.thresholds) > 0 {
		m.say("a metric that is missing in the baseline raises KeyError in MLflow, even for a plain threshold; in modelgate, only the comparison fails")
	}
}

// dvc reads a metrics file: DVC shows differences and judges none, so that all of
// it is proposed.
func dvc(m *maker, root *document.Node) {
	m.numbers(root, nil)
	if len(m.thresholds) > 0 {
		m.say("DVC has no thresholds: `dvc metrics diff` shows a change and always exits with 0. Directions are guessed from the metric names, and every allowance is 0; review each threshold")
	}
}

func (m *maker) numbers(n *document.Node, names []string) {
	for _, c := range children(n) {
		path := append(names[:len(names):len(names)], c.Key)
		switch c.Kind {
		case document.Mapping:
			m.numbers(c, path)
		case document.Number:
			name := strings.Join(path, ".")
			if notAMetric[strings.ToLower(c.Key)] {
				m.say("%s is left out: it measures progress, not quality", name)
				continue
			}
			m.add(name, word{"direction", guess(name), "guessed"}, word{key: "not_worse_by", value: "0"})
		}
	}
}

// notAMetric are what dvclive writes beside metrics.
var notAMetric = map[string]bool{"step": true, "epoch": true, "lr": true}

// benchmark reads the custom JSON of github-action-benchmark. Its alert threshold
// stands in the workflow; 200 % is its default.
func benchmark(m *maker, root *document.Node) {
	if root == nil || root.Kind != document.Sequence {
		return
	}
	for _, n := range root.Children {
		name, unit := n.Get("name"), n.Get("unit")
		if name == nil || unit == nil || n.Get("value") == nil {
			continue
		}
		direction := guess(unit.Value + " " + name.Value)
		allowed := map[string]string{"lower": `"100%"`, "higher": `"50%"`}[direction] // half as good: ratio 2
		m.add(name.Value, word{"direction", direction, "guessed from the name and unit " + strings.Join(strings.Fields(text(unit.Value)), " ")}, word{key: "not_worse_by", value: allowed})
	}
	if len(m.thresholds) > 0 {
		m.say("alert-threshold 200%% is the default of github-action-benchmark: twice as slow, or half as fast; use the value from your workflow")
		m.say("github-action-benchmark skips benchmarks that are missing in the last run, and all checks without a last run; modelgate reports both")
		m.say("its baseline is the last stored run, including runs of pull requests; in modelgate, it is the base commit or the promoted model")
		m.say("NaN never alerts in github-action-benchmark; in modelgate, it is an error")
	}
}
