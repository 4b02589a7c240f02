package cards

import (
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// WithHeadings is the sections with the meanings that the organisation's own
// headings, by key, give them, beside those that they have by themselves.
func WithHeadings(sections []evidence.Section, headings map[string][]string) []evidence.Section {
	if len(headings) == 0 {
		return sections
	}
	keys := map[string][]string{} // by plain heading
	for _, key := range slices.Sorted(maps.Keys(headings)) {
		for _, heading := range headings[key] {
			plain := strings.Join(prose.PlainWords(heading), " ")
			keys[plain] = append(keys[plain], key)
		}
	}
	out := []evidence.Section{}
	for _, s := range sections {
		further := slices.DeleteFunc(slices.Clone(keys[strings.Join(prose.PlainWords(s.Title), " ")]), func(key string) bool {
			return slices.ContainsFunc(sections, func(o evidence.Section) bool { return o.At == s.At && o.Key == key })
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
