package prose

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// generic is a sentence that is true of every model, and so says nothing of one; careful asks
// readers for care without a word on what.
var (
	generic = pattern.New(`(?i)^(?:please note that |note that )?(?:just )?(?:like|as with|as is the case with) (?:all|any|every|most|other) (?:other )?(?:[\pL-]+ ){0,4}(?:models?|systems?),? (?:this|the|our|it)\b[^,;]{0,60}\b(?:limitations?|mistakes?|errors?|bias(?:es|ed)?|wrong|imperfect|inaccurate|incorrect)(?: (?:outputs?|results?|predictions?|answers?|and biases|and limitations))?\W*$` +
		`|^(?:no (?:machine learning |language |ai )?model is (?:ever )?perfect|all models are (?:wrong|imperfect))\W*$|^(?:this|the|our) model (?:also )?(?:has|may have|might have) (?:some|certain|its|a few) (?:limitations|biases|limitations and biases|biases and limitations)\W*$`)
	careful = pattern.New(`(?i)^(?:so )?(?:please )?(?:use|treat|handle) (?:it|this model|the model|its outputs?|the outputs?|the results?)?,? ?(?:with (?:care|caution)|carefully|cautiously|responsibly|at your own risk|wisely)(?: and (?:with care|carefully|responsibly|at your own risk))?\W*$`)
)

// maxGeneric is how many bytes a text has at most that is generic as a whole.
const maxGeneric = 300

// isGeneric reports whether each sentence of a text could stand in the card of any model.
func isGeneric(text string) bool {
	if len(text) > maxGeneric {
		return false
	}
	found := false
	for _, s := range Sentences(text, maxGeneric, 10) {
		s = strings.Trim(strings.TrimSpace(s), "*_>- ")
		switch {
		case s == "":
		case generic.MatchString(s):
			found = true
		case !careful.MatchString(s):
			return false
		}
	}
	return found
}
