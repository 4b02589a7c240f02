package cli

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// standingsHTML is a page of its own: a matrix of models and environments, and the
// table of all records.
func standingsHTML(all []promotion.Standing) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Environments</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #1b1b1b; background: #fff; }
div { overflow-x: auto; }
table { border-collapse: collapse; margin-bottom: 2rem; }
th, td { border: 1px solid #767676; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
th { background: #f0f0f0; }
</style>
</head>
<body>
<main>
<h1>Environments</h1>
`)
	if len(all) == 0 {
		b.WriteString("<p>There are no records.</p>\n")
	} else {
		environments, models := matrixOf(all)
		b.WriteString("<h2>Versions</h2>\n")
		htmlTable(&b, "Versions by model and environment", append([]string{"Model"}, environments...), func(yield func([]string) bool) {
			for _, m := range models {
				row := []string{m}
				for _, e := range environments {
					row = append(row, cellOf(all, m, e))
				}
				if !yield(row) {
					return
				}
			}
		})
		b.WriteString("<h2>Records</h2>\n")
		htmlTable(&b, "Records", standingColumns, func(yield func([]string) bool) {
			for _, s := range all {
				if !yield(standingRow(s)) {
					return
				}
			}
		})
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	return b.String()
}

// htmlTable writes a table whose first cell of a row is its heading.
func htmlTable(b *strings.Builder, label string, columns []string, rows func(func([]string) bool)) {
	fmt.Fprintf(b, "<div role=\"region\" aria-label=\"%s\" tabindex=\"0\">\n<table>\n<thead><tr>", html.EscapeString(label))
	for _, c := range columns {
		b.WriteString("<th scope=\"col\">" + html.EscapeString(visible(c)) + "</th>")
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for row := range rows {
		b.WriteString("<tr>")
		for i, c := range row {
			tag, scope := "td", ""
			if i == 0 {
				tag, scope = "th", ` scope="row"`
			}
			fmt.Fprintf(b, "<%s%s>%s</%s>", tag, scope, html.EscapeString(visible(c)), tag)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n</div>\n")
}

// matrixOf are the environments and models of standings, in their order.
func matrixOf(all []promotion.Standing) (environments, models []string) {
	for _, s := range all {
		if !slices.Contains(environments, s.Environment) {
			environments = append(environments, s.Environment)
		}
		if !slices.Contains(models, s.Model) {
			models = append(models, s.Model)
		}
	}
	slices.Sort(models)
	return environments, models
}

// cellOf is what an environment has of a model: the newest of its standings.
func cellOf(all []promotion.Standing, model, environment string) string {
	text := "–"
	for _, s := range all {
		if s.Model != model || s.Environment != environment {
			continue
		}
		row := standingRow(s)
		text = row[2]
		if state, _, _ := strings.Cut(row[len(row)-1], ","); state != "deployed" {
			text += " (" + state + ")"
		}
		if s.Held != "" {
			text += " (held)"
		}
	}
	return text
}

// standingsMermaid is a flowchart with a box for each environment, and in it one for
// each model. Reasons are left out: the words that are in it cannot hold anything
// that Mermaid reads.
func standingsMermaid(all []promotion.Standing) string {
	var b strings.Builder
	b.WriteString("flowchart TB\n")
	environments, models := matrixOf(all)
	for i, e := range environments {
		fmt.Fprintf(&b, "  subgraph e%d[\"%s\"]\n", i, mermaidWord(e))
		for j, m := range models {
			if cell := cellOf(all, m, e); cell != "–" {
				fmt.Fprintf(&b, "    e%dm%d[\"%s %s\"]\n", i, j, mermaidWord(m), mermaidWord(cell))
			}
		}
		b.WriteString("  end\n")
	}
	return b.String()
}

// historiesMermaid is a timeline with a section for each model in each environment.
func historiesMermaid(all []promotion.Standing) string {
	var b strings.Builder
	b.WriteString("timeline\n")
	section := ""
	for _, s := range all {
		if title := mermaidWord(s.Model + " in " + s.Environment); title != section {
			section = title
			fmt.Fprintf(&b, "  section %s\n", title)
		}
		day, _, _ := strings.Cut(s.CreatedAt, "T")
		fmt.Fprintf(&b, "    %06d, %s : %s %s\n", s.Record, mermaidWord(day), mermaidWord(s.Operation), mermaidWord(s.Version))
	}
	return b.String()
}

// mermaidWord keeps letters, digits, blanks and what names and versions have of
// other characters.
func mermaidWord(s string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune(" .+-_()", r):
			return r
		}
		return -1
	}, s)
	if len(kept) > 100 {
		kept = kept[:100]
	}
	return cmp.Or(strings.Join(strings.Fields(kept), " "), "unknown")
}
