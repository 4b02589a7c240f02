package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// containedSize is how a text says which size of a family is in the repository.
	containedSize = pattern.New(`(?i)\bthis (?:repo(?:sitory)? (?:contains|hosts|provides|holds|is for|has)|is the (?:repo(?:sitory)?|model card) (?:for|of)) (?:the |an? )[^.\n]{0,60}?\b([0-9]{1,3}(?:\.[0-9]{1,2})?)[ -]?(?:b|billion)\b[^.\n]{0,60}`)
	// severalSizes are words of sentences about more than the size of the model itself.
	severalSizes = pattern.New(`(?i)\b(?:active|activated|adapters?|lora|draft|teacher|distill\w*|data|dataset|tokens|from|based on|trained|fine-?tuned (?:on|from|version of)|compared|than|and [0-9])\b`)
)

const otherSize = 1.3 // times by which two sizes are not one that is rounded

// contained finds sentences that say that the repository has a size of the model that its name has
// not.
func (s *slipReader) contained(own []string) {
	var sizes []float64
	sized := ""
	for _, name := range own {
		for size := range sizesOf(name) {
			if n, err := strconv.ParseFloat(strings.TrimSuffix(size, "b"), 64); err == nil && strings.HasSuffix(size, "b") {
				sizes, sized = append(sizes, n), name
			}
		}
	}
	if len(sizes) == 0 {
		return
	}
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range containedSize.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			said, _ := strconv.ParseFloat(b.Text[m[2]:m[3]], 64)
			if said == 0 || severalSizes.MatchString(b.Text[m[0]:m[1]]) || len(anySize.FindAllStringIndex(b.Text[m[0]:m[1]], 2)) > 1 {
				continue
			}
			isOwn := false
			for _, size := range sizes {
				isOwn = isOwn || max(size, said) <= otherSize*min(size, said)
			}
			if !isOwn {
				s.add(evidence.SlipModel, b.Start+m[0], b.Text[m[2]:m[3]]+"B", sized)
			}
		}
	}
}

// anySize is a number of parameters in a sentence.
var anySize = pattern.New(`(?i)\b[0-9]{1,3}(?:\.[0-9]{1,2})?[ -]?(?:b|billion)\b`)
