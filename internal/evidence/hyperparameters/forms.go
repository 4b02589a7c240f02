package hyperparameters

import (
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// forms are sentences of which the words leave no doubt what their number is, whatever else they say.
var forms = []struct {
	name   evidence.HyperparameterName
	medium evidence.Medium
	form   *pattern.Pattern
}{
	{evidence.HyperLength, evidence.MediumSentence, pattern.New(`(?i)\b(?:inputs?|texts?|sequences?|sentences?|documents?|paragraphs?) longer than ` + number + ` (?:word ?pieces|tokens|sub-?words) (?:is|are|will be|gets?) truncated\b`)},
	{evidence.HyperSteps, evidence.MediumSentence, pattern.New(`(?i)^[^.;,]{0,40}\b(?:models? (?:(?:was|were) )?trained|train(?:ed)? (?:the|our) models?) (?:during|for) ` + number + ` (?:training )?steps\b`)},
	{evidence.HyperSteps, evidence.MediumName, pattern.New(`(?i)\bstep([0-9]{3,7})\b[\x60*_"]* (?:corresponds exactly to|is (?:identical|equal) to|is the same as) [^.;]{0,60}\bmain\b`)},
	{evidence.HyperPatch, evidence.MediumSentence, pattern.New(`(?i)\bpatches \((?:of )?(?:resolution|size) ([0-9]{1,3}) ?[x×] ?[0-9]{1,3}\)`)},
	{evidence.HyperImage, evidence.MediumSentence, pattern.New(`(?i)\bfine-?tuned on [^.;]{3,80}? at (?:a )?resolution (?:of )?([0-9]{2,4}) ?[x×] ?[0-9]{2,4}\b`)},
}

// inForms are the hyperparameters that a sentence states in such words.
func inForms(text string, at evidence.Anchor) []evidence.Hyperparameter {
	var out []evidence.Hyperparameter
	for _, f := range forms {
		m := f.form.FindSubmatchIndex([]byte(text))
		if m == nil {
			continue
		}
		for _, h := range table {
			if h.name != f.name {
				continue
			}
			if stated, ok := h.stated(text[m[2]:m[3]], at, f.medium); ok {
				out = append(out, stated)
			}
		}
	}
	return out
}
