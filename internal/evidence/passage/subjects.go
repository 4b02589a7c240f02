package passage

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// MadeFrom is a sentence that says of which model this one is a version, such as the one that
// the Trainer of transformers writes into each card. The name has a hyphen or a slash: a
// family of models alone has many.
var MadeFrom = pattern.New(`(?i)^(?:this|the|our) (?:[\w-]+ ){0,3}?(?:model|checkpoint|version|adapter|lora)\b[^.\n]{0,40}?\b(?:(?:fine-?tuned|quanti[sz]ed|distilled|pruned) (?:version|variant|checkpoint) of|(?:fine-?tuned|quanti[sz]ed|distilled|pruned|adapted) from) (?:the )?(?:(?:pre-?trained|base|original|model) ){0,2}([a-z][\w.-]*/[\w.-]*\w|[a-z]\w*(?:[.-]\w+)+)`)

// MaxNameSigns is how long a name may be that is compared with the words before a verb.
const MaxNameSigns = 60

const maxSubject = 40 // bytes in which a clause tells what it is about

// ModelFamily is a word in the names of well-known models.
var ModelFamily = pattern.New(`(?i)bert|gpt|llama|mistral|mixtral|qwen|gemma|phi-?[0-9]|falcon|bloom|pythia|t5|bart|pegasus|whisper|wav2vec|hubert|\bvit\b|swin|clip\b|diffusion|sdxl|flux|electra|xlm|xlnet|xls-?r|longformer|big-?bird|\bmpt\b|\bopt-|(?:star|wizard|magi|seek-)coder|deepseek|\byi-|solar|granite|smollm|olmo|yolo|resnet|efficientnet|convnext|\bbeit|\bdeit|\bdino|\bblip|m2m|nllb|marian|opus-mt|codegen|vicuna|zephyr|internlm|baichuan|glm|minicpm|layoutlm|donut|\bdetr|segformer|vits|\be5-|\bbge|minilm|mpnet`)

// sizedName is the name of a model that ends with its size.
var sizedName = pattern.New(`(?i)^[a-z][\w./-]*-[0-9]+(?:\.[0-9]+)?[bm][,:;]?$`)

// SizedAs is a clause that tells nothing but how large the model is.
var SizedAs = pattern.New(`(?i)^(?:with|having|despite|at)\b[^,]{0,30}?\b[0-9.]+[ -]?(?:b|m|billion|million)[ -]param|^(?:it|they) (?:has|have) (?:about |around |roughly |approximately )?[0-9.]+ ?(?:b|m|billion|million) param`)

// training is a clause about how the model was trained.
var training = pattern.New(`(?i)^(?:the )?(?:pre-?|fine-?)?(?:training|tuning|finetuning) (?:was|used|uses|took|ran|on)\b`)

// ThisModel is how a clause begins that is about the model of the card.
var ThisModel = pattern.New(`(?i)^(?:(?:specifically|currently|overall|more precisely|in particular|finally|here|in short|in this (?:repo\w*|project|work)),? )?(?:this|the|our|my)((?: [\w.+/-]+){0,4}?) (?:models?|weights|checkpoint|version|adapter|lora|classifier|network|system|tagger|parser|detector|recogni[sz]er|generator|encoder)\b`)

// ThisModelAbroad is how such a clause begins in the other languages whose headings are read.
var ThisModelAbroad = pattern.New(`(?i)^(?:(?:dieses|unser|das)(?: [\w-]+)? modell|(?:ce|le|notre) modèle|(?:este|el|nuestro|o|esse|nosso) modelo|(?:questo|il|il nostro) modello|(?:dit|het|ons) model|(?:den här|denna|denne|vår|vores)? ?modellen|(?:эта|данная|наша) модель|bu model|model ini|(?:本|该|該|此|这个|這個|我们的|我們的)(?:仓库的)?模型|(?:この|本|当)モデル|(?:이|본) 모델)`)

var baseAbroad = pattern.New(`(?i)^ ?(?:(?:de |di )?base|original\w*|preentrenado|pré-?entraîné|pré-?treinado|enseignant|maestro)\b`)

var isVerb = pattern.New(`(?i)\s(?:is|are|was|were|has|have)\b`)

var isChosen = pattern.New(`(?i)^\s(?:used|chosen|selected|we|i|that (?:was|we)|below|above|proposed by|of|from)\b`)

// anotherModel are words before "model" of one that is not the card's.
var anotherModel = pattern.New(`(?i)\b(?:base|original|parent|teacher|student|previous|earlier|first|second|other|another|larger|smaller|bigger|same|baseline|reference|underlying|upstream|pre-?trained|source|initial|starting|foundation|backbone|reward|draft|vision|of|from|to|with|as|in|and)\b`)

// startsAs is a clause without a subject, of the beginning of a card: "Fine-tuned X on Y".
var startsAs = pattern.New(`(?i)^(?:(?:feinabgestimmt|version affinée|versión ajustada|versão ajustada|versione affinata|gefinetune)|(?:an? |the )?(?:[\w.+/-]+ ){0,6}?(?:models?|checkpoint|classifier|version|adapter)\b|(?:pre-?trained|fine-?tuned|trained)\b)`)

// nobody is a clause whose subject is none: "a model that was trained on X can fail".
var nobody = pattern.New(`(?i)^(?:unlike|compared|like|similar|in contrast|as opposed|instead|other|another|existing|most|many|previous|traditional)\b|\b(?:if|when|suppose|assume|could|should|would|might|cannot|can't|want to|need to|you|users?|imagine|for example|e\.g|not)\b`)

// SaysThisIs is a clause that tells what the model is.
var SaysThisIs = pattern.New(`(?i)^this (?:is|was) (?:an?|the|our) `)

// SaysWe is a clause in which the makers of the model tell how they made it.
var SaysWe = pattern.New(`(?i)^(?:(?:here|then|finally|in this (?:repo\w*|project|work)),? )?(?:we|i) (?:have |then |further |also )?(?:further )?(?:fine-?tuned?|trained|pre-?trained|train|started|start|initiali[sz]ed?|built|present|release|introduce|propose)\b`)

// SaysIt is a clause that goes on about the model of the one before.
var SaysIt = pattern.New(`(?i)^(?:es ist |il s'agit |es una |se trata |é uma |è una |het is )|^(?:it|they)(?:'s| is| was| has| reach| achiev| obtain)`)

// verb is what stands behind the name of the model.
var verb = pattern.New(`(?i)\s(?:is|are|was|were|has|have|supports?|contains?|uses?|consists?|reach(?:es|ed)?|achiev(?:es|ed)|with|comes|features?)\s`)

// Describes is the title of a section that tells what the model is.
var Describes = pattern.New(`(?i)\b(?:description|about|overview|summary|introduction|details|training data)\b`)

// CardOf is what the title of a card has beside the name of the model.
var CardOf = pattern.New(`(?i)^model card(?: for|:)?\s*|\s*[-:]?\s*model card$|\s*\([^()]*\)`)

// OwnNames are the names under which the text may speak of the model, in letters and digits.
func OwnNames(d *document.Document, called string) []string {
	names := []string{called, path.Base(path.Dir(d.Path))}
	if len(d.Sections) > 0 && d.Sections[0].Level == 1 {
		names = append(names, CardOf.ReplaceAllString(d.Sections[0].Title, ""))
	}
	out := []string{}
	for _, name := range names {
		_, last, owned := strings.Cut(name, "/")
		if !owned {
			last = name
		}
		if plain := LettersOf(last); len(plain) >= 3 && len(plain) <= MaxNameSigns {
			out = append(out, plain)
		}
	}
	return out
}

// IsOfModel reports whether a clause is about the card's model. Goes on: the one before
// was, and this one has no subject of its own.
func IsOfModel(part string, names []string, goesOn, beginning bool) bool {
	if m := ThisModel.FindStringSubmatch(part); m != nil && !isVerb.MatchString(m[1]) {
		return !anotherModel.MatchString(m[1]) && !isChosen.MatchString(part[len(m[0]):])
	}
	if at := ThisModelAbroad.FindStringIndex(part); at != nil {
		return !baseAbroad.MatchString(part[at[1]:])
	}
	if nobody.MatchString(part[:min(len(part), maxSubject)]) || beginsWithSibling(part, names) {
		return false
	}
	if SaysWe.MatchString(part) || SaysThisIs.MatchString(part) || goesOn {
		return true
	}
	if at := verb.FindStringIndex(part); at != nil && at[0] <= MaxNameSigns {
		subject, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(part[:at[0]], "The "), "the "), " and ")
		subject = LettersOf(subject)
		if first, _, _ := strings.Cut(part, " "); at[0] == len(first) && len(first) >= 4 && !ModelFamily.MatchString(first) && slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, strings.ToLower(first)) }) {
			return true
		}
		if slices.ContainsFunc(names, func(name string) bool { return IsSameName(name, subject) }) {
			return true
		}
	}
	if SizedAs.MatchString(part) || training.MatchString(part) {
		return true
	}
	return beginning && startsAs.MatchString(part) && !isVerb.MatchString(firstWords(part)) && !anotherModel.MatchString(strings.ToLower(firstWords(part)))
}

// beginsWithSibling reports whether a clause begins with the name of a model with a size
// that is not the card's: dolly-v2-7b next to dolly-v2-12b.
func beginsWithSibling(part string, names []string) bool {
	first, _, _ := strings.Cut(part, " ")
	name := LettersOf(first[strings.LastIndexByte(first, '/')+1:])
	return len(names) > 0 && sizedName.MatchString(first) && !slices.ContainsFunc(names, func(own string) bool { return strings.HasPrefix(own, name) || strings.HasPrefix(name, own) })
}

// firstWords are those before the first verb, which tell what a clause is about.
func firstWords(part string) string {
	words := strings.Fields(part)
	for i, w := range words {
		if i == 4 || slices.Contains([]string{"model", "trained", "fine-tuned", "finetuned", "pretrained"}, strings.ToLower(w)) {
			return strings.Join(words[:i], " ")
		}
	}
	return part
}

// IsSameName reports whether two names begin alike, as "Granite-4.0-H-1B" and "Granite 4.0 H Nano".
func IsSameName(name, subject string) bool {
	common := 0
	for common < min(len(name), len(subject)) && name[common] == subject[common] {
		common++
	}
	if common == len(name) && common >= 3 && common < len(subject) && unicode.IsDigit(rune(subject[common])) { // "QwQ-32B" of "QwQ"
		return true
	}
	return common >= 3 && 10*common >= 6*max(len(name), len(subject))
}

// LettersOf is a text in lower case, letters and digits only.
func LettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
