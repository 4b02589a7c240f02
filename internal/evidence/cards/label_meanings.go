package cards

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// twoLabels is a sentence that tells what two labels mean: `0` for normal and `1` for spam.
var twoLabels = pattern.New("(?i)[`\"'(]?\\b(LABEL_[01]|[01])\\b[`\"')]? ?(?:for|=|:|means|is|indicates|->|→) (?:an? |the )?[`\"']?([\\pL][\\pL -]{1,40}?)[`\"']?(?: outputs?| texts?| class)?(?:,? and |, |; ?)[`\"'(]?\\b(LABEL_[01]|[01])\\b[`\"')]? ?(?:for|=|:|means|is|indicates|->|→) (?:an? |the )?[`\"']?([\\pL][\\pL -]{1,40}?)[`\"']?(?:[.,;)]|$| outputs?)")

// meaningFaults are sentences that give two labels the meanings that another one gives them the
// other way round.
func meaningFaults(d *document.Document) []evidence.Impossible {
	type meaning struct {
		sentence
		first, zero, one string
	}
	var all []meaning
	for _, s := range sentencesIn(d) {
		m := twoLabels.FindStringSubmatch(s.text)
		if m == nil || m[1] == m[3] || len(all) == maxMentions {
			continue
		}
		said := meaning{s, m[2], firstWord(m[2]), firstWord(m[4])}
		if strings.HasSuffix(m[1], "1") {
			said.zero, said.one, said.first = said.one, said.zero, m[4]
		}
		all = append(all, said)
	}
	for i, b := range all {
		for _, a := range all[:i] {
			if a.zero == b.one && a.one == b.zero && a.zero != a.one {
				found := b.fault(evidence.LawMeaning, "label 0", b.first, "label 0", a.first)
				found.Others[0].At = a.at
				return []evidence.Impossible{*found}
			}
		}
	}
	return nil
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), " ")
	return word
}
