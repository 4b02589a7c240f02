package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// classMeaning is the number of a class and the first words of what it means.
var classMeaning = pattern.New("(?i)(?:^|[\\s({,:\"'`*|-])(?:label[_ ]|class )?([0-9])[`'\"*]{0,3}\\s*(?:=|:|->|→|–|-|\\||is|means?|for|indicates?|represents?|stands for|denotes)\\s*[`'\"*]{0,3}((?:an? |the )?\\pL[\\pL_-]+)")

// meaningsIn are what the classes 0 and 1 of a line mean, the first of each.
func meaningsIn(line string) (meanings [2]string, at int) {
	for _, m := range classMeaning.FindAllSubmatchIndex([]byte(line), passage.MaxMentions) {
		if n := int(line[m[2]] - '0'); n < 2 && meanings[n] == "" {
			word := strings.ToLower(line[m[4]:m[5]])
			for _, article := range []string{"a ", "an ", "the "} {
				word = strings.TrimPrefix(word, article)
			}
			meanings[n] = word
			if at == 0 {
				at = m[2]
			}
		}
	}
	return meanings, at
}

// meanings finds lines, lists and tables that give the classes 0 and 1 the meanings that others
// give to 1 and 0.
func (s *slipReader) meanings() {
	var first [2]string
	for _, b := range s.blocks {
		if b.Kind == passage.HeadingBlock || b.Kind == passage.OtherBlock {
			continue
		}
		var whole [2]string
		offset := b.Start
		check := func(found [2]string, at int) {
			switch {
			case found[0] == "" || found[1] == "" || found[0] == found[1]:
			case first[0] == "":
				first = found
			case found[0] == first[1] && found[1] == first[0]:
				s.add(evidence.SlipLabels, at, "0: "+found[0]+", 1: "+found[1], "0: "+first[0]+", 1: "+first[1])
			}
		}
		for line := range strings.Lines(b.Text) {
			found, at := meaningsIn(line[:min(len(line), passage.MaxLineRead)])
			check(found, offset+at)
			if b.Kind == passage.ListBlock || b.Kind == passage.TableBlock {
				for n, word := range found {
					if word != "" && whole[n] == "" {
						whole[n] = word
					}
				}
			}
			offset += len(line)
		}
		check(whole, b.Start)
	}
}
