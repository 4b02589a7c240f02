package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// ofGeneration is a sentence about the settings with which the model generates text as it is.
	ofGeneration = pattern.New(`(?i)\bgeneration_config\b|\bdefaults?\b[^.;]{0,20}\b(?:sampling|generation|decoding) (?:settings?|parameters?|config\w*)\b`)
	// ofAChange is a sentence about other settings than those.
	ofAChange = pattern.New(`(?i)\b(?:recommend\w*|suggest\w*|instead|overrid\w*|overwrit\w*|chang\w+|differ\w*|not|unlike|rather|except|library|vllm|transformers|from [0-9])\b`)
	// sampled is a setting of generation with its number.
	sampled = pattern.New("(?i)\\b(temperature|top[-_ ]?p|top[-_ ]?k|min[-_ ]?p|repetition[-_ ]penalty|num[-_ ]beams|max[-_ ]new[-_ ]tokens)[`*_]*(?: ?[:=] ?| of | is | to | )[`*_]*([0-9]+(?:\\.[0-9]+)?)\\b")
)

// GenerationKeys are the settings of generation_config.json that cards state.
var GenerationKeys = []string{"temperature", "top_p", "top_k", "min_p", "repetition_penalty", "num_beams", "max_new_tokens"}

// generation keeps settings of generation that a sentence about the defaults states otherwise.
func (s *slipReader) generation(b passage.Block, set map[string]string) {
	if len(set) == 0 || b.Kind == passage.CodeBlock || b.Kind == passage.TableBlock {
		return
	}
	for _, at := range wholeSentences(b.Text) {
		said := b.Text[at[0]:at[1]]
		if !ofGeneration.MatchString(said) || ofAChange.MatchString(said) {
			continue
		}
		told := map[string]int{}
		found := sampled.FindAllSubmatchIndex([]byte(said), passage.MaxMentions)
		for _, m := range found {
			told[passage.LettersOf(said[m[2]:m[3]])]++
		}
		for _, m := range found {
			name, value := said[m[2]:m[3]], said[m[4]:m[5]]
			for key, own := range set {
				if letters := passage.LettersOf(name); letters == passage.LettersOf(key) && told[letters] == 1 && isOtherNumber(value, own) {
					s.add(evidence.SlipSetting, b.Start+at[0]+m[2], name+" "+value, own+" in generation_config.json")
				}
			}
		}
	}
}

func isOtherNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(b), 64)
	return errX == nil && errY == nil && x != y
}

var (
	// usesPooling is a sentence that tells how the model pools.
	usesPooling = pattern.New(`(?i)\b(?:incorporat|us|employ|appl|perform)(?:es|e|ies|y|ed|ing|s)? [^.;:]{0,60}?\b(mean|average|cls|last)(?:[ _-]?token)?[ _-]pooling\b`)
	// weighsPoolings is a sentence about several ways of pooling.
	weighsPoolings = pattern.New(`(?i)\b(?:instead|rather|compar\w+|than|tried|experiment\w*|ablation\w*|or|unlike|not|no|if|you|can|could|may|both|either|respectively|whereas|while|but|original\w*|base|image|vision|layers?|features?)\b`)
)

// poolings keeps ways of pooling that a sentence states of the model, and its settings do not.
func (s *slipReader) poolings(b passage.Block, set Settings) {
	if set.Pooling == "" || b.Kind != passage.ProseBlock && b.Kind != passage.ListBlock {
		return
	}
	for _, at := range wholeSentences(b.Text) {
		said := b.Text[at[0]:at[1]]
		m := usesPooling.FindSubmatchIndex([]byte(said))
		if m != nil && poolingOf(said[m[2]:m[3]]) != set.Pooling && !weighsPoolings.MatchString(said) {
			s.add(evidence.SlipSetting, b.Start+at[0]+m[2], strings.Replace(poolingOf(said[m[2]:m[3]])+" pooling", "last ", "last-token ", 1), set.Pooling+" pooling of "+fileOf(set.PoolingAt))
		}
	}
}

var (
	// keepsClasses is code that gives a model of timm classes, with a comment that it has none.
	keepsClasses = pattern.New(`\bnum_classes\s*=\s*([1-9][0-9]*)\s*,?\s*\)?\s*#\s*(remove (?:the )?classifier[^\n]*)`)
	// numberedComment is a comment that counts what the list below it has.
	numberedComment = pattern.New(`(?m)^[ \t]*# ?([0-9]{1,2}) ([a-z][a-z-]*s)(?: [^\n]*)?\r?\n[ \t]*\w+ ?= ?(\[)`)
	// oneClass is code that takes the probability of a class, with a comment that names the class.
	oneClass = pattern.New(`\bpredict_proba\([^()\n]*\)\[(?::|[0-9]{1,3}), ?([01])\][^\n#"']{0,40}#[^\n#]*?\bclass\s*=?\s*["'\x60]?([01])["'\x60]?(?:[^\w.]|$)`)
	// countsOtherwise is a comment whose number is not of the items.
	countsOtherwise = pattern.New(`(?i)\b(?:per|each|every|of|in|by|from|with|steps|seconds|minutes|hours|days|classes|dimensions|words|tokens|characters|points)\b`)
)

// comments finds code that does other than the comment next to it tells.
func (s *slipReader) comments() {
	for _, b := range s.blocks {
		if b.Kind != passage.CodeBlock {
			continue
		}
		for _, m := range keepsClasses.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			s.add(evidence.SlipArgument, b.Start+m[0], "num_classes="+b.Text[m[2]:m[3]], "# "+b.Text[m[4]:m[5]])
		}
		for _, m := range oneClass.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			if column, class := b.Text[m[2]:m[3]], b.Text[m[4]:m[5]]; column != class {
				s.add(evidence.SlipArgument, b.Start+m[0], "column "+column+" of predict_proba", "class "+class)
			}
		}
		for _, m := range numberedComment.FindAllSubmatchIndex([]byte(b.Text), passage.MaxMentions) {
			comment := strings.TrimSpace(b.Text[m[0]:m[6]])
			comment, _, _ = strings.Cut(comment, "\n")
			stated, _ := strconv.Atoi(b.Text[m[2]:m[3]])
			if n := textsOf(b.Text[m[6]:]); n > 1 && stated > 1 && n != stated && !countsOtherwise.MatchString(comment) {
				s.add(evidence.SlipArgument, b.Start+m[0], strings.TrimSpace(comment), "a list of "+strconv.Itoa(n))
			}
		}
	}
}

// textsOf is how many texts the list has with which code begins; 0 if it has other items, or is cut.
func textsOf(code string) int {
	n := 0
	wasText := false
	for _, t := range readPython([]byte(code)).tokens[1:] {
		switch {
		case t.kind == '"' && wasText, t.kind == 'n', t.depth > 1: // joined texts, or what is computed
			return 0
		case t.kind == '"':
			n, wasText = n+1, true
		case t.kind == ',':
			wasText = false
		case t.kind == ']':
			return n
		default:
			return 0
		}
	}
	return 0
}
