package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const minRepeated = 60 // letters of a paragraph that nobody writes twice on purpose

// repeated finds paragraphs that are in the text before: next to each other, or in one section.
func (s *slipReader) repeated() {
	known := map[string]int{}
	for i, b := range s.blocks {
		if b.Kind != passage.ProseBlock {
			continue
		}
		s.twice(b)
		plain := passage.LettersOf(b.Text)
		if len(plain) < minRepeated || strings.HasSuffix(b.Text, ":") || !isSentence(b.Text) || s.isExample(b.Start) {
			continue
		}
		if first, ok := known[plain]; ok && (first == i-1 || passage.SectionAt(s.d, s.blocks[first].Start) == passage.SectionAt(s.d, b.Start)) {
			s.add(evidence.SlipRepeated, b.Start, b.Text, "")
		}
		known[plain] = i
	}
}

// twice finds a sentence that its paragraph has twice, one behind the other.
func (s *slipReader) twice(b passage.Block) {
	start, last := 0, ""
	for _, at := range sentenceStop.FindAllStringIndex(b.Text, passage.MaxSentences) {
		plain := passage.LettersOf(b.Text[start:at[0]])
		if len(plain) >= minRepeated/2 && plain == last && isSentence(b.Text[start:at[0]]) && !s.isExample(b.Start) {
			s.add(evidence.SlipRepeated, b.Start+start, b.Text[start:at[1]], "")
		}
		start, last = at[1], plain
	}
}

// isSentence reports whether a text reads as one, and not as a list of keywords or a verse.
func isSentence(text string) bool {
	words := len(strings.Fields(text))
	return hasWords.MatchString(unlinked(text)) && 3*strings.Count(text, ",") < words && 5*strings.Count(text, "\n") < words && !strings.HasPrefix(strings.ToLower(text), "negative prompt")
}

// isExample reports whether an offset is in a section that shows what a model is given or writes.
func (s *slipReader) isExample(offset int) bool {
	i := passage.SectionAt(s.d, offset)
	return i >= 0 && exampleTitle.MatchString(s.d.Sections[i].Title)
}

var exampleTitle = pattern.New(`(?i)examples?|prompts?|samples?|outputs?|demo|generat|chat|dialog|conversation|poem|例|示例|样例`)

var (
	// dangling is the end of a text that goes on: a word that another must follow.
	dangling = pattern.New(`(?i)[\s](?:to|the|a|an|of|and|or|with|for|at|from|than|that|which|is|are|was|were|be|been|has|have|can|will|would|should|may|must|as|if|because|while|when|where|its|their|your|our|into|such|likely to|,)$`)
	// hasWords is a text that is a sentence rather than a caption.
	hasWords = pattern.New(`(?:[\pL'’-]+[\s,]+){6}`)
)

// unfinished finds paragraphs that end within a sentence, where no list, code or picture goes on
// with it.
func (s *slipReader) unfinished() {
	for i, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		if i+1 < len(s.blocks) {
			if next := s.blocks[i+1]; next.Kind != passage.HeadingBlock && (next.Kind != passage.ProseBlock || next.Text == "" || !isUpper(next.Text)) {
				continue
			}
		} else if b.End >= s.d.Front.End+passage.MaxBodyRead-passage.MaxLineRead {
			continue
		}
		last := b.Text[strings.LastIndexByte(b.Text, '\n')+1:]
		if plain := strings.TrimSpace(last); dangling.MatchString(plain) && hasWords.MatchString(unlinked(plain)) {
			shown := plain
			if cut := len(plain) - 60; cut > 0 {
				shown = strings.TrimSpace(plain[cut+max(0, strings.IndexByte(plain[cut:], ' ')):])
			}
			s.add(evidence.SlipUnfinished, b.End-len(shown), shown, "")
		}
	}
}

// isUpper reports whether a text begins as a sentence does.
func isUpper(text string) bool {
	first := strings.TrimLeft(text, "*_[")
	return first != "" && strings.ToUpper(first[:1]) == first[:1] && strings.ToLower(first[:1]) != first[:1]
}
