package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// yearsBetween are two years with words for a period.
	yearsBetween = pattern.New(`(?i)\b(?:between|from|entre|zwischen|von|de) ((?:19|20)[0-9]{2})(?: (?:and|to|until|through|till|y|et|und|bis|à|a)|–|-) ?((?:19|20)[0-9]{2})\b`)
	// numbersBetween are two numbers with one unit, or none, with words for a range.
	numbersBetween = pattern.New(`(?i)\bbetween ([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?) ?(%|[\pL]{0,10}?) and ([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?) ?(%|[\pL]{1,10})?(?:[\s.,;)]|$)`)
	// leastAndMost are the least and the greatest value of two sides, or of one thing.
	leastAndMost = pattern.New(`(?i)\b(short|small|min|narrow)[a-z]*\b[^.;\n]{0,40}?\bat least ([0-9][0-9,]*) ?([\pL]+)[^.;\n]{0,60}?\b(?:larg|long|max|wid|great)[a-z]*\b[^.;\n]{0,40}?\bat most ([0-9][0-9,]*) ?([\pL]+)`)
	oneLeastMost = pattern.New(`(?i)\bat least ([0-9][0-9,]*(?:\.[0-9]+)?) and at most ([0-9][0-9,]*(?:\.[0-9]+)?)\b`)
	// pagesOf are the pages of an entry of BibTeX.
	pagesOf = pattern.New(`(?i)\bpages\s*=\s*["{]+\s*([0-9]{1,6})\s*(?:-{1,3}|–)\s*([0-9]{1,6})\s*["}]`)
	// minimum and maximum are arguments of code.
	minimum = pattern.New(`\bmin_(length|new_tokens|tokens|size|words|seq_length|value|pixels)["']?\s*[=:]\s*([0-9]{1,9})\b`)
	maximum = pattern.New(`\bmax_(length|new_tokens|tokens|size|words|seq_length|value|pixels)["']?\s*[=:]\s*([0-9]{1,9})\b`)
	// agesFromTo are ages.
	agesFromTo = pattern.New(`(?i)\b(?:aged?|ages)(?: of)?(?: between| from)? ([0-9]{1,3})(?: (?:and|to)|–|-) ?([0-9]{1,3})\b`)
	// unordered is a sentence in which a range goes down on purpose.
	unordered = pattern.New(`(?i)\b(?:distance|relationship|difference|similarity|decay\w*|anneal\w*|decreas\w*|reduc\w*|drop\w*|declin\w*|choose|switch\w*|toggle|correlation|mapping|gap|compar\w*|ratio|convert\w*|transition\w*)\b`)
)

// ranges finds ranges whose first bound is above the second.
func (s *slipReader) ranges() {
	for _, b := range s.blocks {
		if b.Kind == passage.CodeBlock {
			for _, m := range pagesOf.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
				first, last := b.Text[m[2]:m[3]], b.Text[m[4]:m[5]]
				if len(first) <= len(last) && isAbove(first, last) {
					s.add(evidence.SlipRange, b.Start+m[2], first+"–"+last, "")
				}
			}
		}
		s.extremes(b)
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		text := []byte(b.Text)
		for _, m := range agesFromTo.FindAllSubmatchIndex(text, passage.MaxMentions) {
			if isAbove(b.Text[m[2]:m[3]], b.Text[m[4]:m[5]]) {
				s.add(evidence.SlipRange, b.Start+m[0], b.Text[m[0]:m[1]], "")
			}
		}
		for _, m := range yearsBetween.FindAllSubmatchIndex(text, passage.MaxMentions) {
			if isAbove(b.Text[m[2]:m[3]], b.Text[m[4]:m[5]]) {
				s.add(evidence.SlipRange, b.Start+m[0], b.Text[m[0]:m[5]], "")
			}
		}
		for _, m := range numbersBetween.FindAllSubmatchIndex(text, passage.MaxMentions) {
			if yearsBetween.MatchString(b.Text[m[0]:m[1]]) {
				continue
			}
			unit, other := b.Text[m[4]:m[5]], ""
			if m[8] >= 0 {
				other = b.Text[m[8]:m[9]]
			}
			if unit != "" && !strings.EqualFold(unit, other) || len(other) == 1 && other != "%" || unordered.MatchString(lineAt(b.Text, m[0])) {
				continue
			}
			if isAbove(b.Text[m[2]:m[3]], b.Text[m[6]:m[7]]) {
				s.add(evidence.SlipRange, b.Start+m[0], b.Text[m[0]:m[7]], "")
			}
		}
		for _, m := range leastAndMost.FindAllSubmatchIndex(text, passage.MaxMentions) {
			if strings.EqualFold(b.Text[m[6]:m[7]], b.Text[m[10]:m[11]]) && isAbove(b.Text[m[4]:m[5]], b.Text[m[8]:m[9]]) {
				s.add(evidence.SlipRange, b.Start+m[0], b.Text[m[0]:m[1]], "")
			}
		}
		for _, m := range oneLeastMost.FindAllSubmatchIndex(text, passage.MaxMentions) {
			if isAbove(b.Text[m[2]:m[3]], b.Text[m[4]:m[5]]) {
				s.add(evidence.SlipRange, b.Start+m[0], b.Text[m[0]:m[1]], "")
			}
		}
	}
}

// extremes finds a least value in a call that is above the greatest one.
func (s *slipReader) extremes(b passage.Block) {
	if b.Kind != passage.CodeBlock {
		return
	}
	for start, line := 0, ""; start < len(b.Text); start += len(line) + 1 {
		line, _, _ = strings.Cut(b.Text[start:], "\n")
		least, most := minimum.FindStringSubmatch(line), maximum.FindStringSubmatch(line)
		if least != nil && most != nil && least[1] == most[1] && isAbove(least[2], most[2]) {
			s.add(evidence.SlipRange, b.Start+start, least[0]+", "+most[0], "")
		}
	}
}

// isAbove reports whether one number is greater than another.
func isAbove(a, b string) bool {
	x, isNumber := decimal.Float(strings.ReplaceAll(a, ",", ""))
	y, isOther := decimal.Float(strings.ReplaceAll(b, ",", ""))
	return isNumber && isOther && x > y
}

// lineAt is the line of a text that an offset is in.
func lineAt(text string, offset int) string {
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return line
}
