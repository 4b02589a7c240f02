package report

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
)

// restSize is the room that is kept for saying how much was left out.
const restSize = 100

// details shows everything, folded, model by model: the denied ones first.
func (p *page) details(r Report, budget int) string {
	s := section{budget: budget - restSize}
	for _, d := range deniedPartsFirst(r) {
		list := d.entries
		if len(list) == 0 || s.closed(len(list)) {
			continue
		}
		counted := "" // of shared files, the result is the number
		if !d.files {
			counted = ", " + count(len(list), "finding", "findings")
		}
		open := fmt.Sprintf("<details><summary>%s: %s%s</summary>\n\n", mdText(actions.Shorten(d.heading, nameLength)), mdText(actions.Shorten(d.result, nameLength)), counted)
		const end = "\n</details>\n\n"
		fold := section{budget: s.budget - s.Len() - len(open) - len(end) - restSize}
		for _, e := range list {
			if !fold.closed(1) {
				fold.add(1, "%s", p.detail(e))
			}
		}
		if fold.Len() == 0 {
			s.full = true
			s.omitted += fold.omitted
			continue
		}
		s.add(0, "%s%s%s%s", open, fold.String(), fold.rest("- … and ", "more line", "more lines", "\n"), end)
	}
	return s.String() + s.rest("… and ", "more line; the JSON report has it", "more lines; the JSON report has them all", "\n\n")
}

// detail is all that there is to say of one finding.
func (p *page) detail(e entry) string {
	if e.finding == nil {
		return fmt.Sprintf("- **error** rule %s could not run: %s\n", mdCode(e.rule), mdText(actions.Shorten(e.failure, messageLength)))
	}
	j := *e.finding
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s** %s", mdText(actions.Shorten(severityWords(j), nameLength)), p.what(j))
	for _, related := range j.Related {
		fmt.Fprintf(&b, "<br>see %s: %s", p.place(j.Rule, related.At), mdText(actions.Shorten(related.Message, messageLength)))
	}
	if j.Waiver != nil {
		fmt.Fprintf(&b, "<br>waived by %s of %s until %s: %s", mdCode(j.Waiver.ID), mdText(actions.Shorten(j.Waiver.Owner, nameLength)), mdText(actions.Shorten(j.Waiver.Expires, nameLength)), mdText(actions.Shorten(j.Waiver.Reason, messageLength)))
	}
	if j.Pending != "" {
		b.WriteString("<br>takes effect on " + mdText(actions.Shorten(j.Pending, nameLength)))
	}
	if why := tolerated(j); why != "" {
		b.WriteString("<br>" + mdText(actions.Shorten(why, messageLength)))
	}
	b.WriteString(concernedLine(e) + p.remedy(j) + replacement(j) + "\n")
	return b.String()
}
