package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/actions"
)

//go:embed html_tables.tmpl
var tablesSource string

// tablesTemplate is parsed once, if a page is made.
var tablesTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("tables").Parse(tablesSource)) })

// Table is a table of a page; the first cell of each row is its heading.
type Table struct {
	Title   string
	Label   string // what the table is of, for readers who do not see it
	Columns []string
	Rows    [][]string
}

// HTMLTables writes a page with a title and tables, or with the text empty where there are
// none. Every text is cleaned here, and escaped by the template.
func HTMLTables(w io.Writer, title, empty string, tables []Table) error {
	data := struct {
		Colors       template.CSS
		Title, Empty string
		Tables       []Table
	}{Colors: PageColors, Title: actions.Clean(title), Empty: actions.Clean(empty)}
	for _, t := range tables {
		clean := Table{Title: actions.Clean(t.Title), Label: actions.Clean(t.Label), Columns: cleanAll(t.Columns)}
		for _, row := range t.Rows {
			clean.Rows = append(clean.Rows, cleanAll(row))
		}
		data.Tables = append(data.Tables, clean)
	}
	if err := tablesTemplate().Execute(w, data); err != nil {
		return fmt.Errorf("writing the HTML page: %w", err)
	}
	return nil
}

func cleanAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = actions.Clean(text)
	}
	return out
}
