package cards

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxNameSigns = 60 // of a name that is compared with the words before a verb
	maxLoads     = 10 // of models by code
	maxSubject   = 40 // bytes in which a clause tells what it is about
)

// nameOfModel is the name of a model in a text: with its owner, with hyphens, or of a family.
const nameOfModel = `([A-Za-z][\w.-]*/[\w.-]*\w|[A-Za-z]\w*(?:[.-]\w+)+|(?:Distil|Ro|XLM-Ro|De|Al|Camem|Sci|Bio)?BERTa?(?: (?i:base|large|tiny|small))?|(?:Distil|distil)?(?:GPT|gpt)-?2|GPT-?(?:J|Neo)|ELECTRA|XLNet|Longformer|BART|PEGASUS|Pegasus|mT5|T5|Flan-T5|Whisper|HuBERT|Swin|DeiT)`

var (
	// madeOf is a clause that says of which model its subject is a version.
	madeOf = pattern.New(`(?i)\b(?:(?:fine-?tuned|finetuned|quanti[sz]ed|pruned|adapted|derived|initiali[sz]ed|warm-?started|bootstrapped|distilled|converted|copy|(?:further|continued|continual) (?:pre-?)?(?:trained|training)|based|built|builds?|fine-?tuning|finetuning|starting|starts|started|lora|adapter|version|variant|checkpoint|conversion|port) (?:(?:version|variant|checkpoint|conversion|adapter) )?(?:of|from|for|on top of|on|upon)|(?:fine-?tunes?|fine-?tuned|finetunes|finetuned))\s(?:the |a |an )?(?:(?:weights|checkpoints?|pre-?trained|base|original|models?|official|cased|uncased|public|well-known|popular|google's|meta's|facebook's|openai's|eleutherai's) (?:(?:of|from) )?(?:the )?){0,4}(?-i:` + nameOfModel + `)`)
	// isOne is a clause that says that its subject is a certain model, trained further.
	isOne = pattern.New(`(?i)(?:\bis an? |^(?:an? |the )?)(?-i:` + nameOfModel + `)(?:-based| based)? (?:model\b|checkpoint\b|(?:that|which) (?:was|has been|is) (?:further |then )?(?:fine-?tuned|finetuned|trained|pre-?trained)|(?:further )?(?:fine-?tuned|finetuned|trained)\b)`)
	// madeOfAbroad is such a clause in other languages. In those that put the verb last, the name is before it.
	madeOfAbroad = pattern.New(`(?i)(?:(?:feinabgestimmte|feingetunte|nachtrainierte|angepasste|quantisierte|destillierte) (?:version|variante) (?:von|des)|(?:basiert|beruht) auf|auf (?:der )?(?:basis|grundlage) von|feinabgestimmt von` +
		`|version (?:affinée|ajustée|adaptée|quantifiée|distillée|fine-?tunée|spécialisée) (?:de|du)|basée? sur|dérivée? de|affinée? (?:à partir de|depuis)|à partir (?:de|du)` +
		`|versión (?:ajustada|afinada|adaptada|cuantizada|destilada|refinada|fine-?tuned) (?:de|del)|versão (?:ajustada|afinada|refinada|adaptada|quantizada|destilada) d[eo]|(?:basado en|baseado (?:em|no)|a partir de[l]?|ajuste fino d[eo])` +
		`|versione (?:affinata|adattata|ottimizzata|quantizzata|distillata|fine-?tuned) (?:di|del)|basato su|(?:gefinetunede|gefine-tunede|aangepaste|fine-?tuned) versie van|gebaseerd op|является (?:дообученной )?версией|на основе)` +
		`\s(?:dem |der |del |du |do |het |le |la |el |il )?(?:modell|modèle|modelo|modello|model|модели)?\s?(?-i:` + nameOfModel + `)`)
	madeOfBefore = pattern.New(`(?:(?:基于|是|以|由|在|は、?|を|はMeta社の|、)\s*)` + nameOfModel + `\s*(?:的|进行|進行|模型|基础|基礎|を|に|から|をベース|微调|微調|上)[^。]{0,16}?(?:微调|微調|量化|蒸馏|蒸餾|训练|訓練|ファインチューニング|微調整|追加学習|ファインチューン|量子化)`)
	// modelFamily is a word in the names of well-known models.
	modelFamily = pattern.New(`(?i)bert|gpt|llama|mistral|mixtral|qwen|gemma|phi-?[0-9]|falcon|bloom|pythia|t5|bart|pegasus|whisper|wav2vec|hubert|\bvit\b|swin|clip\b|diffusion|sdxl|flux|electra|xlm|xlnet|xls-?r|longformer|big-?bird|\bmpt\b|\bopt-|(?:star|wizard|magi|seek-)coder|deepseek|\byi-|solar|granite|smollm|olmo|yolo|resnet|efficientnet|convnext|\bbeit|\bdeit|\bdino|\bblip|m2m|nllb|marian|opus-mt|codegen|vicuna|zephyr|internlm|baichuan|glm|minicpm|layoutlm|donut|\bdetr|segformer|vits|\be5-|\bbge|minilm|mpnet`)
	// sizedName is the name of a model that ends with its size.
	sizedName = pattern.New(`(?i)^[a-z][\w./-]*-[0-9]+(?:\.[0-9]+)?[bm][,:;]?$`)
	// sizedAs is a clause that tells nothing but how large the model is.
	sizedAs = pattern.New(`(?i)^(?:with|having|despite|at)\b[^,]{0,30}?\b[0-9.]+[ -]?(?:b|m|billion|million)[ -]param|^(?:it|they) (?:has|have) (?:about |around |roughly |approximately )?[0-9.]+ ?(?:b|m|billion|million) param`)
	// sizeOf is a sentence that says nothing but how many parameters this model has.
	sizeOf = pattern.New(`(?i)^(?:this|the|our) (?:[\w-]+ ){0,3}?(?:model|network|checkpoint) (?:has|is|contains|comprises|with) (?:an? |about |around |roughly |approximately |some )*[\w.,]+[ -]?(?:b|m|billion|million)?[ -]param\w*(?: model| network)?[ .]*$`)
	// training is a clause about how the model was trained.
	training = pattern.New(`(?i)^(?:the )?(?:pre-?|fine-?)?(?:training|tuning|finetuning) (?:was|used|uses|took|ran|on)\b`)
	// loads is code that loads a model of the hub.
	loads = pattern.New(`(?:from_pretrained|pipeline|SentenceTransformer|snapshot_download|hf_hub_download)\([^)\n]{0,80}?["']([A-Za-z0-9][\w.-]*/[\w.-]+)["']`)
	// bracketed is an identifier in parentheses.
	bracketed = pattern.New(`\(\s*([\w.-]+/[\w.-]+)\s*\)`)
	// thisModel is how a clause begins that is about the model of the card.
	thisModel = pattern.New(`(?i)^(?:(?:specifically|currently|overall|more precisely|in particular|finally|here|in short|in this (?:repo\w*|project|work)),? )?(?:this|the|our|my)((?: [\w.+/-]+){0,4}?) (?:models?|weights|checkpoint|version|adapter|lora|classifier|network|system|tagger|parser|detector|recogni[sz]er|generator|encoder)\b`)
	// thisModelAbroad is how such a clause begins in the other languages whose headings are read.
	thisModelAbroad = pattern.New(`(?i)^(?:(?:dieses|unser|das)(?: [\w-]+)? modell|(?:ce|le|notre) modèle|(?:este|el|nuestro|o|esse|nosso) modelo|(?:questo|il|il nostro) modello|(?:dit|het|ons) model|(?:den här|denna|denne|vår|vores)? ?modellen|(?:эта|данная|наша) модель|bu model|model ini|(?:本|该|該|此|这个|這個|我们的|我們的)(?:仓库的)?模型|(?:この|本|当)モデル|(?:이|본) 모델)`)
	baseAbroad      = pattern.New(`(?i)^ ?(?:(?:de |di )?base|original\w*|preentrenado|pré-?entraîné|pré-?treinado|enseignant|maestro)\b`)
	isVerb          = pattern.New(`(?i)\s(?:is|are|was|were|has|have)\b`)
	isChosen        = pattern.New(`(?i)^\s(?:used|chosen|selected|we|i|that (?:was|we)|below|above|proposed by|of|from)\b`)
	// anotherModel are words before "model" of one that is not the card's.
	anotherModel = pattern.New(`(?i)\b(?:base|original|parent|teacher|student|previous|earlier|first|second|other|another|larger|smaller|bigger|same|baseline|reference|underlying|upstream|pre-?trained|source|initial|starting|foundation|backbone|reward|draft|vision|of|from|to|with|as|in|and)\b`)
	// startsAs is a clause without a subject, of the beginning of a card: "Fine-tuned X on Y".
	startsAs = pattern.New(`(?i)^(?:(?:feinabgestimmt|version affinée|versión ajustada|versão ajustada|versione affinata|gefinetune)|(?:an? |the )?(?:[\w.+/-]+ ){0,6}?(?:models?|checkpoint|classifier|version|adapter)\b|(?:pre-?trained|fine-?tuned|trained)\b)`)
	// nobody is a clause whose subject is none: "a model that was trained on X can fail".
	nobody = pattern.New(`(?i)^(?:unlike|compared|like|similar|in contrast|as opposed|instead|other|another|existing|most|many|previous|traditional)\b|\b(?:if|when|suppose|assume|could|should|would|might|cannot|can't|want to|need to|you|users?|imagine|for example|e\.g|not)\b`)
	thisIs = pattern.New(`(?i)^this (?:is|was) (?:an?|the|our) `)
	we     = pattern.New(`(?i)^(?:(?:here|then|finally|in this (?:repo\w*|project|work)),? )?(?:we|i) (?:have |then |further |also )?(?:further )?(?:fine-?tuned?|trained|pre-?trained|train|started|start|initiali[sz]ed?|built|present|release|introduce|propose)\b`)
	it     = pattern.New(`(?i)^(?:es ist |il s'agit |es una |se trata |é uma |è una |het is )|^(?:it|they)(?:'s| is| was| has| reach| achiev| obtain)`)
	// verb is what stands behind the name of the model.
	verb = pattern.New(`(?i)\s(?:is|are|was|were|has|have|supports?|contains?|uses?|consists?|reach(?:es|ed)?|achiev(?:es|ed)|with|comes|features?)\s`)
	// elsewhere is where a clause goes on about other models or other things.
	elsewhere = pattern.New(`(?i),?\s(?:unlike|compared|comparable|than|similar(?:ly)?|like|as opposed|instead of|rather than|inspired|e\.g|i\.e|such as|for example|including|outperform\w*|surpass\w*|beats?|based on|derived|built|initiali[sz]ed|distilled|adapted from|(?:(?:pre-?|fine-?|further |re)?(?:trained|tuned)|finetuned|fine-?tuning|quanti[sz]ed|converted) (?:version|variant|on|with|using|from|of|for|in|by|over|to)\b)`)
	// trainedOn is what stands before the data of a training, which is behind "on".
	trainedOn = pattern.New(`(?i)\b(?:(?:pre-?|fine-?|re)?-?(?:trained|tuned|training|tuning)|finetuned?|finetuning)\b[^.;:]{0,100}?\s(?:on|using|with|over|used|uses)\s(?:the )?`)
	// madeFor is what stands before the task of a model.
	madeFor = pattern.New(`(?i)\b(?:(?:(?:pre-?|fine-?)?(?:trained|tuned)|finetuned|used?|designed|developed|built|created|made|intended|specialized|optimi[sz]ed|suited|suitable|ready) (?:to be used )?(?:for|to)|(?:performs?|does) )\b ?(?:the (?:task|purpose) of )?`)
	// ofBase is what stands before a training that the base model had: "based on T5, which was".
	ofBase = pattern.New(`(?i)\b(?:based|built|builds|version|top|from)\b.{0,80}?\b(?:which|that|who|originally)\b(?: \w+){0,3} ?$`)
	// measuredBehind is where a clause goes on from training to something else.
	measuredBehind = pattern.New(`(?i),?\s(?:and )?(?:provided|awarded|as part of|thanks|evaluat\w+|tested|validated|compared|achiev\w+|reach\w+|outperform\w*|obtain\w*|unlike|instead of|rather than|not on|for (?:evaluation|testing|comparison)|which|whose|see|similar to|like|as in|except|without|excluding)\b`)
	// describes is the title of a section that tells what the model is.
	describes = pattern.New(`(?i)\b(?:description|about|overview|summary|introduction|details|training data)\b`)
	// cardOf is what the title of a card has beside the name of the model.
	cardOf = pattern.New(`(?i)^model card(?: for|:)?\s*|\s*[-:]?\s*model card$|\s*\([^()]*\)`)
	// otherSections are about other models, about what happened before, or not about what the model is.
	otherSections = pattern.New(`(?i)\b(?:base model|baselines?|comparisons?|compared|related|references?|citations?|citing|bibtex|acknowledge?ments?|change ?log|versions?|release notes|news|updates?|other models|variants?|family|collection|teacher|history|faq|examples?|limitations?|bias\w*|risks?|licen[sc]e|environmental|hardware|requirements?|install\w*|evaluation|results|benchmarks?|performance|future|roadmap|prompt\w*)\b`)
)

// modelStatements are the clauses in which the text of a card tells what the model
// itself is, and the data on which it says that it was trained; and the names of the
// models that it says this one was made from.
func modelStatements(d *document.Document, called string) ([]evidence.Told, []evidence.Text) {
	out, bases := []evidence.Told{}, []evidence.Text{}
	add := func(topic evidence.Topic, value string, pointer ...string) {
		if value = strings.TrimSpace(value); value != "" && len(out) < maxStatements {
			out = append(out, evidence.Told{At: evidence.Anchor(d.Path + "#" + document.Pointer(pointer...)), Topic: topic, Value: value})
		}
	}
	names := ownNames(d, called)
	read := func(sentences []string, beginning bool, pointer ...string) {
		self := false
		for i, sentence := range sentences {
			if len(sentence) > maxSentence {
				self = false
				continue
			}
			at := pointer
			if pointer[0] == "sections" {
				at = []string{pointer[0], pointer[1], sentence}
			}
			for j, part := range clauses(bracketed.ReplaceAllString(sentence, " $1 ")) {
				part = strings.TrimLeft(part, "*_#>-–•🤗 ")
				self = isOfModel(part, names, self && (j > 0 || it.MatchString(part)), beginning && i < 3) && (j == 0 || self || !sizedAs.MatchString(part)) // of what the sentence began with
				if !self {
					continue
				}
				if base := baseIn(part); base != "" && len(bases) < maxStatements {
					bases = append(bases, evidence.NewText(evidence.Anchor(d.Path+"#"+document.Pointer(at...)), base))
				}
				is := part
				if end := elsewhere.FindStringIndex(part); end != nil {
					is = part[:end[0]]
				}
				add(evidence.TopicModel, is, at...)
				if start := madeFor.FindStringIndex(part); start != nil {
					add(evidence.TopicPurpose, part[start[1]:], at...)
				}
				if start := trainedOn.FindStringIndex(part); start != nil && !ofBase.MatchString(part[:start[0]]) {
					data := part[start[1]:]
					if end := measuredBehind.FindStringIndex(data); end != nil {
						data = data[:end[0]]
					}
					add(evidence.TopicTraining, data, at...)
				}
			}
		}
	}
	first := len(d.Source)
	if len(d.Sections) > 0 {
		first = d.Sections[0].Heading.Start
	}
	n := 0
	for i, p := range d.Marks.Paragraphs {
		if p.Span.Start < first && !p.Comment && n < 5 {
			n++
			read(prose.Sentences(p.Text, maxSectionRead, maxSentences), n == 1, "body", "paragraphs", strconv.Itoa(i))
		}
	}
	for i, s := range d.Sections {
		if i == 0 && s.Level == 1 {
			add(evidence.TopicTitle, s.Title, "sections", s.Slug)
		}
		if i > 0 && otherSections.MatchString(s.Title) {
			for _, sentence := range prose.Sentences(s.Own, maxSectionRead, maxSentences) { // only how large this model is
				if len(sentence) <= maxSentence && sizeOf.MatchString(sentence) && isOfModel(sentence, nil, false, false) {
					add(evidence.TopicModel, sentence, "sections", s.Slug, sentence)
				}
			}
			continue
		}
		read(prose.Sentences(s.Own, maxSectionRead, maxSentences), i == 0 || describes.MatchString(s.Title), "sections", s.Slug)
	}
	for i, l := range d.Marks.Labels {
		name := strings.TrimSuffix(strings.Join(prose.PlainWords(strings.TrimSuffix(l.Name, ":")), " "), " optional")
		switch {
		case len(l.Value) > maxSentence || prose.WorthOf(l.Value, 0).State != evidence.Filled:
		case labelMeans[name] == "language":
			add(evidence.TopicLanguage, l.Value, "body", "labels", strconv.Itoa(i))
		case strings.HasPrefix(name, "training data"):
			add(evidence.TopicTraining, l.Value, "body", "labels", strconv.Itoa(i))
		case name == "model type" || name == "architecture" || labelMeans[name] == "task" || isSize(name):
			add(evidence.TopicModel, l.Name+": "+l.Value, "body", "labels", strconv.Itoa(i))
		}
	}
	for i, t := range d.Marks.Tables { // of two columns: what a fact is called, and what it is
		for r, row := range t.Rows[:min(len(t.Rows), maxSentences)] {
			if len(row) == 2 && len(row[1].Text) <= maxSentence && isSize(headOf(row[0])) {
				add(evidence.TopicModel, row[0].Text+": "+row[1].Text, "body", "tables", strconv.Itoa(i), strconv.Itoa(r), "1")
			}
		}
	}
	for _, m := range loads.FindAllSubmatchIndex(d.Source, maxLoads) {
		if i := sectionAt(d, m[0]); i >= 0 {
			add(evidence.TopicCode, string(d.Source[m[2]:m[3]]), "sections", d.Sections[i].Slug)
		}
	}
	return out, bases
}

// isSize reports whether a label is of the number of the model's parameters.
func isSize(name string) bool {
	return slices.Contains([]string{"parameters", "model size", "number of parameters", "parameter count", "params", "total parameters", "total params", "model parameters", "num parameters"}, name)
}

// baseIn is the name of the model that a clause says its subject was made from, "" if none.
func baseIn(part string) string {
	for _, made := range []*pattern.Pattern{madeOf, isOne, madeOfAbroad, madeOfBefore} {
		if m := made.FindStringSubmatch(part); m != nil && modelFamily.MatchString(m[1]) {
			return strings.TrimRight(m[1], ".-_/ ")
		}
	}
	return ""
}

// ownNames are the names under which the text may speak of the model, in letters and digits.
func ownNames(d *document.Document, called string) []string {
	names := []string{called, path.Base(path.Dir(d.Path))}
	if len(d.Sections) > 0 && d.Sections[0].Level == 1 {
		names = append(names, cardOf.ReplaceAllString(d.Sections[0].Title, ""))
	}
	out := []string{}
	for _, name := range names {
		_, last, owned := strings.Cut(name, "/")
		if !owned {
			last = name
		}
		if plain := lettersOf(last); len(plain) >= 3 && len(plain) <= maxNameSigns {
			out = append(out, plain)
		}
	}
	return out
}

// isOfModel reports whether a clause is about the card's model. Goes on: the one before
// was, and this one has no subject of its own.
func isOfModel(part string, names []string, goesOn, beginning bool) bool {
	if m := thisModel.FindStringSubmatch(part); m != nil && !isVerb.MatchString(m[1]) {
		return !anotherModel.MatchString(m[1]) && !isChosen.MatchString(part[len(m[0]):])
	}
	if at := thisModelAbroad.FindStringIndex(part); at != nil {
		return !baseAbroad.MatchString(part[at[1]:])
	}
	if nobody.MatchString(part[:min(len(part), maxSubject)]) || beginsWithSibling(part, names) {
		return false
	}
	if we.MatchString(part) || thisIs.MatchString(part) || goesOn {
		return true
	}
	if at := verb.FindStringIndex(part); at != nil && at[0] <= maxNameSigns {
		subject, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(part[:at[0]], "The "), "the "), " and ")
		subject = lettersOf(subject)
		if first, _, _ := strings.Cut(part, " "); at[0] == len(first) && len(first) >= 4 && !modelFamily.MatchString(first) && slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, strings.ToLower(first)) }) {
			return true
		}
		if slices.ContainsFunc(names, func(name string) bool { return isSameName(name, subject) }) {
			return true
		}
	}
	if sizedAs.MatchString(part) || training.MatchString(part) {
		return true
	}
	return beginning && startsAs.MatchString(part) && !isVerb.MatchString(firstWords(part)) && !anotherModel.MatchString(strings.ToLower(firstWords(part)))
}

// beginsWithSibling reports whether a clause begins with the name of a model with a size
// that is not the card's: dolly-v2-7b next to dolly-v2-12b.
func beginsWithSibling(part string, names []string) bool {
	first, _, _ := strings.Cut(part, " ")
	name := lettersOf(first[strings.LastIndexByte(first, '/')+1:])
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

// isSameName reports whether two names begin alike, as "Granite-4.0-H-1B" and "Granite 4.0 H Nano".
func isSameName(name, subject string) bool {
	common := 0
	for common < min(len(name), len(subject)) && name[common] == subject[common] {
		common++
	}
	if common == len(name) && common >= 3 && common < len(subject) && unicode.IsDigit(rune(subject[common])) { // "QwQ-32B" of "QwQ"
		return true
	}
	return common >= 3 && 10*common >= 6*max(len(name), len(subject))
}

// lettersOf is a text in lower case, letters and digits only.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
