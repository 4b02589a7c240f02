package cards

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	releaseLine = pattern.New(`(?im)^\s*[-*+] [*_]{0,2}(?:release|release date|released)[*_]{0,2}:[*_]{0,2} *((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})\s*$`)
	// datedFile is the day in the name of a file.
	datedFile = pattern.New(`[\w+]*_((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})\.(?:zip|tar|gz|pt|bin|txt|eval|test)\b`)
)

// releases finds days of release where all files that the card names are of another day.
func (s *slipReader) releases() {
	days := map[string]int{}
	var day string
	for _, b := range s.blocks {
		for _, m := range datedFile.FindAllStringSubmatch(b.text, maxMentions) {
			day = m[1]
			days[day]++
		}
	}
	if len(days) != 1 || days[day] < 2 {
		return
	}
	for _, b := range s.blocks {
		for _, m := range releaseLine.FindAllSubmatchIndex([]byte(b.text), maxMentions) {
			if said := b.text[m[2]:m[3]]; said != day {
				s.add(evidence.SlipRelease, b.start+m[2], said, day)
			}
		}
	}
}

var (
	// unsafe is a sentence that recommends decisions of weight without a person.
	unsafeUse = pattern.New(`(?i)\b(?:ready|suitable|suited|safe|approved|recommended|may be used|can be used|fit)\b[^.\n]{0,40}?\b(?:unsupervised|autonomous|unattended|fully automat(?:ed|ic)|automatic|independent)\b[^.\n]{0,30}?\b(?:clinical|medical|diagnos\w+|treatment|legal|judicial|hiring|credit|lending|law enforcement|policing|military|weapons?|safety-critical)\b[^.\n]{0,30}|\b(?:ready|suitable|suited|safe|recommended|may be used|can be used)\b[^.\n]{0,40}?\b(?:clinical|medical|diagnos\w+|treatment|legal|hiring|credit|lending|law enforcement|safety-critical)\b[^.\n]{0,40}?\bwithout (?:any |further )?(?:human|medical|clinical|a (?:doctor|physician|clinician))\b[^.\n]{0,30}`)
	// untested is what a text says the model was not made for; suits, what it says it is for.
	untested = pattern.New(`(?i)\b(?:not|never|n't) (?:been )?(?:tested|validated|evaluated|trained|designed|intended|suitable|suited|recommended|meant|made)\b(?: to be used)? (?:on|for|in|with|to)\b([^.;:\n]{3,160}?)(?:[.;:\n]|$|\b(?:and|but) (?:is|it|the model|can|are|should)\b)`)
	suits    = pattern.New(`(?i)(\b(?:not|never|n't|if|whether|only)\b[^.;\n]{0,30})?\b(?:well[- ]suited|is suited|is suitable|is ready|is recommended|is designed|is safe|is fit|works well|performs well|can safely be used) (?:for|to|in|on)\b([^.;\n]{3,120})`)
	ofDomain = pattern.New(`(?i)\b(?:very |highly )?domain[- ]specific\b|\bnot recommended (?:to use (?:this|the) model )?for other domains`)
	allOther = pattern.New(`(?i)\b(recommended|suitable|suited|works? (?:equally )?well|can be used) (?:for|in|on|across) (?:all|any|every) (?:other )?domains?\b`)
	longWord = pattern.New(`[\pL-]{6,}`)
	usual    = pattern.New(`(?i)^(?:images?|models?|language|languages|general|purposes?|tasks?|applications?|domains?|without|further|training|inputs?|outputs?|generat\w+|datasets?|production|research|environments?|specific|human|humans|people|content|context|languages|english|testing|evaluation|processing|understanding|systems?|factual|information|commercial|should|different|including|especially|particularly|instruct\w+|downstream|performance|sentence|sentences|documents?|results?|within|pre-?trained|fine-?tun\w+|multiple|various|scenarios?|complex|applied|directly|other|others|during|always|answers?|response|responses|questions?|because|between|against|before|instead|question|answering|classification|recognition|detection|conversation\w*|translation|generation|images|videos?|larger|smaller|longer|shorter|prompts?|through|samples?)$`)
)

// uses finds uses that a text recommends where it rules them out, or where nobody should.
func (s *slipReader) uses() {
	for _, b := range s.blocks {
		if b.kind != proseBlock && b.kind != listBlock {
			continue
		}
		for _, m := range unsafeUse.FindAllStringIndex(b.text, maxMentions) {
			if before := b.text[:m[0]]; !refused.MatchString(before[strings.LastIndexAny(before, ".,;:\n")+1:]) {
				s.add(evidence.SlipUse, b.start+m[0], b.text[m[0]:m[1]], "")
			}
		}
		if at := allOther.FindStringIndex(b.text); at != nil && ofDomain.MatchString(b.text) && !refused.MatchString(b.text[max(0, at[0]-10):at[0]]) {
			s.add(evidence.SlipUse, b.start+at[0], b.text[at[0]:at[1]], ofDomain.FindString(b.text))
		}
		for _, m := range untested.FindAllSubmatchIndex([]byte(b.text), maxMentions) {
			for _, p := range suits.FindAllSubmatchIndex([]byte(b.text), maxMentions) {
				if p[2] >= 0 {
					continue
				}
				if word := sharedUse(b.text[m[2]:m[3]], b.text[p[4]:p[5]]); word != "" {
					s.add(evidence.SlipUse, b.start+p[0], b.text[p[0]:p[1]], b.text[m[0]:m[3]])
				}
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
