package report

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// form is how much of a page a medium takes. Sizes are in bytes: however GitHub
// counts characters, there are no more of them.
type form struct {
	limit                                          int // of the page
	notices, table, mend, checks, waivers, origins int // of its sections; what they leave is for the details
	items                                          int // in the list of what to mend first
}

// The forms of our pages. GitHub takes 65,536 characters in a comment, where the
// caller needs room for a marker, 65,535 in the output of a check run, and
// actions.MaxSummary bytes in the summary of a step, where another page may
// stand already.
var (
	commentForm = form{limit: CommentLimit, notices: 3_000, table: 14_000, mend: 16_000, checks: 12_000, waivers: 6_000, origins: 2_000, items: 20}
	summaryForm = form{limit: MarkdownLimit, notices: 20_000, table: 250_000, mend: 100_000, checks: 200_000, waivers: 60_000, origins: 2_000, items: 100}
)

const (
	CommentLimit  = 64_000  // bytes that a comment stays under
	MarkdownLimit = 990_000 // bytes that a job summary stays under

	messageLength = 400 // code points of a message on the page
	nameLength    = 200 // code points of a path or an id
)

// page is a report in GitHub Flavored Markdown, for a person: the decision, what
// each model came to at each gate, what to mend first, then the details, folded
// away. A section that would be too long ends at the border of a block, and
// says how much it left out.
type page struct {
	form  form
	rules map[string]finding.Rule
	links links
}

func pageOf(r Report, f form) string {
	p := page{form: f, rules: catalogue(r), links: linksOf(r)}
	above := p.head(r) + p.models(r) + p.mendFirst(entries(r)) + checksMarkdown(r, f.checks)
	if r.RulesPreview != nil {
		above += previewMarkdown(*r.RulesPreview, f.mend)
	}
	below := p.waivers(r.Waivers) + p.foot(r)
	return above + p.details(r, f.limit-len(above)-len(below)) + below
}

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

// closed counts n things, and reports true, once the section is full: then
// there is no need to make their blocks.
func (s *section) closed(n int) bool {
	if s.full {
		s.omitted += n
	}
	return s.full
}

// rest says how many things were left out, if any were, after what stands
// before the number.
func (s *section) rest(before, singular, plural, after string) string {
	if s.omitted == 0 {
		return ""
	}
	return before + count(s.omitted, singular, plural) + after
}

func (p *page) head(r Report) string {
	title, sentence := decisionWords(r)
	mark := "✅"
	switch {
	case r.Result != decision.Allow:
		mark = "❌"
	case len(Limits(r)) > 0, r.Advisory:
		mark = "⚪"
	}
	s := section{budget: p.form.notices}
	if r.Preview {
		s.add(1, "> **⚠️ %s**\n>\n", mdText(previewWarning))
	}
	if r.Shard != nil {
		s.add(1, "> **🧩 %s**\n>\n", mdText(shardNotice(*r.Shard, r.Totals.Models)))
	}
	if r.Adopted {
		s.add(1, "> ℹ️ %s\n>\n", mdText(adoptionNotice))
	}
	for _, n := range append(standingNotices(r), r.Notices...) {
		s.add(1, "> ℹ️ %s\n>\n", mdText(actions.Shorten(n, messageLength)))
	}
	notices := strings.TrimSuffix(s.String()+s.rest("> … and ", "more notice", "more notices", "\n"), ">\n")
	if notices != "" {
		notices += "\n"
	}
	return fmt.Sprintf("## %s %s\n\n**%s** %s\n\n%s", mark, title, mdText(actions.Shorten(sentence, messageLength)), mdText(summary(r.Totals)), notices)
}

// mendFirst lists the findings that deny, or else the warnings.
func (p *page) mendFirst(list []entry) string {
	title, list := mendList(list)
	if len(list) == 0 {
		return ""
	}
	s := section{budget: p.form.mend}
	for i, e := range list {
		s.full = s.full || i == p.form.items
		if s.closed(1) {
			continue
		}
		s.add(1, "- %s\n", p.item(e))
	}
	return fmt.Sprintf("### %s\n\n%s%s\n", title, s.String(), s.rest("- … and ", "more", "more", "\n"))
}

// replacement shows what a fix of the finding makes of its lines.
func replacement(j decision.Judged) string {
	parts := suggestion(j)
	if len(parts) == 0 {
		return ""
	}
	s := "<br>suggested: "
	for i, part := range parts {
		if i%2 == 1 {
			part = mdCode(part)
		}
		s += part
	}
	return s
}

// item is one finding in a list.
func (p *page) item(e entry) string {
	if e.finding == nil {
		return fmt.Sprintf("rule %s could not run for %s: %s", mdCode(e.rule), mdCode(subjectName(e.subjects[0])), mdText(actions.Shorten(e.failure, messageLength)))
	}
	return p.what(*e.finding) + concernedLine(e) + p.remedy(*e.finding) + replacement(*e.finding)
}

// concernedLine names the models of a shared finding, on a line of its own.
func concernedLine(e entry) string {
	if concerns := e.concerns(); concerns != "" {
		return "<br>" + mdText(concerns)
	}
	return ""
}

// what is the place, message and rule of a finding.
func (p *page) what(j decision.Judged) string {
	return fmt.Sprintf("%s: %s %s", p.place(j.Rule, j.At), mdText(actions.Shorten(j.Message, messageLength)), mdLink(mdCode(j.Rule), p.links.rule(p.rules[j.Rule])))
}

// remedy is how to mend a finding, on a line of its own.
func (p *page) remedy(j decision.Judged) string {
	help := remedy(j, p.rules)
	if help == "" {
		return ""
	}
	return "<br>" + prose(actions.Shorten(help, messageLength))
}

// place is path, line and column, with a link to the file where there is one.
func (p *page) place(rule string, at finding.Position) string {
	address := p.links.file(rule, at)
	at.Path = actions.Shorten(at.Path, nameLength)
	return mdLink(mdCode(string(place(at))), address)
}

func (p *page) foot(r Report) string {
	s := section{budget: p.form.origins}
	s.add(1, "%s", mdText(origin(r)))
	if s.omitted > 0 {
		s.WriteString("The rules' source is too long to show.")
	}
	return fmt.Sprintf("<sub>%s</sub>\n", s.String())
}
