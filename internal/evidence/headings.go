package evidence

import (
	"maps"
	"slices"
	"strings"
)

// nameSections gives the sections of all cards the meanings that the
// organisation's own headings have.
func (l Layout) nameSections(m *Model) {
	m.Card.Sections = l.named(m.Card.Sections)
	for i := range m.Cards {
		m.Cards[i].Sections = l.named(m.Cards[i].Sections)
	}
}

// named is the sections with the meanings that the organisation's own headings
// give them, beside those that they have by themselves.
func (l Layout) named(sections []Section) []Section {
	if len(l.Headings) == 0 {
		return sections
	}
	keys := map[string][]string{} // by plain heading
	for _, key := range slices.Sorted(maps.Keys(l.Headings)) {
		for _, heading := range l.Headings[key] {
			plain := strings.Join(plainWords(heading), " ")
			keys[plain] = append(keys[plain], key)
		}
	}
	out := []Section{}
	for _, s := range sections {
		further := slices.DeleteFunc(slices.Clone(keys[strings.Join(plainWords(s.Title), " ")]), func(key string) bool {
			return slices.ContainsFunc(sections, func(o Section) bool { return o.At == s.At && o.Key == key })
		})
		if s.Key != "" || len(further) == 0 {
			out = append(out, s)
		}
		for _, key := range further {
			named := s
			if named.Key = key; !slices.Contains(out, named) {
				out = append(out, named)
			}
		}
	}
	return out
}
