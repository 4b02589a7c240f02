package figures

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// boast is how a sentence says that a model is better than others, or as good as the best.
	boast = pattern.New(`(?i)\b(?:achiev|reach|obtain|attain|set|establish|deliver|yield|provid|get|offer|produc|show|demonstrat|exhibit)\w*\s(?:[\w-]+\s){0,4}?(?:state[- ]of[- ]the[- ]art|sota)\b` +
		`|\b(?:is|are)\s(?:[\w-]+\s){0,3}?(?:state[- ]of[- ]the[- ]art|sota)(?:\s(?:on|in|for|across|among|at)\b|\s?$)|^(?:a )?(?:new )?(?:state[- ]of[- ]the[- ]art|sota) (?:results?|performance|accuracy)\b` +
		`|\b(?:outperform(?:s|ing)?|surpass(?:es|ing)?|beats?|beating|exceeds?|outclass(?:es)?|outscores?|crush(?:es)?|dominates?)\s(?:the )?(?:performance of |accuracy of |quality of )?(?:all|every|any|other|others|existing|most|much larger|larger|competing|competitors?|comparable|similar|previous|prior|commercial|proprietary|humans?|experts?|best|leading|state|sota|gpt|chatgpt|claude|gemini|llama|mistral|bert|openai|google|[A-Z]\w)` +
		`|\b(?:on par with|comparable to|rivals?|rivaling|matches|competitive with|as good as|better than|superior to)\s(?:the |that of )?(?:performance of )?(?:(?:much )?larger|gpt-?[0-9]|gpt|chatgpt|claude|gemini|humans?|human[- ]level|(?:medical |domain |legal )?experts?|commercial|proprietary|all|any)\b` +
		`|\b(?:human|super-?human|expert|near-human)[- ](?:level )?(?:performance|accuracy|quality|parity)\b|\b(?:unmatched|unparalleled|unrivall?ed|unbeaten|best[- ]in[- ]class|industry[- ]leading|world[- ]leading)\b` +
		`|\b(?:the )(?:best|most accurate|most powerful|strongest|fastest|most capable)\s(?:[\w-]+\s){0,4}?(?:models?|classifiers?|systems?|detectors?|taggers?|translators?|llms?)\b[^.]{0,30}?\b(?:in the world|available|to date|on the market|worldwide|ever|today|of its (?:size|class|kind))\b` +
		`|\b(?:perfect|flawless) (?:accuracy|precision|recall|results)\b`)
	// hedged is a sentence that boasts of nothing: it denies, hopes, or tells what others say.
	hedged = pattern.New(`(?i)\b(?:not|n't|cannot|never|no|neither|nor|may|might|could|should|would|will|aims?|goals?|hope|try|trying|want|if|whether|unless|claims?|according|depending|expect\w*|intended|planned|future|sometimes|in some|than before|less|worse|limited|fails?|far from|unlike)\b|\?`)
	// shown is what a sentence gives as evidence: a number, a reference.
	shown = pattern.New(`(?i)[0-9]+[.,][0-9]|[0-9] ?%|\b[0-9]+ (?:points?|bleu|f1|accuracy|wer)\b|\[[0-9]+\]|\bet al\b|\bsee\b|\btables?\b|\bfigures?\b|\bpapers?\b|\bappendix\b|\b(?:19|20)[0-9]{2}\)`)
	// cited is a work, in the source of a page.
	cited = pattern.New(`(?i)arxiv\.org|doi\.org|aclanthology|openreview\.net|\.pdf\b|semanticscholar|@(?:article|inproceedings|misc|techreport|proceedings|incollection|book|phdthesis|mastersthesis|software|online)\s*\{|paperswithcode|leaderboard|biorxiv|medrxiv|ieeexplore|\bwandb\.ai|tensorboard`)
	// boastsNot are the titles of sections whose sentences are of other models, of data, or of plans,
	// unless they name this one.
	boastsNot = pattern.New(`(?i)\b(?:base model|related|references?|citations?|citing|bibtex|acknowledge?ments?|change ?log|release notes|news|other models|teacher|history|limitations?|bias\w*|risks?|licen[sc]e|training data|datasets?|future|roadmap|background|motivation)\b`)
)

// Boasts are the sentences of a card that say that the model is better than others, and neither
// they nor their section nor, as far as names tell, the rest of the card give evidence of it.
func Boasts(d *document.Document, c *evidence.Card) []evidence.Text {
	out := []evidence.Text{}
	isShown := len(c.Claims)+len(c.TableClaims)+len(c.BodyMetrics) > 0 || slices.ContainsFunc(d.Marks.Tables, HasNumbers) || cited.Match(d.Source) || hasResults(d)
	names := CardNames(d, c.Name.Value)
	page := sync.OnceValue(func() string { return passage.LettersOf(string(d.Source[:min(len(d.Source), maxPage)])) })
	read := func(text string, links int, beginning, only bool, pointer ...string) {
		self := false
		for i, sentence := range prose.Sentences(text, passage.MaxSectionRead, passage.MaxSentences) {
			bare := strings.TrimLeft(sentence, "*_#>-–•🤗 ")
			self = passage.IsOfModel(bare, names, self && passage.SaysIt.MatchString(bare), beginning && i < 3) || self && (pronoun.MatchString(bare) || startsBoast.MatchString(bare))
			at := boast.FindStringIndex(bare)
			if at == nil || links > 0 || only && !passage.ThisModel.MatchString(bare) || len(sentence) > passage.MaxSentence || hedged.MatchString(bare) || shown.MatchString(bare) || len(out) == passage.MaxStatements {
				continue
			}
			if subject := bare[:at[0]]; (self || isBoastful(subject, names)) && !IsOtherModel(subject, names) && (!isShown || isOnlyHere(page, bare[at[0]:], names)) {
				if pointer[0] == "sections" {
					out = append(out, evidence.NewText(passage.Quoted(d, pointer[1], bare), bare))
					continue
				}
				out = append(out, evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer(pointer...)), bare))
			}
		}
	}
	first := len(d.Source)
	if len(d.Sections) > 0 {
		first = d.Sections[0].Heading.Start
	}
	for i, p := range d.Marks.Paragraphs {
		if p.Span.Start < first && !p.Comment {
			read(p.Text, 0, true, false, "body", "paragraphs", strconv.Itoa(i))
		}
	}
	for i, s := range d.Sections {
		read(s.Own, linksIn(d, i), i == 0 || passage.Describes.MatchString(s.Title), boastsNot.MatchString(s.Title), "sections", s.Slug)
	}
	return out
}

// startsBoast is a clause without a subject, of a list.
var startsBoast = pattern.New(`(?i)^(?:outperform|surpass|beat|exceed|achiev|reach|new state|state[- ]of|sota|best|rival|unmatched|unparallel|human|super)`)

// isBoastful reports whether the words before a boast are of the card's model.
func isBoastful(subject string, names []string) bool {
	subject = strings.TrimSpace(subject)
	return subject == "" || strings.EqualFold(subject, "we") || passage.SaysWe.MatchString(subject) || passage.ThisModel.MatchString(subject) || passage.SaysThisIs.MatchString(subject) || IsOwnHeader(strings.TrimPrefix(subject, "The "), names)
}

// linksIn counts the links and images of a section before its first sub-heading.
func linksIn(d *document.Document, i int) int {
	s, end, n := d.Sections[i], d.Sections[i].Body.End, 0
	if i+1 < len(d.Sections) {
		end = min(end, d.Sections[i+1].Heading.Start)
	}
	for _, l := range d.Marks.Links {
		if l.Span.Start >= s.Heading.Start && l.Span.Start < end {
			n++
		}
	}
	return n
}

// HasNumbers reports whether a column of a table has numbers.
func HasNumbers(t document.Table) bool {
	for i := range t.Rows[0] {
		if len(t.Rows) > 1 && IsNumeric(t, i) {
			return true
		}
	}
	return false
}

// hasResults reports whether the text of a card has a number that may be a result, or an image
// that may show one.
func hasResults(d *document.Document) bool {
	return slices.ContainsFunc(d.Sections, func(s document.Section) bool {
		return s.Images > 0 || resultIn.MatchString(s.Own[:min(len(s.Own), passage.MaxSectionRead)])
	}) || bytes.Contains(d.Source, []byte("<img"))
}

// isOnlyHere reports whether a boast names a model or a dataset that the card, by its letters,
// names nowhere else: whatever the card shows, it shows nothing of that.
func isOnlyHere(page func() string, said string, names []string) bool {
	found := properNames(said, names)
	for _, name := range rivals.FindAllString(said, 5) {
		found = append(found, passage.LettersOf(name))
	}
	if len(found) == 0 {
		return false
	}
	return !slices.ContainsFunc(found, func(name string) bool {
		return name != "sota" && strings.Count(page(), name) > strings.Count(passage.LettersOf(said), name)
	})
}

// rivals are models whose names are words.
var rivals = pattern.New(`(?i)\b(?:gpt-?[0-9][\w.]*|chatgpt|claude|gemini|llama|mistral|(?:super-?)?humans?|experts?)\b`)

// maxPage is how many bytes of a card are searched for what it boasts of.
const maxPage = 256 << 10
