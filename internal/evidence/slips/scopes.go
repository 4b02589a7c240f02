package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// ruledOutTitle is the heading of a section about uses that a model is not for.
	ruledOutTitle = pattern.New(`(?i)\bout[- ]of[- ]scope\b|\b(?:prohibited|unsupported|excluded|unintended|disallowed) us(?:es?|age)\b|^misuse\b`)
	// supports is how a sentence says that a model is for a use.
	supports = pattern.New(`(?i)\b(?:is|are) (?:also )?(?:ready|suitable|suited|well[- ]suited|recommended|ideal|approved|perfect|appropriate) (?:for|to)\b|\bwe (?:fully |also )?support (?:any |all )?(?:use[- ]?cases?|uses|applications|deployments?)\b|\bare multilingual\b`)
	// notSupported is a clause that says otherwise, or limits the use.
	notSupported = pattern.New(`(?i)\b(?:not|n't|n’t|no|nor|neither|never|only|if|unless|except|however|beyond|outside|other than|instead|rather|before|alternatives?|other models?|better|anything|harmful|malicious|than|models? that|models? such|consider|should|would|when|once|which|until|in scope|in-scope)\b`)
)

// outOfScope finds uses that a text recommends in the section about those that the model is not for.
func (s *slipReader) outOfScope() {
	for _, b := range s.blocks {
		if b.Kind == passage.CodeBlock || b.Kind == passage.HeadingBlock || b.Kind == passage.TableBlock {
			continue
		}
		i := passage.SectionAt(s.d, b.Start)
		if i < 0 || !ruledOutTitle.MatchString(s.d.Sections[i].Title) || inScope.MatchString(ruledOutTitle.ReplaceAllString(s.d.Sections[i].Title, "")) {
			continue
		}
		s.forAmongNot(b, s.d.Sections[i].Title)
		for _, m := range supports.FindAllStringIndex(b.Text, passage.MaxMentions) {
			start := strings.LastIndexAny(b.Text[:m[0]], ".,;:\n") + 1
			rest := firstSentence(b.Text[m[0]:])
			if !notSupported.MatchString(b.Text[start:m[0]] + rest) {
				s.add(evidence.SlipUse, b.Start+m[0], strings.TrimSpace(b.Text[start:m[0]]+rest), s.d.Sections[i].Title)
			}
		}
	}
}

// inScope is the rest of a heading that names uses of both kinds.
var inScope = pattern.New(`(?i)\b(?:intended|direct|primary|recommended|allowed|use cases?|in[- ]scope)\b`)

var (
	// listItem is an item of a list, without its mark.
	listItem = pattern.New(`(?m)^[ \t]*(?:[-*+•]|[0-9]{1,2}[.)]) ([^\n]{3,200})$`)
	// ruledOut is how an item says that something is no use, and namedUse how one names a use.
	ruledOut = pattern.New(`(?i)^[*_\s]*(?:not|no|never|do not|don['’]t|must not|should not|cannot)\b`)
	namedUse = pattern.New(`(?i)^[*_\s]*(?:for|suitable for|use (?:for|in|as)|can be used (?:for|in|as))\b[^,;:()]{4,60}$`)
)

// minRuledOut is how many items of a list rule a use out, where one that does not is a slip.
const minRuledOut = 2

// forAmongNot finds the only item of a list of uses that are ruled out, "Not for …", that says "For …".
func (s *slipReader) forAmongNot(b passage.Block, title string) {
	not, at, text := 0, -1, ""
	for _, m := range listItem.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		switch item := b.Text[m[2]:m[3]]; {
		case ruledOut.MatchString(item):
			not++
		case namedUse.MatchString(item) && !notSupported.MatchString(item):
			if at >= 0 {
				return
			}
			at, text = m[2], item
		}
	}
	if at >= 0 && not >= minRuledOut {
		s.add(evidence.SlipUse, b.Start+at, strings.Trim(text, "*_. "), title)
	}
}
