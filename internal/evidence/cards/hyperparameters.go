package cards

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/hyperparameters"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const maxHyperparameters = 100 // of a card

// ofOtherModels are sections whose numbers are not the model's, or no longer.
var ofOtherModels = pattern.New(`(?i)\b(?:base model|baselines?|comparisons?|compared|related|references?|citations?|citing|other models|variants?|family|collection|teacher|history|change ?log|versions?|release notes|news|updates?|previous|faq)\b`)

// showsUse are sections whose code is for readers to run with numbers of their own.
var showsUse = pattern.New(`(?i)\b(?:examples?|how to|usage|uses?|using|quick ?start|get(?:ting)? started|inference|deploy\w*|demo)\b`)

// identifier is a name of a model in a text.
var identifier = pattern.New(`[A-Za-z][\w.]*(?:-[\w.]*\w){2,}`)

// namesSibling reports whether a sentence names a model that begins as this one does.
func namesSibling(text string, names []string) bool {
	for _, found := range identifier.FindAllString(text, passage.MaxNames) {
		letters := passage.LettersOf(found)
		own := slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, letters) || strings.Contains(letters, name) })
		if !own && slices.ContainsFunc(names, func(name string) bool { return len(name) > 4 && strings.HasPrefix(letters, name[:4]) }) {
			return true
		}
	}
	return false
}

// statedHyperparameters are those that the body of a card states of the model, in its order
// by kinds of places: sentences, labels, rows of tables, code.
func statedHyperparameters(d *document.Document, said []passage.Sentence, called string) []evidence.Hyperparameter {
	out := []evidence.Hyperparameter{}
	add := func(found ...evidence.Hyperparameter) {
		out = append(out, found[:min(len(found), maxHyperparameters-len(out))]...)
	}
	isOther := func(section int) bool {
		return section > 0 && ofOtherModels.MatchString(d.Sections[section].Title)
	}
	names, words := passage.OwnNames(d, called), wordsOfNames(d, called)
	for i, s := range said {
		behind := ""
		if i+1 < len(said) {
			behind = said[i+1].Text
		}
		if text := ownPart(s.Text, behind, words); text != "" && !isOther(s.Section) && !namesSibling(s.Text, names) {
			add(hyperparameters.InSentence(text, s.At)...)
		}
	}
	for _, name := range append([]string{path.Base(path.Dir(d.Path))}, titles(d)...) {
		add(hyperparameters.InName(name, evidence.Anchor(d.Path+"#"))...)
	}
	for i, l := range d.Marks.Labels {
		if h, ok := hyperparameters.InLabel(strings.TrimSuffix(l.Name, ":"), l.Value, bodyAnchor(d, "labels", i), evidence.MediumLabel); ok && !isOther(passage.SectionAt(d, l.Span.Start)) {
			add(h)
		}
	}
	for i, t := range d.Marks.Tables { // of the model alone, a column for each
		if len(t.Rows) != 2 || isOther(passage.SectionAt(d, t.Span.Start)) {
			continue
		}
		for c, cell := range t.Rows[1] {
			if c < len(t.Rows[0]) {
				if h, ok := hyperparameters.InLabel(t.Rows[0][c].Text, cell.Text, evidence.Anchor(d.Path+"#"+document.Pointer("body", "tables", strconv.Itoa(i), "1", strconv.Itoa(c))), evidence.MediumLabel); ok {
					add(h)
				}
			}
		}
	}
	for _, b := range passage.CodeBlocks(d) {
		section, code := passage.SectionAt(d, b.Start), d.Source[b.Start:b.End]
		at := func(offset int) evidence.Anchor { return passage.AnchorAt(d, b.Start+offset) }
		switch {
		case isOther(section), isForReaders(d, b):
		case section >= 0 && showsUse.MatchString(d.Sections[section].Title):
			add(hyperparameters.InUse(code, at)...)
		default:
			add(hyperparameters.InCode(code, at)...)
			add(hyperparameters.Saved(code, at)...)
			add(hyperparameters.InCommand(code, at, evidence.MediumCode)...)
		}
	}
	return out
}

// titles are the first heading of a card.
func titles(d *document.Document) []string {
	if len(d.Sections) == 0 || d.Sections[0].Level != 1 {
		return nil
	}
	return []string{d.Sections[0].Title}
}

// bodyAnchor is where the body of a card has one of its marks.
func bodyAnchor(d *document.Document, kind string, index int) evidence.Anchor {
	return evidence.Anchor(d.Path + "#" + document.Pointer("body", kind, strconv.Itoa(index)))
}
