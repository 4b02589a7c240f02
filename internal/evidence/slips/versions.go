package slips

import (
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// frameworkLine is a line with the version of a framework, as the Trainer of transformers writes it.
	frameworkLine = pattern.New(`(?im)^\s*[-*+] [*_]{0,2}(transformers|pytorch|datasets|tokenizers|tensorflow|peft|trl)(?: version)?:?[*_]{0,2}:? v?([0-9]+\.[0-9]+[\w.+-]*)\s*$`)
	// pinned is a version of a package that an installation asks for.
	pinned = pattern.New(`(?i)(?:^|[^\w-])(transformers|torch|pytorch|datasets|tokenizers|tensorflow|peft|trl)(?:\[[\w,]+\])?\s*(?:==|>=|~=)\s*v?([0-9]+\.[0-9]+[\w.+-]*)`)
	// meanAndDeviation are the values for each channel of an image.
	meanAndDeviation = pattern.New(`(?i)\bmeans?\b[^.([\n]{0,12}[([]([0-9., ]+)[)\]][^([\n]{0,40}?\b(?:std|standard deviations?|deviations?)\b[^.([\n]{0,12}[([]([0-9., ]+)[)\]]`)
	// likened are models that the text likens this one to.
	likened = pattern.New(`(?i)\b(?:as with|like|as in|as for) (?:all |any |most |many )?other ([a-z][a-z -]{3,40}?) (?:models|systems)\b`)
)

// frameworks keeps the versions of frameworks, whose releases the rules know.
func (s *slipReader) frameworks() {
	for _, b := range s.blocks {
		for _, m := range pinned.FindAllSubmatchIndex([]byte(b.Text), 10) {
			name := strings.Replace(strings.ToLower(b.Text[m[2]:m[3]]), "torch", "pytorch", 1)
			s.add(evidence.SlipFramework, b.Start+m[2], strings.Replace(name, "pypytorch", "pytorch", 1), b.Text[m[4]:m[5]])
		}
		if b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range frameworkLine.FindAllSubmatchIndex([]byte(b.Text), 10) {
			s.add(evidence.SlipFramework, b.Start+m[2], strings.ToLower(b.Text[m[2]:m[3]]), b.Text[m[4]:m[5]])
		}
	}
}

// channels finds means and deviations of different numbers of channels.
func (s *slipReader) channels() {
	for _, b := range s.blocks {
		for _, m := range meanAndDeviation.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			means, deviations := b.Text[m[2]:m[3]], b.Text[m[4]:m[5]]
			if n, k := strings.Count(means, ",")+1, strings.Count(deviations, ",")+1; n != k && n > 1 && k > 1 {
				s.add(evidence.SlipCount, b.Start+m[4], "mean ("+means+")", "deviation ("+deviations+")")
			}
		}
	}
}

// modalities are the words by which tasks, and names of models, tell what data they are about.
var modalities = []struct {
	kind  string
	words *pattern.Pattern
}{
	{"audio", pattern.New(`(?i)audio|speech|voice|asr\b|speaker`)},
	{"image", pattern.New(`(?i)image|vision|visual|object[- ]detection|segmentation|diffusion|depth|video|face recognition`)},
	{"text", pattern.New(`(?i)^text-classification|token-classification|^text-generation|text2text|language|translation|summarization|fill-mask|question-answering|sentence|named entity|sentiment|feature-extraction`)},
}

// modalityOf is what data a task, or a kind of model, is about; "" if that is unknown.
func modalityOf(words string) string {
	found := ""
	for _, m := range modalities {
		if m.words.MatchString(words) {
			if found != "" {
				return ""
			}
			found = m.kind
		}
	}
	return found
}

// likenings finds sentences that liken the model to models for other data.
func (s *slipReader) likenings() {
	own := modalityOf(s.card.Task.Value)
	if own == "" {
		return
	}
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, m := range likened.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if other := modalityOf(b.Text[m[2]:m[3]]); other != "" && other != own && (own != "image" || other != "text") {
				s.add(evidence.SlipLikened, b.Start+m[0], b.Text[m[2]:m[1]], s.card.Task.Value)
			}
		}
	}
}
