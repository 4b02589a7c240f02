package cards

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
)

// cardHeadings are the meanings of headings that the pages of programs do not have: many a
// project has data, training, results and limitations.
var cardHeadings = []string{"intended_use", "out_of_scope", "bias_risk", "description", "use of the model"}

// Resemblance is what makes a page without metadata read like a model card: two of its
// headings, none if it does not. One of them must be what only cards have, unless the page
// is alone: without a program that it could be about.
func Resemblance(d *document.Document, alone bool) []string {
	if d.Syntax != document.Markdown || d.Root != nil || len(d.Sections) > 0 && isAboutData(d.Sections[0].Title) {
		return nil
	}
	telling := tellingHeadings(d)
	var first, second []string
	for _, s := range d.Sections { // in their order
		for _, meaning := range sortedMeanings(telling, s.Title) {
			if slices.Contains(cardHeadings, meaning) {
				first = append(first, s.Title)
			} else {
				second = append(second, s.Title)
			}
			delete(telling, meaning)
		}
	}
	found := append(slices.Clone(first), second...)
	first, found = slices.Compact(first), slices.Compact(found)
	if len(found) < 2 || len(first) == 0 && (!alone || !slices.ContainsFunc(second, isAboutTraining)) {
		return nil
	}
	return found[:2]
}

// aboutOneModel are the meanings of headings of which a page above weights has three if it is
// about their model.
var aboutOneModel = []string{"intended_use", "out_of_scope", "training_data", "training_procedure", "evaluation", "limitations", "bias_risk"}

// Describes reports whether a README above weights reads like the card of their model: it has
// the headings of a card, or states what one model reached. The page of a dataset, of a Space
// and of a website has metadata of its own.
func Describes(d *document.Document) bool {
	if d.Syntax != document.Markdown || d.Root != nil || d.Source == nil {
		return false
	}
	if len(Resemblance(d, false)) > 0 {
		return true
	}
	keys := passage.HeadingKeys(d)
	told := 0
	for _, meaning := range aboutOneModel {
		if slices.ContainsFunc(keys, func(of []string) bool { return slices.Contains(of, meaning) }) {
			told++
		}
	}
	return told >= 3 || len(figures.TableClaims(d, keys)) > 0 || len(figures.BodyMetrics(d, keys)) > 0
}

func sortedMeanings(telling map[string]string, title string) []string {
	var out []string
	for meaning, of := range telling {
		if of == title {
			out = append(out, meaning)
		}
	}
	slices.Sort(out)
	return out
}

func isAboutData(title string) bool {
	words := prose.PlainWords(title)
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains([]string{"dataset", "datasets", "data"}, w) })
}

func isAboutTraining(title string) bool {
	return slices.ContainsFunc(prose.PlainWords(title), func(w string) bool {
		return slices.Contains([]string{"training", "pretraining", "finetuning", "trained", "model"}, w)
	})
}

// NamedLikeCard reports whether a file is called a model card by its name, and has an
// ending of text. Templates, examples and guides have the name too.
func NamedLikeCard(base string) bool {
	lower := strings.ToLower(base)
	ending := path.Ext(lower)
	if !IsEnding(ending) && !slices.Contains([]string{".md", ".markdown", ".rst", ".txt", ".adoc", ".html", ".pdf", ".docx"}, ending) {
		return false
	}
	for _, other := range []string{"template", "example", "sample", "schema", "guide"} {
		if strings.Contains(lower, other) {
			return false
		}
	}
	stem := joints.Replace(strings.TrimSuffix(lower, ending))
	return strings.HasPrefix(stem, "modelcard") && !strings.HasPrefix(stem, "modelcards") || strings.HasSuffix(stem, "modelcard")
}
