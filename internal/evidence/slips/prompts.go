package slips

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// statesTemplate is a text that announces how prompts are to be written.
	statesTemplate = pattern.New(`(?i)\b(?:prompts?|chat|instruction|input)\b[^.]{0,60}\b(?:template|format)\b|\btemplate\b[^.]{0,40}:\s*$`)
	// role is what a prompt has before the text of a part.
	role = pattern.New(`(?:^|\n|\\n)[ \t]*((?:#{2,3} ?)?[A-Z][A-Za-z]{2,20}):|(<\|[a-z_]{2,20}\|>|\[/?INST\]|<</?SYS>>)`)
	// prompted is code that gives a text to a prompt.
	prompted = pattern.New(`(?m)^[ \t]*(?:prompt|prompt_template|template|input_text|text)\s*=\s*\(?\s*[fr]?("""[^"]+"""|"[^"\n]+"|'[^'\n]+')`)
)

// prompts finds code whose prompt has none of the roles of the only template that the card
// states, but others that are nowhere else in the card.
func (s *slipReader) prompts() {
	var stated, template []string
	for i, b := range s.blocks {
		isCode := b.Kind == passage.CodeBlock
		if isCode && i > 0 && s.blocks[i-1].Kind != passage.CodeBlock && statesTemplate.MatchString(s.blocks[i-1].Text) && !prompted.MatchString(b.Text) {
			template = append(template, rolesOf(b.Text)...)
		}
		if !isCode || !prompted.MatchString(b.Text) {
			stated = append(stated, rolesOf(b.Text)...)
		}
	}
	if len(template) < 2 {
		return
	}
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		for _, m := range prompted.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			used := rolesOf(strings.Trim(b.Text[m[2]:m[3]], `"'`))
			isOther := func(name string) bool { return !slices.Contains(stated, name) }
			if len(used) > 1 && !slices.ContainsFunc(used, func(name string) bool { return !isOther(name) }) {
				s.add(evidence.SlipArgument, b.Start+m[0], strings.Join(used, " … "), strings.Join(template[:2], " … ")+" of the template")
			}
		}
	}
}

// rolesOf are the roles of a prompt, as far as they are told.
func rolesOf(text string) []string {
	var out []string
	for _, m := range role.FindAllStringSubmatch(text, passage.MaxMentions) {
		if name := m[1] + m[2]; !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
