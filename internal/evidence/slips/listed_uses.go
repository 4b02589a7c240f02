package slips

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// intendedTitle is the heading of a section about uses that a model is for.
	intendedTitle = pattern.New(`(?i)\b(?:intended|direct|primary|recommended|suitable) us(?:es?|age|ers?)\b|^(?:uses?|use[- ]cases?)$`)
	// qualified are words by which an item rules a use out in part only.
	qualified = pattern.New(`(?i)\b(?:without|unless|beyond|other than|outside|sole\w*|only|fully|automat\w*|autonomous\w*|unsupervised|unattended|real|replac\w*|primary|high[- ]stakes|critical|large|commercial\w*|any|all|malicious|harmful|illegal)\b`)
	// noOversight is how a text says that nobody has to look at what the model decides.
	noOversight = pattern.New(`(?i)\b(?:nobody|no ?one|no (?:human|person|people|moderator|doctor|physician|clinician|operator|expert)s?) (?:has to|have to|needs? to|must|is (?:required|needed) to|are (?:required|needed) to) (?:review|read|check|confirm|approve|verify|look|supervise|oversee|monitor|sign)\b[^.;\n]{0,40}|\b(?:no human (?:review|oversight|supervision|intervention)|human (?:review|oversight|supervision) (?:is|are) not) (?:is |are )?(?:needed|necessary|required)\b`)
	supposes    = pattern.New(`(?i)\b(?:if|when|where|unless|assum\w+|annotat\w*|label\w*|training|dataset|collect\w*|curat\w*|tun\w+|inference|install\w*|sampl\w*|not mean|does not|until)\b`)
)

const maxWordsOfUse = 7 // of an item that names a use, and nothing else

// listedUses finds items of a list of intended uses whose words are in a short item of those that are
// ruled out; and sentences that say that nobody has to review what the model decides.
func (s *slipReader) listedUses() {
	var yes, no []usePhrase
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range noOversight.FindAllStringIndex(b.Text, 3) {
			if !supposes.MatchString(sentenceAround(b.Text, m[0])) {
				s.add(evidence.SlipUse, b.Start+m[0], b.Text[m[0]:m[1]], "")
			}
		}
		i := passage.SectionAt(s.d, b.Start)
		if b.Kind != passage.ListBlock || i < 0 {
			continue
		}
		title := s.d.Sections[i].Title
		isOut := ruledOutTitle.MatchString(title)
		if isOut == intendedTitle.MatchString(ruledOutTitle.ReplaceAllString(title, "")) {
			continue // of neither, or of both
		}
		for _, m := range listItem.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			item := strings.Trim(b.Text[m[2]:m[3]], "*_. ")
			p := usePhrase{words: pairsOf(item), shown: item, at: b.Start + m[2]}
			switch {
			case isOut && len(strings.Fields(item)) <= maxWordsOfUse && !qualified.MatchString(item):
				no = append(no, p)
			case !isOut && !notSupported.MatchString(item) && !qualified.MatchString(item):
				yes = append(yes, p)
			}
		}
	}
	s.compare(no, yes)
}

// pairsOf are the words of an item that stand next to each other, two by two, without those that are
// in many items.
func pairsOf(item string) []string {
	item = strings.ToLower(item)
	words := plainWord.FindAllString(item, 20)
	var out []string
	for i := 0; i+1 < len(words); i++ {
		pair := words[i] + " " + words[i+1]
		if !usual.MatchString(words[i]) && !usual.MatchString(words[i+1]) && strings.Contains(item, pair) && !slices.Contains(out, pair) {
			out = append(out, pair)
		}
	}
	return out
}
