package slips

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// resolution is the last word of the name of a model that reads images of that size.
var resolution = pattern.New(`^(?:1[0-9]{2}|[2-9][0-9]{2}|1[0-9]{3})$`)

// strayLoads finds the only place of the code that names another member of the model's family,
// where the rest of it names the model; the model for the other direction of a translation; and
// what prepares images in another size than the model reads.
func (s *slipReader) strayLoads(own []string) {
	mine, others := 0, map[string]int{}
	type place struct {
		block, at int
		id        string
	}
	var strays []place
	for i, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		s.imageReaders(b)
		for _, m := range quotedID.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			id := b.Text[m[2]:m[3]]
			switch last := path.Base(id); {
			case slices.ContainsFunc(own, func(name string) bool { return strings.EqualFold(last, name) }):
				mine++
			case slices.ContainsFunc(own, func(name string) bool { return isReverse(last, name) }) && !s.isNamed(id):
				s.add(evidence.SlipModel, b.Start+m[2], id, own[0])
			case slices.ContainsFunc(own, func(name string) bool { return differsInOne(last, name) }):
				others[id]++
				strays = append(strays, place{i, b.Start + m[2], id})
			}
		}
	}
	if mine < 2 || len(strays) != 1 || len(others) != 1 || !s.isNamed(strays[0].id) { // others are told for their name
		return
	}
	stray := strays[0]
	near := s.blocks[stray.block].Text
	for i := stray.block - 1; i >= 0 && i >= stray.block-2; i-- {
		near += " " + s.blocks[i].Text
	}
	words := strings.Fields(strings.Join(wordsOfName(strings.ReplaceAll(near, stray.id, "")), " "))
	for _, name := range own {
		if !differsInOne(path.Base(stray.id), name) {
			continue
		}
		for _, word := range wordsOfName(path.Base(stray.id)) {
			if !slices.Contains(wordsOfName(name), word) && slices.Contains(words, word) {
				return // the text speaks of it
			}
		}
		if !strings.Contains(strings.ToLower(s.blocks[stray.block].Text), strings.ToLower(name)) {
			s.add(evidence.SlipModel, stray.at, stray.id, name)
		}
		return
	}
}

// isReverse reports whether two names end with the same two languages in another order.
func isReverse(a, b string) bool {
	x, y := wordsOfName(a), wordsOfName(b)
	n := len(x) - 2
	return n > 0 && len(y) == n+2 && slices.Equal(x[:n], y[:n]) && x[n] == y[n+1] && x[n+1] == y[n] && x[n] != y[n] && len(x[n]) < 4 && len(y[n]) < 4 && strings.Trim(x[n]+y[n], "abcdefghijklmnopqrstuvwxyz") == ""
}

// imageReaders finds what prepares images for another model of the owner, which reads them in
// another size than the one that the code loads.
func (s *slipReader) imageReaders(b passage.Block) {
	reader, at, model := "", 0, ""
	for _, m := range loadCall.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		switch id := b.Text[m[6]:m[7]]; {
		case readsInput.MatchString(b.Text[m[2]:m[3]]):
			reader, at = id, b.Start+m[6]
		case model != "" && model != id:
			return
		default:
			model = id
		}
	}
	x, y := wordsOfName(path.Base(reader)), wordsOfName(path.Base(model))
	if len(x) > 1 && len(y) > 1 && path.Dir(reader) == path.Dir(model) && x[0] == y[0] && resolution.MatchString(x[len(x)-1]) && resolution.MatchString(y[len(y)-1]) && x[len(x)-1] != y[len(y)-1] {
		s.add(evidence.SlipTokenizer, at, reader, model)
	}
}
