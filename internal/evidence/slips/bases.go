package slips

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// baseLabel is a line that names the model that this one was made from.
	baseLabel = pattern.New("(?im)^[ \t]*(?:[-*+][ \t]+)?[*_]{0,2}(?:fine-?tuned from(?: model)?|base model|parent model)(?: \\[optional\\])?:?[*_]{0,2}:?[ \t]*(?:\\[[^\\][\n]{1,80}\\]\\(https?://(?:huggingface\\.co|hf\\.co)/([\\w.-]+/[\\w.-]+)/?\\)|[*_`]{0,2}([\\w.-]+/[\\w.-]*\\w)[*_`]{0,2})[ \t]*\r?$")
	// madeFromLink is a clause with a link to the model that its subject was made from.
	madeFromLink = pattern.New(`(?i)\b(?:fine-?tuned|adapted|derived|distilled|initiali[sz]ed)\b[^.;:\n]{0,60}? (?:from|of) (?:the )?(?:(?:pre-?trained|base|original) )?(?:model |checkpoint )?\[[^\][\n]{1,80}\]\(https?://(?:huggingface\.co|hf\.co)/([\w.-]+/[\w.-]+)/?\)`)
	// strongBase is the name of a base model that is set off from its text.
	strongBase = pattern.New("(?i)\\bthe base model,?:? (?:is |was )?(?:\\*\\*|__|`)([\\w./-]+(?: [\\w./-]+){0,3})(?:\\*\\*|__|`)")
	// sizeInName is a number of parameters in a name, also as BLOOM writes it.
	sizeInName = pattern.New(`^[0-9]{1,3}(?:\.[0-9]+)?[bm][0-9]?$`)
	// tuned are words of names of models that were trained further to follow instructions.
	tuned = pattern.New(`^(?:instruct|chat|it|sft|dpo)$`)
)

// namedBases finds labels, and sentences about this model, that name another member of the
// family than the base model of the metadata.
func (s *slipReader) namedBases(own []string) {
	if len(s.card.BaseModels.Items) != 1 {
		return
	}
	called := ""
	if len(s.card.Index) > 0 {
		called = s.card.Index[0].Name.Value
	}
	names, base := passage.OwnNames(s.d, called), passage.LettersOf(path.Base(s.card.BaseModels.Items[0].Value))
	for _, b := range s.blocks {
		if b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
			continue
		}
		for _, form := range []*pattern.Pattern{baseLabel, strongBase, madeFromLink} {
			for _, m := range form.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
				at := m[2]
				if at < 0 {
					at, m[3] = m[4], m[5]
				}
				sentence := strings.TrimLeft(sentenceAround(b.Text, m[0]), "-*+_# \n")
				plain := strings.NewReplacer("**", "", "__", "", "`", "").Replace(sentence)
				if form == madeFromLink && (!passage.IsOfModel(plain, names, false, false) || strings.Contains(withoutAll(passage.LettersOf(b.Text[:m[0]]), names), base)) { // the card of the base model goes on about that
					continue
				}
				if name := b.Text[at:m[3]]; !slices.ContainsFunc(own, func(o string) bool { return strings.EqualFold(o, path.Base(name)) }) {
					s.base(b.Start+at, name, isOtherMember)
				}
			}
		}
	}
}

// isOtherMember reports whether two names are those of different members of a family: by a size,
// by a version, or because one of them was trained to follow instructions.
func isOtherMember(a, b string) bool {
	x, y := wordsOfName(a), wordsOfName(b)
	if differsInOne(a, b) {
		return true
	}
	if sizes := filtered(x, sizeInName); len(sizes) > 0 && len(filtered(y, sizeInName)) > 0 && len(sharedWords(a, b)) > 0 && !slices.ContainsFunc(sizes, func(size string) bool { return slices.Contains(y, size) }) {
		return true
	}
	if len(x) < len(y) {
		x, y = y, x
	}
	rest := slices.DeleteFunc(slices.Clone(x), func(word string) bool { return tuned.MatchString(word) })
	return len(x) == len(y)+1 && len(y) > 2 && slices.Equal(rest, y)
}

func withoutAll(text string, names []string) string {
	for _, name := range names {
		text = strings.ReplaceAll(text, name, "")
	}
	return text
}

func filtered(words []string, by *pattern.Pattern) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool { return !by.MatchString(word) })
}
