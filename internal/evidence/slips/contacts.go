package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// telephone is an international number behind a word for a telephone.
	telephone = pattern.New(`(?i)\b(?:phone|telephone|tel|mobile|mobil|cell(?:phone)?|whats ?app|hotline|telefon|handy|ring|call|téléphone|teléfono)\b[^"'\x60\n|]{0,60}?(\+[1-9][0-9]{0,2}(?:[ ().-]{0,2}[0-9]{1,5}){2,6})(?:$|[^0-9\w])`)
	// ofExamples is a text that shows numbers, or is about data that have them.
	ofExamples = pattern.New(`(?i)\b(?:example|e\.g|such as|detect\w*|redact\w*|mask\w*|entit\w+|anonymi\w+|pii|input|output|format|fictional|spam)\b`)
	// modelVariable is a variable of code with a placeholder as the identifier of the model.
	modelVariable = pattern.New(`(?m)^[ \t>]*\w{0,30}(?:model|ckpt|checkpoint|repo)\w{0,30}[ \t]*=[ \t]*["'](<?(?:your|my|insert|org|user)[-_ ]?[\w -]{0,30}>?/<?[\w. -]{1,40}>?)["']`)
	// publishes is code that trains or uploads a model of the reader's.
	publishes = pattern.New(`(?i)push_to_hub|upload|hub_model_id|output_dir|\.train\(|Trainer|create_repo|save_pretrained|login`)
	runsModel = pattern.New(`\bfrom_pretrained\(|\bpipeline\(|\bSentenceTransformer\(|\bload_model\(`)
)

// telephones finds numbers at which people are to be called.
func (s *slipReader) telephones() {
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock || !strings.Contains(b.Text, "+") {
			continue
		}
		for _, m := range telephone.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			number := b.Text[m[2]:m[3]]
			digits := 0
			for _, c := range number {
				if c >= '0' && c <= '9' {
					digits++
				}
			}
			if digits >= 9 && digits <= 15 && !ofExamples.MatchString(sentenceAround(b.Text, m[0])) {
				s.add(evidence.SlipPhone, b.Start+m[2], number, "")
			}
		}
	}
}

// placeholders finds code that is to load this model and has a placeholder in its place. Code of
// readers who train or publish a model has one rightly.
func (s *slipReader) placeholders() {
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock || publishes.MatchString(b.Text) || !runsModel.MatchString(b.Text) {
			continue
		}
		for _, m := range modelVariable.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if id := b.Text[m[2]:m[3]]; strings.HasPrefix(id, "<") || strings.HasPrefix(strings.ToLower(id), "your") {
				s.add(evidence.SlipPlaceholder, b.Start+m[2], id, "")
			}
		}
	}
}
