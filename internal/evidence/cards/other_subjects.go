package cards

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// contrast is where a sentence that began with another model goes on with the card's, and
	// goesOn how one does behind a semicolon: "X has 12 layers; this model has 6".
	contrast = pattern.New(`(?i)[,;] (?:and |but |while |whereas )?(?:this one|this model|ours|our model|the present model)\b`)
	goesOn   = pattern.New(`^(?:and |but )?(?:this one|this model|ours|our model|the present model)\b`)
	// subject is what a sentence begins with, before its verb or what stands in parentheses.
	subject = pattern.New(`(?i)^\W*((?:[\w./-]+ ){0,5}?[\w./-]+)(?: \(|,? (?:has|have|had|uses?|used|takes?|needs?|comes|is|are|was|were)\b)`)
	// ownSubject is a subject that is the card's model, or its makers.
	ownSubject = pattern.New(`(?i)^\W*(?:it|we|i|they|this|that|these|our|its|the (?:model|network|final|released|resulting|fine-?tuned)|with|at|using|after|training)\b`)
	// sayNoName are words of subjects that are of no name.
	sayNoName = passage.WordSet("the a an model models version variant network architecture transformer encoder decoder checkpoint weights itself")
	// sizeIn is how many parameters a model has, as a word of its name.
	sizeIn = pattern.New(`(?i)^[0-9]+(?:\.[0-9]+)?[bm]$`)
	// forTask is a task at the beginning of a sentence about how something was made for it.
	forTask = pattern.New(`^For (?:the )?([A-Z][A-Z0-9][\w-]*)(?: task| dataset| model)?,? (?:the authors|we|they)\b`)
)

// wordsOfNames are the words of each name that the text may have for the model or the one that it
// was made from.
func wordsOfNames(d *document.Document, called string) [][]string {
	base := place.Root(d).Get("base_model")
	names := []string{called, path.Base(path.Dir(d.Path)), base.Text().Value}
	for _, item := range base.Items() {
		names = append(names, item.Text().Value)
	}
	var out [][]string
	for _, name := range append(names, titles(d)...) {
		if words := wordsOf(path.Base(name)); len(words) > 0 {
			out = append(out, words)
		}
	}
	return out
}

// wordsOf are the words of a name, in lower case.
func wordsOf(name string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" -_/,:()", r) }), func(w string) bool { return sayNoName[w] })
}

// ownPart is a sentence without what it says of another model, "" if nothing is left. Behind it
// is the next one.
func ownPart(text, behind string, names [][]string) string {
	if goesOn.MatchString(behind) && subject.MatchString(text) && !ownSubject.MatchString(text) {
		return ""
	}
	if at := contrast.FindStringIndex(text); at != nil && subject.MatchString(text[:at[0]]) && !ownSubject.MatchString(text) {
		return text[at[0]+2:]
	}
	if m := forTask.FindStringSubmatch(text); m != nil && !isNamed([]string{strings.ToLower(m[1])}, names) {
		return ""
	}
	if m := subject.FindStringSubmatch(text); m != nil && !ownSubject.MatchString(text) && isAnother(m[1], names) {
		return ""
	}
	return text
}

// isAnother reports whether a subject is the name of another model: of a known family, as the
// card's or its base model is, or of another size.
func isAnother(subject string, names [][]string) bool {
	words := wordsOf(subject)
	has := func(is func(word string) bool) bool {
		return slices.ContainsFunc(names, func(name []string) bool { return slices.ContainsFunc(name, is) })
	}
	if len(words) == 0 || isNamed(words, names) {
		return false
	}
	if len(words) == 1 && sizeIn.MatchString(words[0]) {
		return has(sizeIn.MatchString)
	}
	return slices.ContainsFunc(words, passage.ModelFamily.MatchString) && has(passage.ModelFamily.MatchString)
}

// isNamed reports whether words are all of one name, or stand together in it.
func isNamed(words []string, names [][]string) bool {
	joined := passage.LettersOf(strings.Join(words, ""))
	return slices.ContainsFunc(names, func(name []string) bool {
		if !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(name, w) }) {
			return true
		}
		for i := range name {
			if strings.HasPrefix(passage.LettersOf(strings.Join(name[i:], "")), joined) {
				return true
			}
		}
		return false
	})
}

var (
	// forReaders is how a text announces code with numbers that readers are to choose.
	forReaders = pattern.New(`(?i)\b(?:for (?:instance|example)|e\.g|examples?|your(?:self)?|you (?:can|could|may|might|want))\b`)
	// noteOfExample is a comment at the beginning of code that says so.
	noteOfExample = pattern.New(`(?i)^\s*(?:#|//)[^\n]*\b(?:examples?|your)\b`)
)

// isForReaders reports whether a block of code is an example for readers, or shows a change: its
// language, its first line or the line above it says so.
func isForReaders(d *document.Document, b document.Span) bool {
	start := bytes.LastIndexByte(d.Source[:max(0, b.Start-1)], '\n') + 1
	above := bytes.TrimRight(d.Source[max(d.Front.End, start-passage.MaxSentence):start], " \t\r\n")
	line := above[bytes.LastIndexByte(above, '\n')+1:]
	return bytes.Contains(d.Source[start:b.Start], []byte("diff")) || noteOfExample.Match(d.Source[b.Start:b.End]) || bytes.HasSuffix(line, []byte(":")) && forReaders.Match(line)
}
