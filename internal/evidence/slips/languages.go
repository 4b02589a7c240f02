package slips

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// pairOfName are the languages of a translation at the end of a model's name.
	pairOfName = pattern.New(`(?i)-([a-z]{2,3})-(?:to-)?([a-z]{2,3})$`)
	// translates is a sentence that names both languages of a translation.
	translates = pattern.New(`(?i)\b(?:translat\w+|from) (?:\w+ )?(?:from )?(?:the )?([a-z]{4,20})(?: \([a-z]{2,3}\))? (?:language )?(?:in)?to (?:the )?([a-z]{4,20})\b`)
	// sourceLabel and targetLabel are lines with the languages of a translation.
	sourceLabel = pattern.New(`(?im)^\s*[-*+] [*_]{0,2}source (?:languages?|language\(s\)|group)[*_]{0,2}:[*_]{0,2} *([A-Za-z]{2,20})\s*$`)
	targetLabel = pattern.New(`(?im)^\s*[-*+] [*_]{0,2}target (?:languages?|language\(s\)|group)[*_]{0,2}:[*_]{0,2} *([A-Za-z]{2,20})\s*$`)
	// onlyLanguage is a sentence that limits the model, or its data, to one language.
	onlyLanguage = pattern.New(`(?i)\b(?:(?:trained|fine-?tuned|finetuned|tested|evaluated|works?|supports?|available|understands|speaks) (?:\w+ ){0,3}?only (?:on |for |in |with |the )*(?:the )?([a-z]{4,20})(?: language| texts?| documents?| data| sentences?| speech| audio)\b|(?:trained|fine-?tuned|finetuned|tested|evaluated|works?|supports?|only (?:on|for)) (?:\w+ ){0,3}?(?:on |for |in )(?:the )?([a-z]{4,20})(?: [a-z]+)? only\b|only (?:works|trained|supports|intended|available|for|meant|designed|usable|suitable) (?:on |for |in |with )*(?:the )?([a-z]{4,20})(?: language| texts?| documents?| data| sentences?| speech| audio| inputs?)?[.;,\n]|only (?:works|trained|supports|intended|available|for|meant|designed|usable|suitable) (?:on |for |in |with )*(?:the )?([a-z]{4,20}) (?:language|texts?|documents?|data|sentences?|speech|audio|inputs?)\b)`)
	// theLanguage is a language by its name: "for the catalan language".
	theLanguage = pattern.New(`(?i)\b(?:for|of|in|on) (?:the )?([a-z]{4,20}) language\b`)
	// manyLanguages is a label that states several languages without naming them.
	manyLanguages = pattern.New(`(?i)\b(?:multi-?lingual|[0-9]{2,4}\+? languages)\b`)
	// anyLanguage is a sentence that promises all languages.
	anyLanguage = pattern.New(`(?i)\b(?:works?|supports?|suitable|usable|used|understands?|handles?|performs?|trained|recommended|applicable|transcribes?|translates?|answers?)\b[^.\n]{0,60}?\b((?:any|every|all) (?:other )?(?:(?:natural|human|spoken|written) )?languages?(?: (?:of|in) the world)?)\b`)
	// severalLanguages is a sentence that says of how many languages the model is.
	severalLanguages = pattern.New(`(?im)(?:^[*_\s>+-]*|[.!] )(?:(?:it|this model|the model)(?: also)? )?(?:works?|can be used|supports?|handles?|understands?|covers?)\b (?:with |for |on |in |texts? |documents? |speech |audio |inputs? |across )*((?:more than |over |about |up to )?[0-9]{2,4}\+? (?:different )?languages)\b`)
	refused          = pattern.New(`(?i)\b(?:not|n't|no|cannot|never|neither|without|limited|unlikely|fails?|less|worse|poor|few)\b|\?|programming`)
	// codedList is a name of a language with its code behind it.
	codedList = pattern.New(`(?i)\b[a-z]{3,20} \(([a-z]{2,3})\)`)
)

// languages finds what a card tells about its languages that metadata, or its name, may contradict.
// Which names and codes are of one language is left to the rules.
func (s *slipReader) languages() {
	pair := s.pair()
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock && b.Kind != passage.HeadingBlock {
			continue
		}
		text := []byte(b.Text)
		if pair != "" {
			if m := translates.FindSubmatchIndex(text); m != nil {
				s.add(evidence.SlipDirection, b.Start+m[0], strings.ToLower(b.Text[m[2]:m[3]]+">"+b.Text[m[4]:m[5]]), pair)
			}
			from, to := sourceLabel.FindSubmatchIndex(text), targetLabel.FindSubmatchIndex(text)
			if from != nil && to != nil {
				s.add(evidence.SlipDirection, b.Start+to[2], strings.ToLower(b.Text[from[2]:from[3]]+">"+b.Text[to[2]:to[3]]), pair)
			}
		}
		for _, m := range onlyLanguage.FindAllSubmatchIndex(text, passage.MaxMentions) {
			for i := 2; i < len(m); i += 2 {
				if m[i] >= 0 {
					s.add(evidence.SlipLanguage, b.Start+m[i], strings.ToLower(b.Text[m[i]:m[i+1]]), "only")
				}
			}
		}
		for _, m := range theLanguage.FindAllSubmatchIndex(text, passage.MaxMentions) {
			s.add(evidence.SlipLanguage, b.Start+m[2], strings.ToLower(b.Text[m[2]:m[3]]), "named")
		}
		for _, m := range anyLanguage.FindAllSubmatchIndex(text, passage.MaxMentions) {
			if !refused.MatchString(sentenceAround(b.Text, m[0])) {
				s.add(evidence.SlipLanguage, b.Start+m[2], strings.ToLower(b.Text[m[2]:m[3]]), "any")
			}
		}
		for _, m := range severalLanguages.FindAllSubmatchIndex(text, passage.MaxMentions) {
			if !refused.MatchString(sentenceAround(b.Text, m[0])) {
				s.add(evidence.SlipLanguage, b.Start+m[2], strings.ToLower(b.Text[m[2]:m[3]]), "several")
			}
		}
		if codes := codedList.FindAllSubmatch(text, 400); len(codes) >= 5 {
			var list []string
			for _, c := range codes {
				list = append(list, strings.ToLower(string(c[1])))
			}
			s.listed(b.Start+codedList.FindStringIndex(b.Text)[0], list)
		}
	}
	s.languageLabels()
	s.resultLanguages()
}

// pair are the languages that the name of a model of translation ends with, "en>tr".
func (s *slipReader) pair() string {
	if s.card.Task.Value != "" && s.card.Task.Value != "translation" && s.card.Task.Value != "text2text-generation" {
		return ""
	}
	m := pairOfName.FindStringSubmatch(path.Base(path.Dir(s.d.Path)))
	if m == nil && len(s.d.Sections) > 0 {
		m = pairOfName.FindStringSubmatch(s.d.Sections[0].Title)
	}
	if m == nil {
		return ""
	}
	return strings.ToLower(m[1] + ">" + m[2])
}

// listed keeps a list of codes of languages, in the order of the alphabet.
func (s *slipReader) listed(offset int, codes []string) {
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if len(codes) >= 5 {
		s.out = append(s.out, evidence.Slip{At: passage.LineAnchor(s.d, offset), Kind: evidence.SlipLanguage, Value: strings.Join(codes, " "), Other: "list"})
	}
}

// languageLabels finds labels that state several languages.
func (s *slipReader) languageLabels() {
	for i, l := range s.d.Marks.Labels {
		name := strings.ToLower(strings.Trim(l.Name, "*: "))
		if strings.HasPrefix(name, "language") && manyLanguages.MatchString(l.Value) && len(l.Value) < passage.MaxSentence {
			s.out = append(s.out, evidence.Slip{At: evidence.Anchor(s.d.Path + "#" + document.Pointer("body", "labels", strconv.Itoa(i))), Kind: evidence.SlipLanguage, Value: shortened(l.Value), Other: "many"})
		}
	}
}

// resultLanguages finds the one language that all data of the results in the metadata have.
func (s *slipReader) resultLanguages() {
	code, n := "", 0
	var at evidence.Anchor
	for _, model := range place.Root(s.d).Get("model-index").Items() {
		for _, result := range model.Get("results").Items() {
			data := result.Get("dataset")
			value := strings.ToLower(data.Get("args").Text().Or(data.Get("config").Text()).Value)
			if len(value) != 2 {
				continue
			}
			if n++; code != "" && code != value {
				return
			}
			code, at = value, data.Anchor
		}
	}
	if n >= 2 {
		s.out = append(s.out, evidence.Slip{At: at, Kind: evidence.SlipLanguage, Value: code, Other: "results"})
	}
}

// sentenceAround is the sentence of a text that an offset is in.
func sentenceAround(text string, offset int) string {
	start := 0
	for _, at := range sentenceStop.FindAllStringIndex(text, passage.MaxSentences) {
		if at[0] >= offset {
			return text[start:at[0]]
		}
		start = at[1]
	}
	return text[start:]
}
