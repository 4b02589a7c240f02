package config

import (
	"slices"
	"sort"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Label is a value of the organization's own that models may have, or must from a
// stage on.
type Label struct {
	Name     string
	Type     string // text, date, number, flag, list
	Required finding.Stage
	Values   []string // the only ones; empty for any
	At       finding.Position
}

func decodeLabels(c *Config, d *document.Document) {
	for _, n := range children(d.Root.Get("labels")) {
		c.Labels = slices.DeleteFunc(c.Labels, func(l Label) bool { return l.Name == n.Key }) // of a policy source above
		c.Owed = slices.DeleteFunc(c.Owed, func(o Owed) bool { return o.Kind == "label" && o.Key == n.Key })
		c.Labels = append(c.Labels, Label{Name: n.Key, Type: text(n, "type"), Required: finding.Stage(text(n, "required")), Values: words(n, "values"), At: d.At(document.Pointer("labels", n.Key))})
	}
	sort.Slice(c.Labels, func(i, j int) bool { return c.Labels[i].Name < c.Labels[j].Name })
	for _, l := range c.Labels {
		if l.Required != "" && !slices.ContainsFunc(c.Owed, func(o Owed) bool { return o.Kind == "label" && o.Key == l.Name }) {
			c.Owed = append(c.Owed, Owed{At: l.At, Stage: l.Required, Kind: "label", Key: l.Name})
		}
	}
}

// labels are the declared labels in words.
func labels(c Config) []string {
	var out []string
	for _, l := range c.Labels {
		words := l.Name + " (" + l.Type
		if l.Required != "" {
			words += ", required from " + string(l.Required)
		}
		if len(l.Values) > 0 {
			words += ": " + strings.Join(l.Values, " | ")
		}
		out = append(out, words+")")
	}
	return out
}
