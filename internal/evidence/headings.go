package evidence

import (
	"maps"
	"slices"
	"strings"
)

// WithHeadings is the sections with the meanings that the organisation's own
// headings, by key, give them, beside those that they have by themselves.
func WithHeadings(sections []Section, headings map[string][]string) []Section {
	if len(headings) == 0 {
		return sections
	}
	keys := map[string][]string{} // by plain heading
	for _, key := range slices.Sorted(maps.Keys(headings)) {
		for _, heading := range headings[key] {
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
