package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// MarkdownLimit is the size in bytes that Markdown stays under. GitHub takes
// 65,536 characters in a comment or a check run.
const MarkdownLimit = 60_000

// The budgets of the sections, in bytes; they add up to less than the limit,
// with room for the lines between them.
const (
	noticeBudget  = 3_000
	tableBudget   = 15_000
	mendBudget    = 12_000
	detailBudget  = 20_000
	waiverBudget  = 6_000
	originBudget  = 2_000
	mendItems     = 20  // in the list of what to mend first
	messageLength = 400 // code points of a message on the page
	nameLength    = 200 // code points of a path or an id
)

// Markdown writes a page for the summary of a pull request, in GitHub Flavored
// Markdown: the decision, what each model came to, what to mend first, and the
// details folded away. A section that would be too long is cut, and says how
// much it left out.
func Markdown(w io.Writer, r Report) error {
	p := page{rules: catalogue(r)}
	p.head(r)
	p.models(r)
	list := entries(r)
	p.mendFirst(list)
	p.details(r)
	p.waivers(r.Waivers)
	p.foot(r)
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("writing the Markdown page: %w", err)
	}
	return nil
}

type page struct {
	out   strings.Builder
	rules map[string]finding.Rule
}

func (p *page) print(format string, args ...any) { fmt.Fprintf(&p.out, format, args...) }

// section collects blocks up to a budget, then only counts.
type section struct {
	strings.Builder
	budget  int
	full    bool
	omitted int
}

// add appends the block, which stands for n things, if it fits and everything
// before it did.
func (s *section) add(n int, format string, args ...any) {
	block := fmt.Sprintf(format, args...)
	if s.full = s.full || s.Len()+len(block) > s.budget; s.full {
		s.omitted += n
		return
	}
	s.WriteString(block)
}

func (p *page) head(r Report) {
	mark := "✅"
	if r.Result != decision.Allow {
		mark = "❌"
	}
	p.print("## %s modelgate: %s\n\n", mark, mdText(verdict(r)))
	s := section{budget: noticeBudget}
	if r.Preview {
		s.add(1, "> **⚠️ %s**\n>\n", mdText(previewWarning))
	}
	if r.Shard != nil {
		s.add(1, "> **🧩 %s**\n>\n", mdText(shardNotice(*r.Shard, r.Totals.Models)))
	}
	if r.Adopted {
		s.add(1, "> ℹ️ %s\n>\n", mdText(adoptionNotice))
	}
	for _, n := range r.Notices {
		s.add(1, "> ℹ️ %s\n>\n", mdText(actions.Shorten(n, messageLength)))
	}
	if s.omitted > 0 {
		fmt.Fprintf(&s, "> … and %s\n>\n", count(s.omitted, "more notice", "more notices"))
	}
	if s.Len() > 0 {
		p.print("%s\n", strings.TrimSuffix(s.String(), ">\n"))
	}
	p.print("%s\n\n", mdText(summary(r.Totals)))
}

// mendFirst lists the findings that deny, or else the warnings.
func (p *page) mendFirst(list []entry) {
	if len(list) == 0 || list[0].weight == notes {
		return
	}
	title, gravest := "What to mend first", list[0].weight
	if gravest == warns {
		title = "Warnings"
	}
	s := section{budget: mendBudget}
	shown := 0
	for _, e := range list {
		if e.weight != gravest {
			break
		}
		if shown++; shown > mendItems {
			s.omitted++
			continue
		}
		s.add(1, "- %s\n", p.item(e))
	}
	if s.omitted > 0 {
		fmt.Fprintf(&s, "- … and %d more\n", s.omitted)
	}
	p.print("### %s\n\n%s\n", title, s.String())
}

// item is one finding in a list.
func (p *page) item(e entry) string {
	if e.finding == nil {
		return fmt.Sprintf("rule %s could not be evaluated for %s: %s", mdCode(e.rule), mdCode(subjectName(e.subject)), mdText(actions.Shorten(e.failure, messageLength)))
	}
	j := *e.finding
	line := fmt.Sprintf("%s: %s %s", mdPlace(j.At), mdText(actions.Shorten(j.Message, messageLength)), mdCode(j.Rule))
	if help := remedy(j, p.rules); help != "" {
		line += "<br>" + prose(actions.Shorten(help, messageLength))
	}
	return line
}

func mdPlace(at finding.Position) string {
	at.Path = actions.Shorten(at.Path, nameLength)
	return mdCode(string(place(at)))
}

// details shows everything, model by model, folded.
func (p *page) details(r Report) {
	s := section{budget: detailBudget}
	for _, d := range r.All() {
		p.detail(&s, d)
	}
	if s.omitted > 0 {
		fmt.Fprintf(&s, "\n… and %s\n", count(s.omitted, "more line; the JSON report has it", "more lines; the JSON report has them all"))
	}
	if s.Len() == 0 {
		return
	}
	p.print("<details><summary>All findings</summary>\n\n%s\n</details>\n\n", strings.TrimPrefix(s.String(), "\n"))
}

func (p *page) detail(s *section, d decision.Decision) {
	var lines []string
	for _, o := range d.Outcomes {
		if o.State == decision.Errored {
			lines = append(lines, fmt.Sprintf("- **error** rule %s could not be evaluated: %s\n", mdCode(o.Rule), mdText(actions.Shorten(failure(o), messageLength))))
		}
	}
	for _, j := range d.Findings {
		lines = append(lines, p.detailOf(j))
	}
	for i, line := range lines {
		if i == 0 {
			line = fmt.Sprintf("\n**%s**: %s\n\n", mdText(heading(d.Subject)), mdText(string(d.Result))) + line
		}
		s.add(1, "%s", line)
	}
}

func (p *page) detailOf(j decision.Judged) string {
	word := string(j.Severity)
	switch {
	case j.Waiver != nil:
		word += ", waived"
	case j.Pending != "":
		word += ", pending"
	}
	line := fmt.Sprintf("- **%s** %s: %s %s", mdText(word), mdPlace(j.At), mdText(actions.Shorten(j.Message, messageLength)), mdCode(j.Rule))
	for _, related := range j.Related {
		line += fmt.Sprintf("<br>see %s: %s", mdPlace(related.At), mdText(actions.Shorten(related.Message, messageLength)))
	}
	if j.Waiver != nil {
		line += fmt.Sprintf("<br>waived by %s of %s until %s: %s", mdCode(j.Waiver.ID), mdText(actions.Shorten(j.Waiver.Owner, nameLength)), mdText(j.Waiver.Expires), mdText(actions.Shorten(j.Waiver.Reason, messageLength)))
	}
	if j.Pending != "" {
		line += "<br>counts from " + mdText(j.Pending)
	}
	if help := remedy(j, p.rules); help != "" {
		line += "<br>" + prose(actions.Shorten(help, messageLength))
	}
	return line + "\n"
}

func (p *page) foot(r Report) {
	s := section{budget: originBudget}
	s.add(1, "%s", mdText(origin(r)))
	if s.omitted > 0 {
		s.WriteString("The origin of the rules is too long to show.")
	}
	p.print("<sub>%s</sub>\n", s.String())
}

// CheckSummary is the page for the output of a check run, which takes 65,535
// characters.
func CheckSummary(r Report) string {
	var b strings.Builder
	_ = Markdown(&b, r) // a strings.Builder takes everything
	return b.String()
}
