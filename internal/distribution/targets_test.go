package distribution

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// target is what a page shows of target.yaml.
type target struct {
	Name, Description string
	Parameters        []struct {
		Name, Description, Default, Type, Requires string
		Required                                   bool
		Values                                     []string
		DefaultFrom                                string                       `yaml:"default_from"`
		DefaultBy                                  map[string]map[string]string `yaml:"default_by"`
		When                                       map[string][]string
	}
	Files []struct {
		Name, Kind string
		When       map[string][]string
	}
	Examples []struct {
		Name       string
		Parameters yaml.Node
	}
}

func targets(t *testing.T, pattern string) []target {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "templates", pattern, "target.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no targets", err)
	}
	var out []target
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var read target
		if err := yaml.Unmarshal(src, &read); err != nil {
			t.Fatal(file, err)
		}
		out = append(out, read)
	}
	return out
}

// targetTable has a section for each deployment target: what it is, its files, an
// example and its parameters.
func targetTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, target := range targets(t, "targets/*") {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n%s\n\n```yaml\ndeploy:\n  target: %s\n", target.Name, wrapped(target.Description), wrapped("Files: "+target.files()+"."), target.Name)
		if p := target.Examples[0].Parameters; len(p.Content) > 0 {
			b.WriteString("  parameters:\n")
			for i := 0; i < len(p.Content); i += 2 {
				value := p.Content[i+1].Value
				if p.Content[i+1].Style&yaml.DoubleQuotedStyle != 0 {
					value = `"` + value + `"`
				}
				fmt.Fprintf(&b, "    %s: %s\n", p.Content[i].Value, value)
			}
		}
		b.WriteString("```\n\n" + target.table())
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// deliveryTable has a row for each parameter of the delivery.
func deliveryTable(t *testing.T) string { return targets(t, "delivery")[0].table() }

// table has a row for each parameter.
func (t target) table() string {
	var b strings.Builder
	b.WriteString("| Parameter | Default | What it is |\n|---|---|---|\n")
	for _, p := range t.Parameters {
		value := cmp.Or(p.Default, p.DefaultFrom, "–")
		for _, by := range p.DefaultBy {
			value = byValue(by)
		}
		switch {
		case len(p.DefaultBy) > 0:
		case p.Required:
			value = "required" + conditions(p.When)
		case value != "–":
			value = "`" + value + "`"
		}
		description := cell(p.Description)
		if len(p.Values) > 0 {
			description += " Values: `" + strings.Join(p.Values, "`, `") + "`."
		}
		if p.Requires != "" {
			description += " Requires `" + p.Requires + "`."
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", p.Name, value, description)
	}
	return b.String()
}

// files lists what the target writes.
func (t target) files() string {
	var out []string
	for _, f := range t.Files {
		out = append(out, "`"+strings.ReplaceAll(f.Name, "{name}", "NAME")+"`"+conditions(f.When))
	}
	return strings.Join(out, ", ")
}

// conditions are when a file is written, or a parameter is required.
func conditions(when map[string][]string) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(when)) {
		text := "with `" + name
		if values := when[name]; len(values) > 0 {
			text += ": " + strings.Join(values, "` or `")
		}
		out = append(out, text+"`")
	}
	if len(out) == 0 {
		return ""
	}
	return " (" + strings.Join(out, ", ") + ")"
}

// wrapped breaks a text at 120 columns.
func wrapped(text string) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case column+1+len(word) > 120:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// byValue lists the defaults that depend on another parameter, with its value.
func byValue(defaults map[string]string) string {
	var parts []string
	for _, other := range slices.Sorted(maps.Keys(defaults)) {
		parts = append(parts, fmt.Sprintf("`%s` (%s)", defaults[other], other))
	}
	return strings.Join(parts, ", ")
}
