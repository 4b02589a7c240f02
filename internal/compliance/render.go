package compliance

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// JSON writes the matrix for programs.
func JSON(w io.Writer, m Matrix) error {
	return actions.WriteJSON(w, m)
}

// Markdown writes a page: counts of each card and law, then the gaps, then the rest.
func Markdown(w io.Writer, m Matrix) error {
	p := pageOf(m)
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "## Compliance matrix\n\n%s\n\n%s Met means: %s. It is not a legal assessment.\n", report.InlineText(p.Intro), p.Total, Claim)
	if len(p.Counts) > 0 {
		fmt.Fprintf(b, "\n| Card | Law | %s |\n|---|---|%s\n", strings.Join(p.States, " | "), strings.Repeat("---|", len(p.States)))
		for _, r := range p.Counts {
			law, counts := report.InlineText(r.Law)+" ("+report.InlineText(r.Why)+")", make([]string, len(States))
			if r.Gap != "" {
				law = report.InlineText(r.Gap)
			}
			for i, n := range r.Counts {
				counts[i] = strconv.Itoa(n)
			}
			fmt.Fprintf(b, "| %s %s | %s | %s |\n", r.Kind, report.InlineCode(r.Name), law, strings.Join(counts, " | "))
		}
	}
	if len(p.Unread) > 0 {
		b.WriteString("\n### Files that cannot be read as data cards\n\n")
		for _, file := range p.Unread {
			fmt.Fprintf(b, "- %s\n", report.InlineCode(file))
		}
	}
	markdownRows(b, "Gaps", p.Gaps, p.MoreGaps)
	markdownRows(b, "Without a gap", p.Rest, p.MoreRow)
	b.WriteString("\n### States\n\n")
	for _, m := range p.Meanings {
		fmt.Fprintf(b, "- %s: %s\n", m[0], m[1])
	}
	b.WriteString("\n### Packs in force\n\n| Law | Controls | Read on | Source |\n|---|---|---|---|\n")
	for _, k := range p.Packs {
		fmt.Fprintf(b, "| %s (%s) | %d | %s | %s |\n", report.InlineText(k.Title), report.InlineCode(k.Regime), k.Controls, report.InlineText(k.Read), report.InlineText(k.Source))
	}
	return b.Flush()
}

func markdownRows(b *bufio.Writer, title string, rows []cellRow, more string) {
	if len(rows) == 0 {
		return
	}
	fmt.Fprintf(b, "\n### %s\n\n| State | Card | Control | Article | Date | Where | Details | Waiver |\n|---|---|---|---|---|---|---|---|\n", title)
	for _, r := range rows {
		where := ""
		if r.Where != "" {
			where = report.InlineCode(r.Where)
		}
		fmt.Fprintf(b, "| %s | %s | %s: %s | %s | %s | %s | %s | %s |\n", r.Word, report.InlineCode(r.Name), report.InlineText(r.Law), report.InlineText(r.Control), report.InlineText(r.Article),
			report.InlineText(r.Date), where, report.InlineText(joined(r.Texts)), report.InlineText(joined(r.Waivers)))
	}
	if more != "" {
		fmt.Fprintf(b, "\n… and %s\n", more)
	}
}

//go:embed matrix.tmpl
var htmlSource string

// htmlTemplate is parsed once, if a page is made; executing it changes nothing.
var htmlTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("matrix").Parse(htmlSource)) })

// HTML writes a page for a browser that needs nothing else. On a phone each row is a
// list of its cells. Every text is cleaned before, and escaped by the template.
func HTML(w io.Writer, m Matrix) error {
	out := bufio.NewWriter(w)
	data := struct {
		page
		Claim  string
		Colors template.CSS
	}{pageOf(m), Claim, report.PageColors}
	if err := htmlTemplate().Execute(out, data); err != nil {
		return fmt.Errorf("writing the HTML page: %w", err)
	}
	return out.Flush()
}
