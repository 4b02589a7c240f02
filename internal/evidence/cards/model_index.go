package cards

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// modelIndex reads a model-index (huggingface/hub-docs modelcard.md): its
// shape, and the metrics that it claims.
func modelIndex(p place.Place) ([]evidence.Indexed, []evidence.Claim) {
	index, claims := []evidence.Indexed{}, []evidence.Claim{}
	models := p.Items()
	if p.Present() && models == nil { // not the list that it should be
		models = []place.Place{p}
	}
	for _, m := range models {
		results := m.Get("results")
		entry := evidence.Indexed{At: m.Anchor, Kind: kindOf(m), Name: m.Get("name").Text(), Results: []evidence.IndexedResult{},
			Listed: results.Node != nil && results.Node.Kind == document.Sequence}
		for _, r := range results.Items() {
			of := resultClaims(r)
			metrics, untypedAt := r.Get("metrics").Items(), r.Anchor
			untyped := slices.IndexFunc(metrics, func(m place.Place) bool { return !m.Get("type").Present() })
			if untyped >= 0 {
				untypedAt = metrics[untyped].Anchor
			}
			entry.Results = append(entry.Results, evidence.IndexedResult{At: r.Anchor, Kind: kindOf(r), Task: r.Get("task").Get("type").Text(),
				Dataset: r.Get("dataset").Get("name").Text(), DatasetType: r.Get("dataset").Get("type").Text(), Metrics: len(of), Untyped: untyped >= 0, UntypedAt: untypedAt})
			claims = append(claims, of...)
		}
		index = append(index, entry)
	}
	return index, claims
}

func kindOf(p place.Place) string {
	if p.Node == nil {
		return string(document.Null)
	}
	return string(p.Node.Kind)
}

// resultClaims reads one result of a model-index. Both the present form and the
// older one, in which args stands for the dataset's config, are in use.
func resultClaims(result place.Place) []evidence.Claim {
	dataset, task := result.Get("dataset"), result.Get("task")
	config := dataset.Get("config").Text().Value
	if config == "" {
		config = dataset.Get("args").Text().Value
	}
	var out []evidence.Claim
	for _, m := range result.Get("metrics").Items() {
		value, key := valueOf(m)
		c := claimed(value)
		c.ValueKey = key
		c.Metric, c.MetricName = m.Get("type").First().Value, m.Get("name").Text().Value
		if c.Metric == "" {
			c.Metric = m.Get("name").First().Value
		}
		c.Task, c.TaskName = task.Get("type").Text().Value, task.Get("name").Text().Value
		c.Dataset, c.DatasetType = dataset.Get("name").Text().Value, dataset.Get("type").Text().Value
		if c.Dataset == "" {
			c.Dataset = c.DatasetType
		}
		c.Config, c.Split, c.Revision = config, dataset.Get("split").Text().Value, dataset.Get("revision").Text().Value
		c.Args, c.Verified, c.Source = arguments(m.Get("args")), m.Get("verified").Flag(), result.Get("source").Get("url").Text()
		out = append(out, c)
	}
	return out
}

// valueOf is where a metric has its value. A metric without one may have it under another key,
// which is told with it.
func valueOf(metric place.Place) (place.Place, string) {
	value := metric.Get("value")
	if value.Node != nil {
		return value, ""
	}
	for _, key := range metric.InOrder() {
		if valueKeys[strings.ToLower(key.Node.Key)] {
			return place.Place{Anchor: key.Anchor}, key.Node.Key
		}
	}
	return value, ""
}

// valueKeys are keys that people write in place of "value".
var valueKeys = passage.WordSet(`values val vale vaule valeu score scores result results wert valeur`)

// claimed is a claim of the value at p, of which nothing else is known yet.
func claimed(p place.Place) evidence.Claim {
	c := figures.NewClaim(p.Anchor)
	switch {
	case p.Scalar():
		c.Raw = p.Node.Value
		if strings.HasSuffix(strings.TrimSpace(c.Raw), "%") {
			c.Unit = "%"
		}
	case leftover(p) != "":
		c.Raw = leftover(p)
	case p.Present():
		c.Raw = "a " + string(p.Node.Kind)
	default:
		c.Raw = "nothing"
	}
	return c
}

// arguments are the scalars of a mapping, in the order of the file.
func arguments(p place.Place) []evidence.Argument {
	out := []evidence.Argument{}
	for _, a := range p.InOrder() {
		if a.Scalar() {
			out = append(out, evidence.Argument{Name: a.Node.Key, Value: a.Node.Value})
		}
	}
	return out
}
