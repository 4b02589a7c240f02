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

// targetTable has a row for each parameter of each deployment target.
func targetTable(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "templates", "targets", "*", "target.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no targets", err)
	}
	var b strings.Builder
	b.WriteString("| Target | Parameter | Default | What it is |\n|---|---|---|---|\n")
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var target struct {
			Name, Description string
			Parameters        []struct {
				Name, Description, Default string
				Required                   bool
				Values                     []string
				DefaultFrom                string                       `yaml:"default_from"`
				DefaultBy                  map[string]map[string]string `yaml:"default_by"`
			}
		}
		if err := yaml.Unmarshal(src, &target); err != nil {
			t.Fatal(file, err)
		}
		fmt.Fprintf(&b, "| `%s` | | | %s |\n", target.Name, cell(target.Description))
		for _, p := range target.Parameters {
			value := cmp.Or(p.Default, p.DefaultFrom, "–")
			for _, by := range p.DefaultBy {
				value = byValue(by)
			}
			switch {
			case len(p.DefaultBy) > 0:
			case p.Required:
				value = "required"
			case value != "–":
				value = "`" + value + "`"
			}
			description := cell(p.Description)
			if len(p.Values) > 0 {
				description += " Values: `" + strings.Join(p.Values, "`, `") + "`."
			}
			fmt.Fprintf(&b, "| | `%s` | %s | %s |\n", p.Name, value, description)
		}
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
