package slips

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// programming are names of programming languages that mean nothing else.
var programming = pattern.New(`(?i)(?:^|[^\w.+#-])(python|java|javascript|typescript|rust|c\+\+|c#|php|ruby|kotlin|swift|scala|julia|haskell|perl|lua)(?:$|[^\w+#-])`)

// most is how many programming languages a card has whose text names each of them.
const most = 6

// programmingLanguages finds the one programming language of the metadata that the text does not
// name, where it names all others, and one that the metadata do not list.
func (s *slipReader) programmingLanguages() {
	items := place.Root(s.d).Get("programming_language").Items()
	if len(items) < 2 || len(items) > most {
		return
	}
	var named []string
	for _, b := range s.blocks {
		for _, m := range programming.FindAllStringSubmatch(strings.ReplaceAll(b.Text, " ", "  "), passage.MaxMentions) {
			if !slices.ContainsFunc(named, func(n string) bool { return strings.EqualFold(n, m[1]) }) {
				named = append(named, m[1])
			}
		}
	}
	var listed []string
	missing := -1
	for i, item := range items {
		value := item.Text().Value
		listed = append(listed, value)
		if slices.ContainsFunc(named, func(n string) bool { return strings.EqualFold(n, value) }) {
			continue
		}
		if missing >= 0 || !programming.MatchString(value) {
			return
		}
		missing = i
	}
	other := slices.IndexFunc(named, func(n string) bool {
		return !slices.ContainsFunc(listed, func(l string) bool { return strings.EqualFold(l, n) })
	})
	if missing >= 0 && other >= 0 {
		s.keep(items[missing].Anchor, evidence.SlipLanguage, listed[missing]+">"+named[other], "programming")
	}
}
