package report

import (
	"strings"
	"testing"
)

// TestTablesOfHostileText: texts stay texts, and a page without tables says why.
func TestTablesOfHostileText(t *testing.T) {
	const hostile = "</td><script>alert(1)</script>\" onload=\"x\u202e\n{{.Title}}"
	page := func(text string, tables ...Table) string {
		var b strings.Builder
		if err := HTMLTables(&b, text, text, tables); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	of := func(text string) Table {
		return Table{Title: text, Label: text, Columns: []string{text, text}, Rows: [][]string{{text, text}}}
	}
	if a, b := htmlShape(t, page(hostile, of(hostile))), htmlShape(t, page("x", of("x"))); a != b {
		t.Errorf("got %s, want %s", a, b)
	}
	if got := page("Nothing yet."); !strings.Contains(got, "<p>Nothing yet.</p>") || strings.Contains(got, "<table>") {
		t.Errorf("%s", got)
	}
}
