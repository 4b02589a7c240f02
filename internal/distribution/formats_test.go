package distribution

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence/cards"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// pageTables are the tables that pages show of what is read and written.
func pageTables(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"formats/cards":    formatTable("`modelgate inspect`", cards.Formats),
		"formats/datasets": formatTable("`modelgate inspect`", datasets.Formats),
		"formats/results":  formatTable("`format:`", results.Configurable()),
		"formats/reports":  reportTable(),
		"targets":          targetTable(t),
		"delivery":         deliveryTable(t),
		"release":          releaseNotice(exampleRelease(t)),
	}
}

func reportTable() string {
	var b strings.Builder
	b.WriteString("| Format | For | Content | Limits |\n|---|---|---|---|\n")
	for _, f := range report.Formats {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.Name, f.For, f.Content, cmp.Or(f.Limits, "–"))
	}
	return b.String()
}

// formatTable has a row for each format, and what is read of it, where the formats
// differ in that.
func formatTable[T any](where string, formats []format.Format[T]) string {
	var b strings.Builder
	reads := formats[0].Reads != ""
	fmt.Fprintf(&b, "| Format (%s) | Recognized by |%s\n|---|---|%s\n", where, map[bool]string{true: " What is read |"}[reads], map[bool]string{true: "---|"}[reads])
	for _, f := range formats {
		fmt.Fprintf(&b, "| `%s`", f.Name)
		if f.Covers != "" {
			b.WriteString(": " + f.Covers)
		}
		b.WriteString(" | " + f.LooksFor + " |")
		if reads {
			b.WriteString(" " + f.Reads + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestPagesAndSchemaNameTheFormats: the configuration can name the formats that are
// read, and no other. -update writes them into its schema.
func TestPagesAndSchemaNameTheFormats(t *testing.T) {
	const name = "schemas/config.schema.json"
	src, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	enum := regexp.MustCompile(`("format": \{"type": "string", "enum": \[)[^\]]*`)
	if len(enum.FindAll(src, -1)) != 1 {
		t.Fatalf("%s has no place for the formats of evaluations", name)
	}
	var names []string
	for _, f := range results.Configurable() {
		names = append(names, fmt.Sprintf("%q", f.Name))
	}
	same(t, name, enum.ReplaceAllString(string(src), "${1}"+strings.Join(names, ", ")))
}
