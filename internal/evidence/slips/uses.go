package slips

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// unsafeUse is a sentence that recommends decisions of weight without a person.
	unsafeUse = pattern.New(`(?i)\b(?:ready|suitable|suited|safe|approved|recommended|may be used|can be used|fit)\b[^.\n]{0,40}?\b(?:unsupervised|autonomous|unattended|fully automat(?:ed|ic)|automatic|independent)\b[^.\n]{0,30}?\b(?:clinical|medical|diagnos\w+|treatment|legal|judicial|hiring|credit|lending|law enforcement|policing|military|weapons?|safety-critical)\b[^.\n]{0,30}|\b(?:ready|suitable|suited|safe|recommended|may be used|can be used)\b[^.\n]{0,40}?\b(?:clinical|medical|diagnos\w+|treatment|legal|hiring|credit|lending|law enforcement|safety-critical)\b[^.\n]{0,40}?\bwithout (?:any |further )?(?:human|medical|clinical|a (?:doctor|physician|clinician))\b[^.\n]{0,30}`)
	// untested is what a text says the model was not made for; suits, what it says it is for.
	untested = pattern.New(`(?i)\b(?:not|never|n't) (?:been )?(?:tested|validated|evaluated|trained|designed|intended|suitable|suited|recommended|meant|made)\b(?: to be used)? (?:on|for|in|with|to)\b([^.;:\n]{3,160}?)(?:[.;:\n]|$|\b(?:and|but) (?:is|it|the model|can|are|should)\b)`)
	suits    = pattern.New(`(?i)(\b(?:not|never|n't|if|whether|only)\b[^.;\n]{0,30})?\b(?:well[- ]suited|is suited|is suitable|is ready|is recommended|is designed|is safe|is fit|works well|performs well|can safely be used) (?:for|to|in|on)\b([^.;\n]{3,120})`)
	ofDomain = pattern.New(`(?i)\b(?:very |highly )?domain[- ]specific\b|\bnot recommended (?:to use (?:this|the) model )?for other domains|\blimited (?:by|to) (?:its|the|their) (?:training|domain)`)
	allOther = pattern.New(`(?i)\b(recommended|suitable|suited|works? (?:equally )?well|can be used) (?:for|in|on|across) (?:all|any|every) (?:other )?domains?\b|\b(generali[sz]es? well) (?:for|in|on|to|across) (?:all|any|every) (?:[\pL-]+ )?(?:cases|domains?|data|texts?|images|inputs|tasks|languages|settings)\b`)
	longWord = pattern.New(`[\pL-]{6,}`)
	usual    = pattern.New(`(?i)^(?:images?|models?|language|languages|general|purposes?|tasks?|applications?|domains?|without|further|training|inputs?|outputs?|generat\w+|datasets?|production|research|environments?|specific|human|humans|people|content|context|languages|english|testing|evaluation|processing|understanding|systems?|factual|information|commercial|should|different|including|especially|particularly|instruct\w+|downstream|performance|sentence|sentences|documents?|results?|within|pre-?trained|fine-?tun\w+|multiple|various|scenarios?|complex|applied|directly|other|others|during|always|answers?|response|responses|questions?|because|between|against|before|instead|question|answering|classification|recognition|detection|conversation\w*|translation|generation|images|videos?|larger|smaller|longer|shorter|prompts?|through|samples?)$`)
)

// uses finds uses that a text recommends where it rules them out, or where nobody should.
func (s *slipReader) uses() {
	var ruledOut, recommended []usePhrase
	defer func() { s.compare(ruledOut, recommended) }()
	s.outOfScope()
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range unsafeUse.FindAllStringIndex(b.Text, passage.MaxMentions) {
			if before := b.Text[:m[0]]; !refused.MatchString(before[strings.LastIndexAny(before, ".,;:\n")+1:]) {
				s.add(evidence.SlipUse, b.Start+m[0], b.Text[m[0]:m[1]], "")
			}
		}
		if at := allOther.FindStringIndex(b.Text); at != nil && ofDomain.MatchString(b.Text) && !refused.MatchString(b.Text[max(0, at[0]-10):at[0]]) {
			s.add(evidence.SlipUse, b.Start+at[0], b.Text[at[0]:at[1]], ofDomain.FindString(b.Text))
		}
		ruledOut = append(ruledOut, s.phrases(b, excluded)...)
		recommended = append(recommended, s.phrases(b, included)...)
		for _, m := range untested.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			for _, p := range suits.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
				if p[2] >= 0 {
					continue
				}
				if word := sharedUse(b.Text[m[2]:m[3]], b.Text[p[4]:p[5]]); word != "" {
					s.add(evidence.SlipUse, b.Start+p[0], b.Text[p[0]:p[1]], b.Text[m[0]:m[3]])
				}
			}
		}
	}
}

var (
	// excluded is what a text says the model must not be used for; included, what it recommends it for.
	excluded = pattern.New(`(?i)\b(?:(?:must|should|shall|may|can) ?not be (?:used|relied on|deployed|applied)|do not use (?:it|this model|the model)|is not (?:intended|suitable|suited|recommended|designed|meant|fit)|not (?:to be used|for use)) (?:as |for |to |in )([^.;:\n]{5,160})`)
	included = pattern.New(`(?i)\b(?:(?:is|are) (?:well[- ]suited|suitable|intended|ideal|recommended|designed|ready|fit|meant)|can (?:also |safely |reliably )?be (?:used|relied on|deployed|applied)|we recommend (?:it|the model|this model)) (?:as |for |to |in )([^.;:\n]{5,160})`)
	// goesOn is where a use ends: at what is beside it, or at what it is not.
	goesOn    = pattern.New(`,? (?:and|but|or) (?:\pL+ )?(?:should|must|is|can|may|are|do|does|not)\b|,? (?:beyond|outside|unrelated|other than|except|unless|without|instead|rather)\b|\bunrelated `)
	plainWord = pattern.New(`[\pL-]{4,}`)
)

// usePhrase is a use that a text names, and where.
type usePhrase struct {
	words []string // pairs of words that stand next to each other
	shown string
	at    int
}

// phrases are the uses that a block names in one way.
func (s *slipReader) phrases(b passage.Block, way *pattern.Pattern) []usePhrase {
	var out []usePhrase
	for _, m := range way.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
		before := b.Text[:m[0]]
		if way == included && refused.MatchString(before[strings.LastIndexAny(before, ".,;:\n")+1:]) {
			continue
		}
		what := strings.ToLower(b.Text[m[2]:m[3]])
		if at := goesOn.FindStringIndex(what); at != nil {
			what = what[:at[0]]
		}
		out = append(out, usePhrase{words: pairsOf(what), shown: b.Text[m[0]:m[2]] + what, at: b.Start + m[0]})
	}
	return out
}

// compare finds uses that are recommended and ruled out in the same two words.
func (s *slipReader) compare(ruledOut, recommended []usePhrase) {
	for _, yes := range recommended[:min(len(recommended), passage.MaxMentions)] {
		for _, no := range ruledOut[:min(len(ruledOut), passage.MaxMentions)] {
			if slices.ContainsFunc(yes.words, func(w string) bool { return slices.Contains(no.words, w) }) {
				s.add(evidence.SlipUse, yes.at, yes.shown, no.shown)
				return
			}
		}
	}
}

// sharedUse is a word of some length that two descriptions of a use have both.
func sharedUse(a, b string) string {
	for _, word := range longWord.FindAllString(a, 40) {
		if !usual.MatchString(word) && strings.Contains(strings.ToLower(b), strings.ToLower(word)) {
			return word
		}
	}
	return ""
}
