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
			m.fail("%s: greater_is_better is to be true or false", n.Key)
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
			m.say("%s: MLflow adds min_absolute_change in floats, so that 0.85 is not 0.05 more than 0.80; here it is", n.Key)
		}
		if relative != "" {
			m.say("%s: MLflow divides by the baseline: NaN passes, a negative baseline turns round, one of 0 asks for 1e-10; here NaN is an error, the share is of the baseline's size, and a tie is no improvement", n.Key)
		}
		if absolute+relative != "" {
			m.say("%s: MLflow can only ask for an improvement; for a limited regression write not_worse_by in place of better_by", n.Key)
		}
	}
	if len(m.thresholds) > 0 {
		m.say("a metric that the baseline lacks raises KeyError in MLflow, for a pure threshold too; here it is an error of the comparison alone")
	}
}

// dvc reads a metrics file: DVC shows differences and judges none, so that all of
// it is proposed.
func dvc(m *maker, root *document.Node) {
	m.numbers(root, nil)
	if len(m.thresholds) > 0 {
		m.say("DVC has no thresholds: `dvc metrics diff` shows a change and always exits 0. Every direction is guessed by the metric's name, and every allowance is 0: look at each")
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
				m.say("%s is left out: it says how far a run is, not how good", name)
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
		m.add(name.Value, word{"direction", direction, "guessed by the name and unit " + strings.Join(strings.Fields(text(unit.Value)), " ")}, word{key: "not_worse_by", value: allowed})
	}
	if len(m.thresholds) > 0 {
		m.say("alert-threshold 200 %% is the default of github-action-benchmark: twice as slow, or half as fast. Most want less: write what your workflow has")
		m.say("github-action-benchmark skips a benchmark that the last run lacks, and every check when there is no last run; here both are findings")
		m.say("its baseline is the last stored run, of a proposal too; here it is the base commit, or what is promoted")
		m.say("NaN never alerts there; here it is an error")
	}
}
