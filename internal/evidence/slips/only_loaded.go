package slips

import (
	"path"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// checkpoint is code that names the model that it then loads.
var checkpoint = pattern.New(`(?m)^[ \t>#]*(?:checkpoint|model_id|model_name|model_path|model_checkpoint|repo_id)\s*=\s*["']([\w.-]+/[\w.-]*\w)["']`)

// onlyLoaded finds the one model that the code of a card loads by a name of its own, which the
// text does not name, and which has another size than the model.
func (s *slipReader) onlyLoaded(own []string) {
	if len(s.card.Index) == 1 && s.card.Index[0].Name.Present {
		own = append(slices.Clone(own), s.card.Index[0].Name.Value)
	}
	id, at := "", 0
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		for _, m := range checkpoint.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if found := b.Text[m[2]:m[3]]; id != "" && found != id {
				return
			} else if id == "" {
				id, at = found, b.Start+m[2]
			}
		}
		for _, m := range loadCall.FindAllStringSubmatch(b.Text, passage.MaxMentions) {
			if m[3] != id {
				return
			}
		}
	}
	sizes := sizesOf(path.Base(id))
	if len(sizes) != 1 || s.isNamed(id) {
		return
	}
	for _, name := range own {
		known := sizesOf(name)
		for size := range known {
			if len(known) == 1 && !sizes[size] {
				s.add(evidence.SlipModel, at, id, name)
				return
			}
		}
		if len(known) > 0 {
			return
		}
	}
}
