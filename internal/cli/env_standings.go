package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/promotion"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// standingsHTML is a page of its own: a matrix of models and environments, the table
// of all records, and that of approvals.
func standingsHTML(shown standings) (string, error) {
	var tables []report.Table
	all := shown.models
	if len(all) > 0 {
		environments, models := matrixOf(all)
		matrix := report.Table{Title: "Versions", Label: "Versions by model and environment", Columns: append([]string{"Model"}, environments...)}
		for _, m := range models {
			row := []string{m}
			for _, e := range environments {
				row = append(row, cellOf(all, m, e))
			}
			matrix.Rows = append(matrix.Rows, row)
		}
		tables = []report.Table{matrix, {Title: "Records", Label: "Records", Columns: standingColumns, Rows: standingRows(all)}}
	}
	if len(shown.approvals) > 0 {
		tables = append(tables, report.Table{Title: "Approvals", Label: "Approvals of artifacts", Columns: approvalColumns, Rows: shown.rows()})
	}
	var b strings.Builder
	err := report.HTMLTables(&b, "Environments", "There are no records.", tables)
	return b.String(), err
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
		if state, _, _ := strings.Cut(row[len(row)-1], ","); state != "deployed" && !strings.HasPrefix(state, "deployed in ") {
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
		version := s.Version
		if s.Tampered != "" {
			version += " (tampered)"
		} else if s.Signature != "" {
			version += " (" + s.Signature + ")"
		}
		fmt.Fprintf(&b, "    %06d, %s : %s %s\n", s.Record, mermaidWord(day), mermaidWord(s.Operation), mermaidWord(version))
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
