package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// asProbability is how a sentence says that what the model gives is between 0 and 1.
	asProbability = pattern.New(`(?i)\b(?:scores?|outputs?|predictions?|returned values?)\b (?:are|is|lies?|ranges?|will be)\b[^.;,\n]{0,30}?\b(?:probabilit(?:y|ies)|between 0 and 1|from 0 to 1|in (?:the (?:range|interval) )?\[0, ?1\])`)
	// afterwards are words of a sentence about scores that were made something else.
	afterwards = pattern.New(`(?i)\b(?:not|n't|never|softmax|sigmoid|normali[sz]\w+|after|logits?|raw|if|when|can be|converted|scaled|activation|cosine|similarit\w+)\b`)
	// shownScores are numbers that a block of output has, and squashes what makes them probabilities.
	shownScores = pattern.New(`(?m)^[ \t#>]*(?:tensor|array)?\(?\[{1,2} *(-?[0-9]+\.[0-9]{2,}(?:, +-?[0-9]+\.[0-9]{2,}){2,40})\]`)
	squashes    = pattern.New(`(?i)softmax|sigmoid|predict_proba|expit|normalize`)
	ofVectors   = pattern.New(`(?i)embedding|encode\(|last_hidden|pooler|feature`)
)

// scores finds sentences that call scores probabilities where the only output that the card shows has
// numbers that are none.
func (s *slipReader) scores() {
	shown := ""
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		if squashes.MatchString(b.Text) || ofVectors.MatchString(b.Text) {
			return
		}
		for _, m := range shownScores.FindAllStringSubmatch(b.Text, 2) {
			if shown != "" || !beyondOne(m[1]) {
				return
			}
			shown = strings.TrimSpace(m[0])
		}
	}
	if shown == "" {
		return
	}
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		if at := asProbability.FindStringIndex(b.Text); at != nil && !afterwards.MatchString(sentenceAround(b.Text, at[0])) {
			s.add(evidence.SlipArgument, b.Start+at[0], shown, b.Text[at[0]:at[1]])
		}
	}
}

// beyondOne reports whether a list has numbers above 1 or below 0.
func beyondOne(list string) bool {
	for part := range strings.SplitSeq(list, ",") {
		if n, err := strconv.ParseFloat(strings.TrimSpace(part), 64); err == nil && (n > 1.01 || n < -0.01) {
			return true
		}
	}
	return false
}
