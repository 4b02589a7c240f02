package figures

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// general is a clause about what a value means: "a BLEU of 100 means a copy"; isReached is one
	// about a value that something reached.
	general   = pattern.New(`(?i)^\W*(?:an?|any) [^.;0-9]{2,40} of [0-9][0-9.,]*\s?%? (?:(?:or \w+ )?(?:means?|is|are|corresponds?|indicates?|implies|suggests?|says|does|doesn't|can|stands)\b)`)
	isReached = pattern.New(`(?i)\b(?:is|are) (?:\w+ )?(?:reached|achieved|obtained|observed|measured|reported|attained|found|recorded|got)\b`)
	// ofMean is the name of a metric that is a mean of several.
	ofMean = pattern.New(`(?i)\b(?:mean|average[d]?)[ -]`)
	// sizeBehind is what tells one model of a family from another, behind its name.
	sizeBehind = pattern.New(`(?i)^(?:tiny|mini|small|medium|base|large|xl|xxl|huge|turbo|v?[0-9][\w.]*)(?:-[\w.]+)?$`)
)

// isGeneral reports whether a clause is about a value of a metric as such.
func isGeneral(part string) bool { return general.MatchString(part) && !isReached.MatchString(part) }

// familyNames are the letters of the names of a card's model, and of those that it was made from.
func familyNames(d *document.Document) []string {
	names := CardNames(d, "")
	for _, base := range place.Root(d).Get("base_model").List().Items {
		names = append(names, passage.LettersOf(path.Base(base.Value)))
	}
	return names
}

// countResults is how many results model-index has, each of one dataset.
func countResults(d *document.Document) int {
	n := 0
	for _, m := range place.Root(d).Get("model-index").Items() {
		n += len(m.Get("results").Items())
	}
	return n
}

// isOfAnother reports whether a clause is about another model than one with some names, or about
// a state that this one is not always in.
func isOfAnother(part string, names []string) bool {
	if OfThis.MatchString(part) || passage.ThisModel.MatchString(part) {
		return false
	}
	words := strings.Fields(part)
	for i, word := range words {
		if word = strings.Trim(word, "(),:*_`"); !passage.ModelFamily.MatchString(word) || metricOf(word).Name != "" {
			continue
		}
		if i+1 < len(words) && sizeBehind.MatchString(strings.Trim(words[i+1], "(),:*_`")) {
			word += words[i+1]
		}
		letters := passage.LettersOf(word)
		if !IsOwnHeader(word, names) && !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, letters) }) {
			return true
		}
	}
	return FigureReader{names: names}.inOtherState(part)
}
