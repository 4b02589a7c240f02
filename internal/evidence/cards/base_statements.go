package cards

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// baseStatements are the names of the models that the body says this one is a version of, in
// sentences and in labels.
func baseStatements(d *document.Document) []evidence.Text {
	out := []evidence.Text{}
	add := func(name string, pointer ...string) {
		if len(out) < passage.MaxStatements {
			out = append(out, evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer(pointer...)), name))
		}
	}
	for _, s := range d.Sections {
		for _, sentence := range prose.Sentences(s.Own, passage.MaxSectionRead, passage.MaxSentences) {
			if m := passage.MadeFrom.FindStringSubmatch(sentence); len(sentence) <= passage.MaxSentence && m != nil {
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

// baseTitle is the heading of a section about the model that this one is made from.
var baseTitle = pattern.New(`^(?:(?:the )?base (?:llm|language |foundation )?models?(?: used)?|foundation model|parent model|fine ?tuned from)$`)

// baseID is the first line of a section that is an identifier of the Hub, or a link to one there.
var baseID = pattern.New("^(?:[-*] )?[*`\\[]*(?:https://huggingface\\.co/)?([A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*)[*`]*(?:\\]\\([^()\\s]*\\))?[*`.]*$")

// baseSection is the model that a section names as the base, if it names one and is about nothing else.
func (c *draft) baseSection(d *document.Document) {
	for _, s := range d.Sections {
		if c.BaseModels.Present || !baseTitle.MatchString(strings.Join(prose.PlainWords(s.Title), " ")) {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimSpace(s.Own), "\n")
		if m := baseID.FindStringSubmatch(strings.TrimSpace(first)); m != nil {
			at := passage.Quoted(d, s.Slug, m[1])
			c.BaseModels = baseModels(evidence.List{At: at, Present: true, Items: []evidence.Item{{At: at, Value: m[1]}}}, evidence.Text{At: at})
		}
	}
}
