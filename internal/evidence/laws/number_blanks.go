package laws

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// numberBlank is what a template has in the place of a number.
	numberBlank = pattern.New(`(?:^|[\s(:=*|~≈])([0-9]?[0-9]?\.[xX]{2,4}|[xX]{1,3}\.[xX]{1,4}|[xX]{2,3} ?%|\?{2,}(?:\.\?+)? ?%?|\?\.\?+ ?%?|_{3,} ?%?|[\[<{](?i:value|number|score|metric|insert[^\]>}]{0,20}|your[^\]>}]{0,20})[\]>}])(?:$|[\s,.;:)*%|])`)
	cellBlank   = pattern.New(`^[*_ ]*(?:[0-9]?[0-9]?\.[xX]{1,4}|[xX]{1,3}\.[xX]{1,4}|[xX]{2,3}|\?{1,3}(?:\.\?+)?|(?i:tbd|todo|tba))[*_ ]*%?[*_ ]*$`)
	cellNone    = pattern.New(`^(?i:n/?a|-+|–|—|\.{3}|…)?$`)
)

const nearBlank = 50 // bytes between a metric and the blank for its value

// NumberBlanks are the places in sentences and tables of a card where a template has something for
// the value of a metric: blanks beside a metric, and in the cells of one. A cell without a value is
// one only where its table has no number at all.
func NumberBlanks(d *document.Document, said []passage.Sentence) []evidence.Template {
	out := []evidence.Template{}
	add := func(at evidence.Anchor, text string, section int) {
		title := ""
		if section >= 0 {
			title = d.Sections[section].Title
		}
		if len(out) < maxFaults {
			out = append(out, evidence.Template{At: at, Text: strings.Trim(text, "*_ "), Section: title})
		}
	}
	for _, s := range said {
		at := numberBlank.FindSubmatchIndex([]byte(s.Text))
		if at == nil {
			continue
		}
		for _, m := range figures.Mentions(s.Text) {
			if at[2]-m.End >= 0 && at[2]-m.End <= nearBlank || m.Start-at[3] >= 0 && m.Start-at[3] <= nearBlank {
				add(s.At, s.Text[at[2]:at[3]], s.Section)
				break
			}
		}
	}
	for i, t := range d.Marks.Tables {
		if !isComputable(t) {
			continue
		}
		for r, row := range t.Rows[1:] {
			for c := 1; c < min(len(row), len(t.Rows[0])); c++ {
				text := strings.TrimSpace(row[c].Text)
				if figures.HeadMetric(t.Rows[0][c].Text).Name == "" && figures.HeadMetric(row[0].Text).Name == "" || !cellBlank.MatchString(text) && !(cellNone.MatchString(text) && text != "" && !figures.HasNumbers(t)) {
					continue
				}
				add(figures.CellAt(d, i, r+1, c), text, passage.SectionAt(d, t.Span.Start))
			}
		}
	}
	return out
}
