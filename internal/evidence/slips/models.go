package slips

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// loadCall is code that loads a model or what belongs to one, by the class that it calls.
	loadCall = pattern.New(`\b(\w+)\.from_pretrained\(\s*([^()\n]{0,60}?,\s*)?["']([A-Za-z0-9][\w.-]*(?:/[\w.-]*)?\w)["']`)
	// readsInput is a class that prepares the input of a model.
	readsInput = pattern.New(`(?:Tokenizer(?:Fast)?|Processor|FeatureExtractor)$`)
	// usesAsBase is a sentence that names, with a link, the model that this one was made from.
	usesAsBase = pattern.New(`(?i)\b(?:this|the|our) model uses (?:the )?\[[^\][]{1,80}\]\(https?://(?:huggingface\.co|hf\.co)/([\w.-]+(?:/[\w.-]+)?)/?\) as (?:its|the|a) (?:base|backbone|underlying)(?: model)?\b`)
	// compound is the name of a family of models with what tells its members apart.
	compound = pattern.New(`(?i)(?:\b|_)([a-z]{3,})[- ]?([0-9]{2,3}|[0-9]{1,3}(?:\.[0-9])?[bm])\b|(?:\b|_)([a-z][a-z0-9]{3,})-(tiny|mini|small|medium|base|large|big|huge)(?:\b|_)`)
	// ownLabel is a line with the kind of the model.
	ownLabel = pattern.New(`(?im)^\s*[-*+] [*_]{0,2}(?:model|model type|architecture|backbone):?[*_]{0,2}:? `)
	// startsWithVerb is what follows the subject of a sentence.
	startsWithVerb = pattern.New(`(?i)^ (?:is|was|has|achieves?|reach(?:es|ed)?|outperforms?|obtains?|scores?|performs?|can|cannot|supports?|uses|should|may|will|does)\b`)
	// contrasts is the rest of a sentence about another member of the family, which goes on with this one.
	contrasts = pattern.New(`(?i)^(?:[^.!?]|\.[0-9])*[,;] (?:and |but |while |whereas |unlike )?(?:this (?:one|model|version|release)|ours|the (?:new|current|present) (?:one|model|version))\b`)
	// sizeWord is a number of parameters in a name.
	sizeWord = pattern.New(`^[0-9]{1,3}(?:\.[0-9]+)?[bm]$`)
)

// models finds names of other models where the model's own, or that of its base model, belongs.
func (s *slipReader) models() {
	own := s.ownNames()
	s.loadedSiblings(own)
	s.onlyLoaded(own)
	s.otherWeights(own)
	s.ownRow(own)
	s.subjects(own)
	s.lonelyVariants()
	s.onceNamed(own)
	s.title()
	s.citedTitle()
	s.indexNames(own)
	s.contained(own)
	s.namedBases(own)
	s.strayLoads(own)
	for _, b := range s.blocks {
		for _, m := range usesAsBase.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			s.base(b.Start+m[2], b.Text[m[2]:m[3]], func(name, base string) bool { return len(sharedWords(name, base)) == 0 })
		}
	}
	for _, sec := range s.d.Sections {
		for _, sentence := range prose.Sentences(sec.Own, passage.MaxSectionRead, passage.MaxSentences) {
			if m := passage.MadeFrom.FindStringSubmatch(sentence); m != nil && len(sentence) <= passage.MaxSentence {
				if at := strings.Index(string(s.d.Source[sec.Heading.Start:sec.Body.End]), m[1]); at >= 0 {
					s.base(sec.Heading.Start+at, m[1], differsInOne)
				}
			}
		}
	}
}

// base keeps the name of a base model that differs from that of the metadata.
func (s *slipReader) base(offset int, name string, differs func(name, base string) bool) {
	bases := s.card.BaseModels.Items
	if len(bases) == 1 && differs(path.Base(name), path.Base(bases[0].Value)) {
		s.add(evidence.SlipBase, offset, name, bases[0].Value)
	}
}

// sharedWords are the words that two names have both, or that begin alike.
func sharedWords(a, b string) []string {
	var out []string
	for _, x := range wordsOfName(a) {
		for _, y := range wordsOfName(b) {
			if strings.Contains(x, y) || strings.Contains(y, x) {
				out = append(out, x)
			}
		}
	}
	return out
}

// ownNames are the names that the model has by its directory and its title.
func (s *slipReader) ownNames() []string {
	var out []string
	if dir := path.Base(path.Dir(s.d.Path)); len(wordsOfName(dir)) > 1 {
		out = append(out, dir)
	}
	if len(s.d.Sections) > 0 && s.d.Sections[0].Level == 1 {
		title := path.Base(strings.TrimSpace(passage.CardOf.ReplaceAllString(s.d.Sections[0].Title, "")))
		if words := wordsOfName(title); len(words) > 1 && len(words) < 8 {
			out = append(out, title)
		}
	}
	return out
}

// quotedID is an identifier of the hub in quotes, within code.
var quotedID = pattern.New(`["']([A-Za-z0-9][\w.-]*/[\w.-]*\w)["']`)

// loadedSiblings finds code that names another member of the model's family, which the text does
// not name; and code that loads a model with the tokenizer of such a one.
func (s *slipReader) loadedSiblings(own []string) {
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		s.tokenizers(b)
		for _, m := range quotedID.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			id := b.Text[m[2]:m[3]]
			for _, name := range own {
				if differsInOne(path.Base(id), path.Base(name)) && !s.isNamed(id) {
					s.add(evidence.SlipModel, b.Start+m[2], id, name)
				}
			}
		}
	}
}

// tokenizers finds what prepares the input of another member of the family than the model that a
// block of code loads.
func (s *slipReader) tokenizers(b passage.Block) {
	models, at := map[string]bool{}, map[string]int{}
	var readers []string
	for _, m := range loadCall.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		id := b.Text[m[6]:m[7]]
		if !readsInput.MatchString(b.Text[m[2]:m[3]]) {
			models[id] = true
		} else if at[id] == 0 {
			readers, at[id] = append(readers, id), b.Start+m[6]
		}
	}
	for _, id := range readers {
		if len(models) != 1 || models[id] {
			continue
		}
		for model := range models {
			if differsInOne(id, model) || differsInTongue(id, model) {
				s.add(evidence.SlipTokenizer, at[id], id, model)
			}
		}
	}
}

// tongues are words of names that tell for which languages or letters a model is.
var tongues = pattern.New(`^(?:chinese|german|dutch|japanese|italian|spanish|finnish|turkish|swedish|portuguese|french|multilingual|english|cased|uncased)$`)

// differsInTongue reports whether two names differ in their last word alone, which is the language.
func differsInTongue(a, b string) bool {
	x, y := wordsOfName(a), wordsOfName(b)
	last := len(x) - 1
	return len(x) > 2 && len(x) == len(y) && slices.Equal(x[:last], y[:last]) && x[last] != y[last] && tongues.MatchString(x[last]) && tongues.MatchString(y[last])
}

// isNamed reports whether the text outside of code has a name, or the metadata have it.
func (s *slipReader) isNamed(id string) bool {
	last := strings.ToLower(path.Base(id))
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock && strings.Contains(strings.ToLower(b.Text), last) {
			return true
		}
	}
	for _, base := range s.card.BaseModels.Items {
		if strings.EqualFold(path.Base(base.Value), last) {
			return true
		}
	}
	return false
}

// subjects finds sentences that begin with the name of another member of the model's family,
// which the card names nowhere else.
func (s *slipReader) subjects(own []string) {
	all := strings.Join(wordsOfName(string(s.d.Source[:min(len(s.d.Source), passage.MaxBodyRead)])), " ")
	for _, name := range own {
		want := wordsOfName(name)
		if strings.Count(all, strings.Join(want, " ")) < 2 {
			continue
		}
		for _, b := range s.blocks {
			if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
				continue
			}
			for _, at := range sentenceStarts(b.Text) {
				words, end := leadingWords(b.Text[at:], len(want))
				if words == "" || !differsInOne(words, name) || !startsWithVerb.MatchString(b.Text[at+end:]) || contrasts.MatchString(b.Text[at+end:]) {
					continue
				}
				if strings.Count(all, strings.Join(wordsOfName(words), " ")) == 1 {
					s.add(evidence.SlipModel, b.Start+at, words, name)
				}
			}
		}
	}
}

// sentenceStarts are the places at which the sentences of a text begin.
func sentenceStarts(text string) []int {
	out := []int{len(text) - len(strings.TrimLeft(text, "-*+•_ "))}
	for _, at := range sentenceStop.FindAllStringIndex(text, passage.MaxSentences) {
		if at[1] < len(text) {
			out = append(out, at[1]+len(text[at[1]:])-len(strings.TrimLeft(text[at[1]:], "-*+•_ \n")))
		}
	}
	return out
}

// leadingWords are the first words of a text, and where they end.
func leadingWords(text string, n int) (string, int) {
	end, seen := 0, 0
	for i, r := range text + " " {
		switch {
		case r == ' ' || r == '-' || r == '_':
			if seen++; seen == n {
				return text[:i], i
			}
		case r == '\n' || i > passage.MaxNameSigns:
			return "", 0
		}
		end = i
	}
	return "", end
}

// lonelyVariants finds titles and labels that name a member of a family of which the card
// otherwise names another, more than once.
func (s *slipReader) lonelyVariants() {
	counts := map[string]map[string]int{}
	for _, m := range compound.FindAllSubmatch(s.d.Source[:min(len(s.d.Source), passage.MaxBodyRead)], 2000) {
		family, variant := strings.ToLower(string(m[1])+string(m[3])), strings.ToLower(string(m[2])+string(m[4]))
		if counts[family] == nil {
			counts[family] = map[string]int{}
		}
		counts[family][variant]++
	}
	check := func(text string, offset int) {
		for _, m := range compound.FindAllSubmatchIndex([]byte(text), passage.MaxMentions) {
			part := func(i int) string {
				if m[2*i] < 0 {
					return ""
				}
				return strings.ToLower(text[m[2*i]:m[2*i+1]])
			}
			family, variant := part(1)+part(3), part(2)+part(4)
			if of := counts[family]; len(of) == 2 && of[variant] == 1 {
				for other, n := range of {
					if other != variant && n >= 3 && areVariants(variant, other) {
						s.add(evidence.SlipModel, offset+m[0], text[m[0]:m[1]], family+"-"+other)
					}
				}
			}
		}
	}
	for i, b := range s.blocks {
		switch {
		case b.Kind == passage.HeadingBlock && i < 3 && strings.HasPrefix(b.Text, "# "):
			check(b.Text, b.Start)
		case b.Kind == passage.ListBlock:
			for _, at := range ownLabel.FindAllStringIndex(b.Text, passage.MaxMentions) {
				line, _, _ := strings.Cut(b.Text[at[1]:], "\n")
				check(line, b.Start+at[1])
			}
		}
	}
}

// title finds a title that is the name of another member of the family than the identifier under
// which the card names the model more than once.
func (s *slipReader) title() {
	if len(s.d.Sections) == 0 || s.d.Sections[0].Level != 1 {
		return
	}
	title := path.Base(strings.TrimSpace(passage.CardOf.ReplaceAllString(s.d.Sections[0].Title, "")))
	if strings.Contains(title, " ") || len(wordsOfName(title)) < 2 {
		return
	}
	text := strings.ToLower(string(s.d.Source[:min(len(s.d.Source), passage.MaxBodyRead)]))
	if strings.Count(text, strings.ToLower(title)) > 1 {
		return
	}
	for _, m := range quotedID.FindAllStringSubmatch(string(s.d.Source[:min(len(s.d.Source), passage.MaxBodyRead)]), passage.MaxMentions) {
		if id := path.Base(m[1]); differsInOne(id, title) && strings.Count(text, strings.ToLower(id)) >= 2 {
			s.add(evidence.SlipModel, s.d.Sections[0].Heading.Start, title, m[1])
		}
	}
}

var (
	titleField = pattern.New(`(?im)^\s*title\s*=\s*["{]+([^\n]{3,200}?)["}]+,?\s*$`)
	hubField   = pattern.New(`(?i)huggingface\.co/[\w.-]+/([\w.-]+)`)
	nameWord   = pattern.New(`[\pL][\pL\pN]*(?:-[\pL\pN.]+)*`)
)

// citedTitle finds an entry of BibTeX for this model whose title names a family of models that
// the card names nowhere else.
func (s *slipReader) citedTitle() {
	dir := passage.LettersOf(path.Base(path.Dir(s.d.Path)))
	all := passage.LettersOf(string(s.d.Source[:min(len(s.d.Source), passage.MaxBodyRead)]))
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		title, of := titleField.FindSubmatchIndex([]byte(b.Text)), hubField.FindStringSubmatch(b.Text)
		if title == nil || of == nil || len(passage.EntryStart.FindAllSubmatchIndex([]byte(b.Text), 2)) != 1 || !strings.Contains(passage.LettersOf(of[1]), dir) && strings.Count(all, passage.LettersOf(of[1])) < 2 {
			continue
		}
		for _, word := range nameWord.FindAllString(b.Text[title[2]:title[3]], 20) {
			if plain := passage.LettersOf(word); passage.ModelFamily.MatchString(word) && strings.Count(all, plain) == 1 && !strings.Contains(passage.LettersOf(of[1]), plain) {
				s.add(evidence.SlipModel, b.Start+title[2], word, of[1])
			}
		}
	}
}

// indexNames finds names of the model in its results that have the size of another model.
func (s *slipReader) indexNames(own []string) {
	if len(s.card.Index) != 1 || !s.card.Index[0].Name.Present {
		return
	}
	name := s.card.Index[0].Name
	sizes := sizesOf(name.Value)
	if len(own) == 0 || len(sizes) == 0 {
		return
	}
	for _, o := range own {
		known := sizesOf(o)
		if len(known) == 0 || len(sharedWords(name.Value, o)) < 2 {
			return
		}
		for size := range known {
			if sizes[size] {
				return
			}
		}
	}
	s.out = append(s.out, evidence.Slip{At: name.At, Kind: evidence.SlipModel, Value: shortened(name.Value), Other: shortened(own[0])})
}

// sizesOf are the words of a name that tell how large the model is.
func sizesOf(name string) map[string]bool {
	out := map[string]bool{}
	for _, word := range wordsOfName(name) {
		if sizeWord.MatchString(word) {
			out[word] = true
		}
	}
	return out
}
