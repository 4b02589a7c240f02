package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// keptOut is how a text says that some data, by their name, were not trained on.
	keptOut = pattern.New(`\b((?:[A-Z][\w+-]*\w)(?:[ -](?:[A-Z]|[0-9])[\w.+-]*\w){0,3}) (?:(?:was|were|is|are) (?:not|never) (?:used|seen|included|contained|part)|(?:was|were) held[- ]out)\b (?:in|for|during|of|from|by)? ?(?:the |its |our |any )?(?:model(?:'s)? )?(?:(?:pre-?|fine-?)?training|fine-?tuning|(?:pre-?|fine-?)?training (?:data|set|corpus))\b`)
	// trainingLabel is the name of a label with the training data, and trainedOn a sentence about them.
	trainingLabel = pattern.New(`(?i)^[*_\s]*(?:(?:pre-?|fine-?)?training (?:data(?:sets?)?|corpus|corpora|sets?)|trained on|(?:pre-?|fine-?)?tuning data(?:sets?)?)[*_:\s]*$`)
	trainedOn     = pattern.New(`(?i)\b(?:was|were|is|been) (?:also |then |further )?(?:pre-?|fine-?)?(?:trained|tuned) (?:[\pL-]+ ){0,3}?on ([^;\n]{3,300}?)(?:\.(?:\s|$)|;|$)`)
	// leftOut is how such a text says what is not in it.
	leftOut = pattern.New(`(?i)\b(?:not|n't|no|never|without|except|exclud\w*|other than|apart|held|hold|remov\w*|filter\w*|decontaminat\w*|overlap\w*|unlike|instead|evaluat\w*|test(?:ed)? on|validat\w*|compar\w*|previous\w*|earlier|original|base model|teacher|if)\b`)
	// stillPart is how a text says of what was held out that it is part of a corpus.
	stillPart = pattern.New(`(?i:\bheld[- ]out\b[^.\n]{0,30}?\b(?:they|it|which|these) (?:are|is|were|was) (?:also |all )?part of (?:the )?(?:training )?)([A-Z][\w-]{2,40})\b`)
)

// heldOut finds data that a text says were not trained on, and that it names among the training data.
func (s *slipReader) heldOut() {
	body := string(s.d.Source[s.d.Front.End:min(len(s.d.Source), s.d.Front.End+passage.MaxBodyRead)])
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range keptOut.FindAllSubmatchIndex([]byte(b.Text), 5) {
			if text := s.trainedWith(body, b.Text[m[2]:m[3]]); text != "" {
				s.add(evidence.SlipHeldOut, b.Start+m[0], b.Text[m[0]:m[1]], text)
			}
		}
		for _, m := range stillPart.FindAllSubmatchIndex([]byte(b.Text), 5) {
			if text := s.trainedWith(body, b.Text[m[2]:m[3]]); text != "" {
				s.add(evidence.SlipHeldOut, b.Start+m[0], b.Text[m[0]:m[1]], text)
			}
		}
	}
}

// trainedWith is the text by which the model was trained on some data, "" if there is none.
func (s *slipReader) trainedWith(body, name string) string {
	if len(name) < 4 {
		return ""
	}
	for _, l := range s.d.Marks.Labels {
		if trainingLabel.MatchString(l.Name) && namesData(body, l.Value, name) {
			return strings.Trim(l.Name, "*_: ") + ": " + l.Value
		}
	}
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range trainedOn.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if namesData(body, unlinked(b.Text[m[2]:m[3]]), name) && !leftOut.MatchString(sentenceAround(b.Text, m[0])) {
				return unlinked(b.Text[m[0]:m[1]])
			}
		}
	}
	return ""
}

// namesData reports whether a text about training data has a name, and excludes nothing. A name that
// goes on with a number may be that of another version, unless the card has it as a whole elsewhere.
func namesData(body, text, name string) bool {
	at := strings.Index(text, name)
	if at < 0 || leftOut.MatchString(text) || at > 0 && wordSign.MatchString(text[at-1:at]) {
		return false
	}
	rest := text[at+len(name):]
	suffix := versionBehind.FindString(rest)
	if suffix == "" {
		return rest == "" || !wordSign.MatchString(rest[:1])
	}
	return strings.Count(body, name+suffix) > 1
}

var (
	wordSign      = pattern.New(`^[\w-]$`)
	versionBehind = pattern.New(`^[ -]?v?[0-9][\w.]*\b`)
)
