package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const minOwnNamed = 4 // how often a text has the name of its model, beside that of another one once

var (
	// ofUse is a sentence about what readers may do with the model.
	ofUse = pattern.New(`(?i)\b(?:you (?:may|can|should|must)|fine-?tune|adapt|use|using|deploy\w*|load|run)\b`)
	// compares is a sentence that may name other models with reason.
	compares = pattern.New(`(?i)\b(?:than|compar\w+|larger|smaller|bigger|like|such as|based|distill\w*|teacher|versions?|family|suite|others?|another|variants?|see|example|unlike|similar\w*|series|both|sizes?|original|base|from|instead|respectively|with|mixture|initiali[sz]\w*|checkpoint|demonstrat\w+|third)\b|https?:|[|\x60\[]`)
)

// onceNamed finds the only place of the text where the name of the model stands with another size.
func (s *slipReader) onceNamed(own []string) {
	var families, variants []string
	for _, name := range own {
		if m := compound.FindStringSubmatch(name); m != nil {
			families, variants = append(families, strings.ToLower(m[1]+m[3])), append(variants, strings.ToLower(m[2]+m[4]))
		}
	}
	if len(families) == 0 {
		return
	}
	family, variant := families[0], variants[0]
	type place struct {
		offset int
		said   string
		other  string
		text   string
	}
	var others []place
	mine := 0
	for _, b := range s.blocks {
		for _, m := range compound.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			g := passage.Groups(b.Text, m)
			if strings.ToLower(g[1]+g[3]) != family {
				continue
			}
			switch of := strings.ToLower(g[2] + g[4]); {
			case of == variant:
				mine++
			case b.Kind == passage.TableBlock, b.Kind == passage.CodeBlock:
			default:
				others = append(others, place{b.Start + m[0], strings.Trim(g[0], "_"), of, sentenceAround(b.Text, m[0])})
				if b.Kind != passage.ProseBlock {
					return
				}
			}
		}
	}
	if mine < minOwnNamed || len(others) != 1 || !areVariants(others[0].other, variant) {
		return
	}
	o := others[0]
	if bare := strings.Replace(o.text, o.said, "", 1); ofUse.MatchString(bare) && !compares.MatchString(beforeAs(bare)) {
		s.add(evidence.SlipModel, o.offset, o.said, family+"-"+variant)
	}
}

// beforeAs is a sentence up to a condition.
func beforeAs(text string) string {
	text, _, _ = strings.Cut(text, ",")
	return text
}
