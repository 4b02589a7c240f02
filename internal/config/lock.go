package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/schemas"
)

// Best is the best result so far of what a threshold with a ratchet asks about.
type Best struct {
	Threshold, Model, Slice string
	Value                   string    // a decimal literal
	Commit                  string    // that has the result, "" if it is not said
	Measured                []Setting // how it was measured, by name
	At                      finding.Position
}

// Of is what the best is one of: no two have the same.
func (b Best) Of() string {
	parts := []string{b.Threshold, b.Model, b.Slice}
	for _, m := range b.Measured {
		parts = append(parts, m.Name, m.Value)
	}
	return strings.Join(parts, "\x00")
}

// LockText is a lock as a file. Texts are written as JSON, which YAML is a
// superset of: they may hold anything.
func LockText(best []Best) string {
	var out strings.Builder
	out.WriteString(schemas.Line(schema.Lock) + "# The best results so far, for thresholds with a ratchet.\n# Written by `modelgate evaluation ratchet`. A worse or missing value is reported as loosened.\n")
	out.WriteString("apiVersion: modelgate.dev/v1\nkind: ThresholdsLock\nbest:")
	if len(best) == 0 {
		out.WriteString(" []")
	}
	out.WriteString("\n")
	for _, b := range best {
		fmt.Fprintf(&out, "  - threshold: %s\n    model: %s\n", document.Quoted(b.Threshold), document.Quoted(b.Model))
		if b.Slice != "" {
			fmt.Fprintf(&out, "    slice: %s\n", document.Quoted(b.Slice))
		}
		fmt.Fprintf(&out, "    value: %s\n", b.Value)
		if b.Commit != "" {
			fmt.Fprintf(&out, "    commit: %s\n", document.Quoted(b.Commit))
		}
		if len(b.Measured) > 0 {
			out.WriteString("    measured:\n")
		}
		for _, m := range b.Measured {
			fmt.Fprintf(&out, "      %s: %s\n", document.Quoted(m.Name), document.Quoted(m.Value))
		}
	}
	return out.String()
}

// decodeLock reads what is remembered. What no threshold heeds is refused: a
// misspelt id would look like a bound and be none.
func decodeLock(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	var ratchets []string
	for _, t := range c.Thresholds {
		if t.Ratchet != "" {
			ratchets = append(ratchets, t.ID)
		}
	}
	seen := map[string]bool{}
	for i, n := range children(d.Root.Get("best")) {
		at := document.Pointer("best", fmt.Sprint(i))
		b := Best{Threshold: text(n, "threshold"), Model: text(n, "model"), Slice: text(n, "slice"), Value: text(n, "value"), Commit: text(n, "commit"), At: d.At(at)}
		for _, m := range children(n.Get("measured")) {
			b.Measured = append(b.Measured, Setting{m.Key, m.Value})
		}
		slices.SortFunc(b.Measured, func(x, y Setting) int { return cmp.Compare(x.Name, y.Name) })
		if !slices.Contains(ratchets, b.Threshold) {
			found = append(found, problem(d, at+"/threshold", fmt.Sprintf("no threshold %q has a ratchet%s", b.Threshold, finding.DidYouMean(b.Threshold, ratchets)),
				"Run `modelgate evaluation ratchet` to write the file without it."))
		}
		if seen[b.Of()] {
			found = append(found, problem(d, at, fmt.Sprintf("duplicate value for threshold %q and model %q", b.Threshold, b.Model), "Keep the better value."))
		}
		seen[b.Of()] = true
		c.Locked = append(c.Locked, b)
	}
	return found
}
