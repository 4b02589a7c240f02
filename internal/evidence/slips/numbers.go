package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// supportedList is a line with all things that a model tells apart; countOf is how many of them a
	// sentence says that it does.
	supportedList = pattern.New(`(?im)(?:^|[.!] )[*_\s>-]*(?:the )?(?:supported|detected|recogni[sz]ed|available|covered) (?:[\pL-]+ ){0,2}?(types|labels|classes|categories|languages|entities|emotions|intents|topics)[*_]{0,2} ?(?:are)?:[*_]{0,2} ([^\n.;]{20,900})(?:\.[*_]*\s|\.?[*_]*$)`)
	countOf       = pattern.New(`(?i)\b(?:detects?|supports?|recogni[sz]es?|covers?|classif(?:y|ies)|distinguish(?:es)?|predicts?|identif(?:y|ies))\b[^.;\n0-9]{0,60}?\b([0-9]{1,3}) (?:[\pL-]+ ){0,2}?(types|labels|classes|categories|languages|entities|emotions|intents|topics)\b`)
)

// namedCounts finds numbers of things of which a list elsewhere has another number.
func (s *slipReader) namedCounts() {
	lengths := map[string]int{} // of the lists, -1 for one that is not counted
	for _, b := range s.blocks {
		if b.Kind == passage.CodeBlock {
			continue
		}
		for _, m := range supportedList.FindAllStringSubmatch(b.Text, 3) {
			low, most := itemsOf(unlinked(strings.TrimSpace(m[2])))
			things := strings.ToLower(m[1])
			if low < 5 || low != most || lengths[things] != 0 {
				low = -1
			}
			lengths[things] = low
		}
	}
	if len(lengths) == 0 {
		return
	}
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		text := strings.ReplaceAll(b.Text, "*", " ")
		for _, m := range countOf.FindAllSubmatchIndex([]byte(text), passage.MaxMentions) {
			n, _ := strconv.Atoi(text[m[2]:m[3]])
			high := lengths[strings.ToLower(text[m[4]:m[5]])]
			if high > 0 && n != high && n != high+1 && n != high-1 && !passage.Inexact.MatchString(text[m[0]:m[5]]) { // one may be none of them
				s.add(evidence.SlipCount, b.Start+m[2], text[m[2]:m[5]], strconv.Itoa(high))
			}
		}
	}
}
