package slips

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// wordAssigned is a line that gives a word of a name to a variable.
	wordAssigned = pattern.New(`(?m)^[ \t>]*(\w{2,30}) ?= ?["']([A-Za-z0-9.]{1,20})["']`)
	// putTogether is an identifier of the Hub that has a variable for a part of it.
	putTogether = pattern.New(`\bf["']([A-Za-z0-9][\w.-]*/[\w.-]*)\{(\w+)\}([\w.-]*)["']`)
	// adapts is code that puts a model together from two.
	adapts = pattern.New(`(?i)peft|adapter|lora|merge|assistant|draft|teacher|student|compare`)
)

// otherWeights finds code that prepares the input with what belongs to this model, and loads
// another one of the same owner; and names that a variable makes those of a sibling.
func (s *slipReader) otherWeights(own []string) {
	isOwn := func(id string) bool {
		return slices.ContainsFunc(own, func(name string) bool { return strings.EqualFold(path.Base(id), name) })
	}
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock || adapts.MatchString(b.Text) {
			continue
		}
		reader, model, at := "", "", 0
		for _, m := range loadCall.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			switch id := b.Text[m[6]:m[7]]; {
			case readsInput.MatchString(b.Text[m[2]:m[3]]):
				if isOwn(id) {
					reader = id
				}
			case isOwn(id) || model != "" && model != id:
				reader, model = "", " " // which is no identifier
			default:
				model, at = id, b.Start+m[6]
			}
		}
		if reader != "" && strings.Contains(model, "/") && path.Dir(model) == path.Dir(reader) && len(sharedWords(path.Base(model), path.Base(reader))) > 0 && !s.isBase(model) {
			s.add(evidence.SlipModel, at, model, reader)
		}
		s.spelled(b, own)
	}
}

func (s *slipReader) isBase(id string) bool {
	return slices.ContainsFunc(s.card.BaseModels.Items, func(base evidence.BaseModel) bool { return strings.EqualFold(base.Value, id) })
}

// spelled finds an identifier that the only value of a variable makes that of a sibling.
func (s *slipReader) spelled(b passage.Block, own []string) {
	for _, m := range putTogether.FindAllStringSubmatch(b.Text, passage.MaxMentions) {
		value, at := "", -1
		for _, v := range wordAssigned.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if b.Text[v[2]:v[3]] == m[2] {
				if at >= 0 {
					return
				}
				value, at = b.Text[v[4]:v[5]], b.Start+v[2]
			}
		}
		for _, name := range own {
			if id := m[1] + value + m[3]; at >= 0 && differsInOne(path.Base(id), name) {
				s.add(evidence.SlipModel, at, id, name)
				return
			}
		}
	}
}
