package hyperparameters

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxMentions = 4   // of one hyperparameter in a sentence
	maxCode     = 100 // keys of a piece of code
	maxKey      = 40
	maxValue    = 60
)

var (
	// ofOthers is a sentence with numbers of several models, of parts, or of steps of the training.
	ofOthers = pattern.New(`(?i)\b(?:teacher|student|base models?|baselines?|original (?:model|version|checkpoint)|compar\w+|surpass\w*|conventional\w*|unlike|whereas|while|versus|vs|than|previous\w*|earlier|first|second|third|stages?|phases?|between|rang\w+|(?:grid|random|hyper-?parameter) search|searched|sweeps?|tried|experiment\w*|either|respectively|last|top|freez\w*|frozen|froze|unfreez\w*|only|remov\w+|prun\w+|dropp\w+|add(?:ed|s|ing|itional)|extra|instead|increas\w+|decreas\w+|reduc\w+|extend\w*|yarn|rope|encoder|decoder|vision|adapter|head|would|siblings?|diverg\w*|unstable|remain\w*|share[sd]?|also (?:fine-?)?(?:train|tun|ran|run)\w*|[0-9]\.[0-9]+ had)\b|^other `)
	// inSteps is a sentence about one of several trainings.
	inSteps = pattern.New(`(?i)\b(?:then|initial(?:ly)?|final(?:ly)?|pre-?train\w*|from scratch)\b`)
	// ofPretraining is a sentence about data with classes that a finished model may not have.
	ofPretraining = pattern.New(`(?i)\bpre-?train|imagenet-?2[12]k`)
	// advises is a sentence about what may be or could be, as it is of training; of what a model
	// is built of, it is true of the model.
	advises = pattern.New(`(?i)\b(?:(?:we|i|is|are) recommend\w*|recommends?|can|could|may|might|should|if|or|each|per|every|after|e\.g|example|your|yourself|start with)\b`)
	// inexact is what stands before a number that is not meant to be exact.
	inexact = pattern.New(`(?i)(?:\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|over|more than|up to|some|circa|ca\.?)|[~≈])[ \x60*]*$`)
	// lasting is "over" as how long a training lasted.
	lasting = pattern.New(`(?i)\b(?:conducted|trained|performed|carried out|run|ran|tuned|training) over [\x60*]*$`)
)

// InSentence are the hyperparameters that a sentence states. One that it states twice,
// or that may be of another model, is left out.
func InSentence(text string, at evidence.Anchor) []evidence.Hyperparameter {
	if !strings.ContainsAny(text, "0123456789") && !strings.Contains(text, "layer") && !strings.Contains(text, "epoch") {
		return nil
	}
	var out []evidence.Hyperparameter
	taken := map[int]bool{}                    // where numbers are that a name has
	if name, value, ok := cutLabel(text); ok { // an item of a list
		if h, ok := InLabel(name, value, at, evidence.MediumLabel); ok {
			return []evidence.Hyperparameter{h}
		}
	}
	if found := inForms(text, at); len(found) > 0 {
		return found
	}
	if ofOthers.MatchString(text) {
		return nil
	}
	isAdvice := advises.MatchString(text) || inSteps.MatchString(text)
	for _, h := range table {
		var found []evidence.Hyperparameter
		for _, p := range []*pattern.Pattern{h.after, h.before} {
			if p == nil {
				continue
			}
			for from := 0; from < len(text) && len(found) < maxMentions; {
				m := p.FindSubmatchIndex([]byte(text[from:]))
				if m == nil {
					break
				}
				start, end := from+m[2], from+m[3]
				from += m[3]
				if taken[start] {
					continue
				}
				if f, ok := h.stated(text[start:end], at, evidence.MediumSentence); ok {
					taken[start] = true
					f.Rounded = f.Rounded || inexact.MatchString(text[:start]) && !(h.name == evidence.HyperEpochs && lasting.MatchString(text[:start]))
					found = append(found, f)
				}
			}
		}
		if len(found) == 1 && !(isAdvice && h.trains()) && !(h.name == evidence.HyperClasses && ofPretraining.MatchString(text)) {
			out = append(out, found[0])
		}
	}
	return out
}

// cutLabel are the two sides of "name: value" or "name = value".
func cutLabel(text string) (name, value string, ok bool) {
	i := strings.IndexAny(text, ":=")
	if i < 0 {
		return "", "", false
	}
	return strings.TrimLeft(text[:i], "-*+ "), text[i+1:], true
}

// stated is a hyperparameter with a number, if it can be one.
func (h hyperparameter) stated(raw string, at evidence.Anchor, in evidence.Medium) (evidence.Hyperparameter, bool) {
	value, rounded, ok := read(raw)
	if !ok || value < h.least || value > h.most {
		return evidence.Hyperparameter{}, false
	}
	return evidence.Hyperparameter{At: at, Name: h.name, Raw: strings.TrimSpace(raw), Value: literal(value), Rounded: rounded, Medium: in}, true
}

// letters is a name in lower case without signs.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

var wholeNumber = pattern.New(`(?i)^[\x60*_~≈ ]*` + number + `(?: (?:tokens|steps|epochs|layers|heads|dimensions?|examples|samples|sequences))?[\x60*_ .]*$`)

var (
	// inHertz is a number of hertz alone.
	inHertz = pattern.New(`(?i)^[\x60*_~≈ ]*([0-9][0-9,.]* ?k?hz)[\x60*_ .]*$`)
	// inPixels is the size of a square.
	inPixels = pattern.New(`(?i)^[\x60*_~≈ ]*([0-9]{2,5})(?: ?px)? ?[x×] ?([0-9]{2,5})(?: ?(?:px|pixels))?[\x60*_ .]*$`)
	// sampleRate is a label that says of what the sampling rate is.
	sampleRate = pattern.New(`(?i)^(?:audio )?sampl(?:e|ing)[- ](?:rate|frequency) (?:of|for) (?:the )?(?:(?:model|training|input|output|generated|speech|audio)[a-z]* ?){1,3}$`)
	// symbol is what a label has behind the name, as code or formulas call it.
	symbol = pattern.New(`\x60[a-z_]+\x60|\((?:r|lr|α|alpha)\)`)
)

// InLabel is the hyperparameter that a label or a row of a table states, if it is one.
func InLabel(name, value string, at evidence.Anchor, in evidence.Medium) (evidence.Hyperparameter, bool) {
	if len(name) > maxKey || len(value) > maxValue {
		return evidence.Hyperparameter{}, false
	}
	h := named(strings.TrimPrefix(letters(name), "gqa"))
	if h == nil {
		h = named(letters(symbol.ReplaceAllString(name, "")))
	}
	if h == nil && sampleRate.MatchString(strings.TrimSpace(name)) {
		h = named("samplingrate")
	}
	m := wholeNumber.FindStringSubmatch(value)
	if h != nil && h.name == evidence.HyperSampling {
		if hertz := inHertz.FindStringSubmatch(value); hertz != nil {
			m = hertz
		}
	}
	if square := inPixels.FindStringSubmatch(value); h != nil && square != nil && h.name == evidence.HyperImage && square[1] == square[2] {
		m = square
	}
	if h == nil || m == nil {
		return evidence.Hyperparameter{}, false
	}
	f, ok := h.stated(m[1], at, in)
	f.Rounded = f.Rounded || strings.ContainsAny(value, "~≈")
	return f, ok
}

// sized is the name of a model of images, with the sizes of its patches and images.
var sized = pattern.New(`(?i)patch([0-9]{1,2})(?:[-_]\w+)??[-_]([0-9]{3})\b`)

// InName are the hyperparameters that the name of a model states.
func InName(name string, at evidence.Anchor) []evidence.Hyperparameter {
	m := sized.FindStringSubmatch(name)
	if m == nil {
		return nil
	}
	return []evidence.Hyperparameter{
		{At: at, Name: evidence.HyperPatch, Raw: m[1], Value: m[1], Medium: evidence.MediumName},
		{At: at, Name: evidence.HyperImage, Raw: m[2], Value: m[2], Medium: evidence.MediumName},
	}
}

// named is the hyperparameter with a key, nil if there is none.
func named(key string) *hyperparameter {
	h, ok := byKey()[key]
	if !ok {
		return nil
	}
	return h
}

// assigned is a key of code, or of settings that are shown as code, with its number.
var assigned = pattern.New(`(?m)["']?\b([A-Za-z][A-Za-z_-]{1,39})["']?\s*[:=]\s*([0-9][0-9_]*(?:\.[0-9]+)?(?:e-?[0-9]{1,2})?)\s*(?:[,)}\]#\n]|$)`)

// InCode are the hyperparameters that code assigns; at tells where an offset is.
func InCode(code []byte, at func(int) evidence.Anchor) []evidence.Hyperparameter {
	var out []evidence.Hyperparameter
	for _, m := range assigned.FindAllSubmatchIndex(code, maxCode) {
		key := letters(string(code[m[2]:m[3]]))
		h := named(key)
		if h == nil || generates[key] && !isStatement(code, m[0], m[4]) || inDefinition(code, m[0]) {
			continue
		}
		if f, ok := h.stated(strings.ReplaceAll(string(code[m[4]:m[5]]), "_", ""), at(m[2]), evidence.MediumCode); ok {
			out = append(out, f)
		}
	}
	return out
}

// saved is a call that writes sound, with its sampling rate.
var saved = pattern.New(`\b(?:torchaudio\.save|(?:sf|soundfile|wavfile)\.write)\([^\n#]{1,120}?,\s*([0-9][0-9_]{3,6})\s*\)`)

// InUse are the hyperparameters that code for the users of a model states: the sampling rate of
// what it reads and writes.
func InUse(code []byte, at func(int) evidence.Anchor) []evidence.Hyperparameter {
	out := slices.DeleteFunc(InCode(code, at), func(h evidence.Hyperparameter) bool { return h.Name != evidence.HyperSampling })
	return append(out, Saved(code, at)...)
}

// Saved are the sampling rates with which code writes sound.
func Saved(code []byte, at func(int) evidence.Anchor) []evidence.Hyperparameter {
	var out []evidence.Hyperparameter
	for _, m := range saved.FindAllSubmatchIndex(code, maxCode) {
		if f, ok := named("samplingrate").stated(strings.ReplaceAll(string(code[m[2]:m[3]]), "_", ""), at(m[2]), evidence.MediumCode); ok {
			out = append(out, f)
		}
	}
	return out
}

// isStatement reports whether a line begins with the key at an offset, and has a blank before
// the number: "max_length = 512", which is no argument.
func isStatement(code []byte, at, number int) bool {
	return (at == 0 || code[at-1] == '\n') && code[number-1] == ' ' && code[number-2] == '='
}

// inDefinition reports whether an offset is in a line that defines a function, whose numbers
// are what it takes if nobody says otherwise.
func inDefinition(code []byte, at int) bool {
	line := code[bytes.LastIndexByte(code[:at], '\n')+1 : at]
	return bytes.Contains(line, []byte("def "))
}

// generates are keys that calls of a finished model have as well.
var generates = map[string]bool{"maxlength": true, "maxlen": true, "maxtokens": true, "batchsize": true, "batch": true, "seed": true, "steps": true, "numsteps": true, "rank": true}
