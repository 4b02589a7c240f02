package summary

import (
	"fmt"
	"io"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// JSON writes the summary for programs.
func JSON(w io.Writer, s Summary) error {
	return actions.WriteJSON(w, s)
}

// Markdown writes a page: the sections of the template in their order, and in each what
// is stated and what is missing.
func Markdown(w io.Writer, s Summary) error {
	var b strings.Builder
	b.WriteString("## Public summary of training content\n\nArt. 53(1)(d) of Regulation (EU) 2024/1689, by the template of " + s.Template + ", from the cards at commit " + report.InlineCode(s.Commit) +
		".\nIt contains what the cards declare. Only providers of general-purpose AI models must publish it.\n")
	for _, m := range s.Models {
		stated, missing := 0, 0
		for _, section := range m.Sections {
			for _, f := range section.Fields {
				if f.Missing != "" {
					missing++
				} else if f.Required {
					stated++
				}
			}
		}
		fmt.Fprintf(&b, "\n### %s\n\n%d required %s stated; %d missing in whole or in part.\n", report.InlineCode(m.Model), stated, plural(stated), missing)
		for _, section := range m.Sections {
			fmt.Fprintf(&b, "\n#### %s %s\n\n| Field | Stated | Missing |\n|---|---|---|\n", section.Number, section.Title)
			for _, f := range section.Fields {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", f.Title, code(strings.Join(f.Stated, "; ")), code(f.Missing))
			}
		}
	}
	if len(s.Unused) > 0 {
		b.WriteString("\n### Data cards that no model uses\n\nThese datasets are not in the summary of a model. Add them to the model card if a model is trained on them.\n\n| Dataset | Data card |\n|---|---|\n")
		for _, u := range s.Unused {
			fmt.Fprintf(&b, "| %s | %s |\n", report.InlineCode(u.Dataset), report.InlineCode(u.Card))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func code(s string) string {
	if s == "" {
		return "–"
	}
	return report.InlineCode(s)
}

func plural(n int) string {
	if n == 1 {
		return "field is"
	}
	return "fields are"
}
