package cards

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// madeFrom is a sentence that says of which model this one is a version, such as the one that
// the Trainer of transformers writes into each card. The name has a hyphen or a slash: a
// family of models alone has many.
var madeFrom = pattern.New(`(?i)^(?:this|the|our) (?:[\w-]+ ){0,3}?(?:model|checkpoint|version|adapter|lora)\b[^.\n]{0,40}?\b(?:(?:fine-?tuned|quanti[sz]ed|distilled|pruned) (?:version|variant|checkpoint) of|(?:fine-?tuned|quanti[sz]ed|distilled|pruned|adapted) from) (?:the )?(?:(?:pre-?trained|base|original|model) ){0,2}([a-z][\w.-]*/[\w.-]*\w|[a-z]\w*(?:[.-]\w+)+)`)

// baseStatements are the names of the models that the body says this one is a version of, in
// sentences and in labels.
func baseStatements(d *document.Document) []evidence.Text {
	out := []evidence.Text{}
	add := func(name string, pointer ...string) {
		if len(out) < maxStatements {
			out = append(out, evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer(pointer...)), name))
		}
	}
	for _, s := range d.Sections {
		for _, sentence := range prose.Sentences(s.Own, maxSectionRead, maxSentences) {
			if m := madeFrom.FindStringSubmatch(sentence); len(sentence) <= maxSentence && m != nil {
				add(m[1], "sections", s.Slug, sentence)
			}
		}
	}
	for i, l := range d.Marks.Labels {
		name := strings.TrimSuffix(strings.Join(prose.PlainWords(strings.TrimSuffix(l.Name, ":")), " "), " optional")
		if value := strings.TrimSpace(l.Value); labelMeans[name] == "base" && isName(value) {
			add(value, "body", "labels", strconv.Itoa(i))
		}
	}
	return out
}

// isName reports whether a label's value is the name of one model, and no sentence about it.
func isName(value string) bool {
	return strings.ContainsAny(value, "-/") && prose.CountWords(value) == 1 && prose.WorthOf(value, 0).State == evidence.Filled
}
