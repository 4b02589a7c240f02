package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// metadataFiller is a metadata value that its template put there.
var metadataFiller = pattern.New(`(?i)^\s*(\{.*\}|\[?more information needed\]?|todo|tbd|fixme|(the )?[a-z ]+ goes here|\?+|x+\.x+|n/?a|none|your[ _-].*|<.*>|(list of )?iso 639-1 code for your language.*|lang\d|array of [a-z]+ identifiers|any valid license identifier|url to a thumbnail.*)\s*$`)

// sections are the headings of a Markdown card, whose meanings are keys.
func sections(d *document.Document, keys [][]string) []evidence.Section {
	out := []evidence.Section{}
	elsewhere, copies := linksElsewhere(d), copiesIn(d, keys)
	for i, s := range d.Sections {
		text, other := substance(d.Sections[i:], keys[i:])
		away := 0
		if slices.ContainsFunc(keys[i], func(key string) bool {
			return answerKeys[key] || key == "intended_use" && statedUse.MatchString(s.Title)
		}) {
			away = elsewhere(s.Body)
		}
		w, uses := prose.AnswerOf(text, other, away), inUse(ownKeys(d.Sections[i:], keys[i:]), s.Title, text, s.Code)
		if s.Code > 0 && s.Tables+s.Links == 0 && slices.Contains(uses, "intended_use") && prose.WorthOf(text, 0).State == evidence.Empty {
			w.State = evidence.Empty // code shows how a model is run, and not what for
		}
		if w.State == evidence.Filled && slices.Equal(uses, []string{"intended_use"}) && onlyInstructs(text) {
			w.State = evidence.Unanswered
		}
		if w.State == evidence.Filled && isOfOtherKind(s, uses, text) {
			w.State = evidence.Unanswered
		}
		if w.State == evidence.Filled && slices.ContainsFunc(uses, func(key string) bool { return textKeys[key] }) && (isOnlyTitle(s, text, other) || isOnlyLinks(uses, text, other, away) || copies.of(i)) {
			w.State = evidence.Unanswered
		}
		if w.State == evidence.Placeholder && s.Code > 0 && !slices.ContainsFunc(uses, func(key string) bool { return textKeys[key] }) {
			w.State = evidence.Filled // "paper coming soon" above a BibTeX entry: somebody wrote the code
		}
		under := keyed(evidence.Anchor(d.Path+"#"+document.Pointer("sections", s.Slug)), s.Title, uses, w)
		for j := range under {
			under[j].Parent = i+1 < len(d.Sections) && d.Sections[i+1].Level > s.Level
		}
		out = append(out, under...)
	}
	return append(out, boldSections(d)...)
}

// isOfOtherKind reports whether a section on limits or on results has nothing but praise, or how
// something is run.
func isOfOtherKind(s document.Section, keys []string, text string) bool {
	switch {
	case slices.Contains(keys, "limitations"):
		return onlyPraises(text) || !limits.MatchString(text) && onlyInstructs(text)
	case slices.Equal(keys, []string{"evaluation"}):
		return s.Tables+s.Links+s.Images == 0 && !strings.ContainsAny(text, "0123456789") && (onlyPraises(text) || onlyInstructs(text))
	}
	return false
}

// linksElsewhere counts the links of a part of the body that lead out of the repository.
func linksElsewhere(d *document.Document) func(document.Span) int {
	starts, before := make([]int, len(d.Marks.Links)), make([]int, len(d.Marks.Links)+1)
	for i, l := range d.Marks.Links {
		starts[i], before[i+1] = l.Span.Start, before[i]
		if !l.Image && prose.LinkKind(l.Target) == evidence.LinkAbsolute {
			before[i+1]++
		}
	}
	return func(body document.Span) int {
		from, _ := slices.BinarySearch(starts, body.Start)
		to, _ := slices.BinarySearch(starts, body.End)
		return before[max(from, to)] - before[from]
	}
}

// boldSections are lines in bold type that mean a section as a whole, and under
// which something stands: many a card has no other headings.
func boldSections(d *document.Document) []evidence.Section {
	var out []evidence.Section
	for i, s := range d.Marks.Subheadings {
		keys := passage.WholeKeys(passage.Asides.ReplaceAllString(s.Title, ""))
		if w := prose.AnswerOf(s.Text, s.Other, 0); keys != nil && w.State != evidence.Empty {
			out = append(out, keyed(evidence.Anchor(d.Path+"#"+document.Pointer("body", "subheadings", strconv.Itoa(i))), s.Title, keys, w)...)
		}
	}
	return out
}

// titleLeftovers collects headings that are a template's name for what belongs
// there: "# {MODEL_NAME}".
func titleLeftovers(d *document.Document, out *[]evidence.Leftover) {
	for _, s := range d.Sections {
		if titleLeftover.MatchString(s.Title) {
			*out = append(*out, evidence.Leftover{At: evidence.Anchor(d.Path + "#" + document.Pointer("sections", s.Slug)), Text: s.Title})
		}
	}
}

var titleLeftover = pattern.New(`(?i)^(?:\{+[^{}]*[a-z][^{}]*\}+|model card for (?:\{+[^{}]*\}+|model id))$`)

// ownKeys are the meanings of the first of some headings. One that stands for
// several ("Intended uses & limitations") leaves those to the headings under it
// that have one for themselves: an empty "Limitations" there is what is said of
// limitations.
func ownKeys(sections []document.Section, keys [][]string) []string {
	if len(keys[0]) < 2 {
		return keys[0]
	}
	return slices.DeleteFunc(slices.Clone(keys[0]), func(key string) bool {
		for i := 1; i < len(sections) && sections[i].Level > sections[0].Level; i++ {
			if slices.Contains(keys[i], key) {
				return true
			}
		}
		return false
	})
}

// asideKeys are meanings of sections that add nothing to the one they lie in: a
// citation under the heading of the evaluation is no evaluation.
var asideKeys = passage.WordSet(`citation contact license`)

// isAsideOf reports whether a section adds nothing to those of some keys that it lies in:
// how to run a model is no use that it is for.
func isAsideOf(keys, sub []string) bool {
	return isAside(sub) || slices.Contains(sub, "how_to_use") && len(sub) == 1 && slices.ContainsFunc(keys, func(k string) bool { return textKeys[k] })
}

func isAside(keys []string) bool {
	return len(keys) > 0 && !slices.ContainsFunc(keys, func(k string) bool { return !asideKeys[k] })
}

// textKeys are meanings that no image conveys: a chart may be an evaluation, but no
// limitation.
var textKeys = passage.WordSet(`intended_use out_of_scope limitations bias_risk users ethical human_oversight`)

// answerKeys are the sections that a reader of the card must not have to look for elsewhere.
var answerKeys = passage.WordSet(`limitations bias_risk out_of_scope training_data evaluation ethical human_oversight`)

// substance is the text of the first of some sections, and how many other things
// it has: code, tables and links. What lies in sections of asideKeys is left out.
func substance(sections []document.Section, keys [][]string) (string, int) {
	s := sections[0]
	others := func(s document.Section) int {
		if slices.ContainsFunc(keys[0], func(key string) bool { return textKeys[key] }) {
			return s.Code + s.Tables + s.Links
		}
		return s.Code + s.Tables + s.Links + s.Images
	}
	text, other := []string{s.Own}, others(s)
	left := false
	for i := 1; i < len(sections) && sections[i].Level > s.Level; i++ {
		sub := sections[i]
		if !isAsideOf(keys[0], keys[i]) {
			text = append(text, sub.Own)
			continue
		}
		left, other = true, other-others(sub)
		for i+1 < len(sections) && sections[i+1].Level > sub.Level {
			i++
		}
	}
	if !left || isAside(keys[0]) {
		return s.Text, others(s)
	}
	return strings.Join(text, "\n"), other
}

// keyed is one section under each of the meanings that its title has.
func keyed(at evidence.Anchor, title string, keys []string, w prose.Worth) []evidence.Section {
	if len(keys) == 0 {
		keys = []string{""}
	}
	out := make([]evidence.Section, len(keys))
	for i, key := range keys {
		out[i] = evidence.Section{At: at, Key: key, Title: title, State: w.State, Reason: w.Reason, Words: w.Words}
	}
	return out
}
