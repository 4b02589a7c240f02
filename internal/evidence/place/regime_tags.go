package place

import "github.com/modelgate-dev/modelgate/internal/evidence"

// RegimeTags are the tags that a card has in the blocks of laws, in the order of the
// laws and then of the file: each scalar and each list, by the path of its keys. lost
// reports whether a text refers to a file that does not exist.
func (p Place) RegimeTags(lost func(string) bool) []evidence.RegimeTag {
	out := []evidence.RegimeTag{}
	for _, block := range evidence.RegimeBlocks {
		for _, member := range p.Get(block).InOrder() {
			out = member.regimeTags(out, block+"."+member.Node.Key, lost)
		}
	}
	return out
}

func (p Place) regimeTags(out []evidence.RegimeTag, name string, lost func(string) bool) []evidence.RegimeTag {
	for _, member := range p.InOrder() {
		out = member.regimeTags(out, name+"."+member.Node.Key, lost)
	}
	list := p.List()
	if !list.Present {
		return out
	}
	tag := evidence.RegimeTag{At: p.Anchor, Name: name, Values: []evidence.RegimeValue{}}
	for _, item := range list.Items {
		tag.Values = append(tag.Values, evidence.RegimeValue{At: item.At, Value: item.Value, Lost: lost(item.Value)})
	}
	return append(out, tag)
}
