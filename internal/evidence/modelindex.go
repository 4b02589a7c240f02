package evidence

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// modelIndex reads a model-index (huggingface/hub-docs modelcard.md): its
// shape, and the metrics that it claims.
func modelIndex(p place) ([]Indexed, []Claim) {
	index, claims := []Indexed{}, []Claim{}
	models := p.items()
	if p.present() && models == nil { // not the list that it should be
		models = []place{p}
	}
	for _, m := range models {
		results := m.get("results")
		entry := Indexed{At: m.anchor, Kind: kindOf(m), Name: m.get("name").text(), Results: []IndexedResult{},
			Listed: results.node != nil && results.node.Kind == document.Sequence}
		for _, r := range results.items() {
			of := resultClaims(r)
			untyped := slices.ContainsFunc(r.get("metrics").items(), func(m place) bool { return !m.get("type").present() })
			entry.Results = append(entry.Results, IndexedResult{At: r.anchor, Kind: kindOf(r), Task: r.get("task").get("type").text(),
				Dataset: r.get("dataset").get("name").text(), DatasetType: r.get("dataset").get("type").text(), Metrics: len(of), Untyped: untyped})
			claims = append(claims, of...)
		}
		index = append(index, entry)
	}
	return index, claims
}

func kindOf(p place) string {
	if p.node == nil {
		return string(document.Null)
	}
	return string(p.node.Kind)
}

// resultClaims reads one result of a model-index. Both the present form and the
// older one, in which args stands for the dataset's config, are in use.
func resultClaims(result place) []Claim {
	dataset, task := result.get("dataset"), result.get("task")
	config := dataset.get("config").text().Value
	if config == "" {
		config = dataset.get("args").text().Value
	}
	var out []Claim
	for _, m := range result.get("metrics").items() {
		c := claimed(m.get("value"))
		c.Metric, c.MetricName = m.get("type").first().Value, m.get("name").text().Value
		if c.Metric == "" {
			c.Metric = m.get("name").first().Value
		}
		c.Task, c.TaskName = task.get("type").text().Value, task.get("name").text().Value
		c.Dataset, c.DatasetType = dataset.get("name").text().Value, dataset.get("type").text().Value
		if c.Dataset == "" {
			c.Dataset = c.DatasetType
		}
		c.Config, c.Split, c.Revision = config, dataset.get("split").text().Value, dataset.get("revision").text().Value
		c.Args, c.Verified, c.Source = arguments(m.get("args")), m.get("verified").flag(), result.get("source").get("url").text()
		out = append(out, c)
	}
	return out
}

// claimed is a claim of the value at p, of which nothing else is known yet.
func claimed(p place) Claim {
	c := Claim{At: p.anchor, Args: []Argument{}, Verified: Flag{At: p.anchor}, Source: Text{At: p.anchor}, Evidence: Text{At: p.anchor}}
	switch {
	case p.scalar():
		c.Raw = p.node.Value
		if strings.HasSuffix(strings.TrimSpace(c.Raw), "%") {
			c.Unit = "%"
		}
	case leftover(p) != "":
		c.Raw = leftover(p)
	case p.present():
		c.Raw = "a " + string(p.node.Kind)
	default:
		c.Raw = "nothing"
	}
	return c
}

// arguments are the scalars of a mapping, in the order of the file.
func arguments(p place) []Argument {
	out := []Argument{}
	for _, a := range p.inOrder() {
		if a.scalar() {
			out = append(out, Argument{Name: a.node.Key, Value: a.node.Value})
		}
	}
	return out
}
