package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const maxLoads = 10 // of models by code

// nameOfModel is the name of a model in a text: with its owner, with hyphens, or of a family.
const nameOfModel = `([A-Za-z][\w.-]*/[\w.-]*\w|[A-Za-z]\w*(?:[.-]\w+)+|(?:Distil|Ro|XLM-Ro|De|Al|Camem|Sci|Bio)?BERTa?(?: (?i:base|large|tiny|small))?|(?:Distil|distil)?(?:GPT|gpt)-?2|GPT-?(?:J|Neo)|ELECTRA|XLNet|Longformer|BART|PEGASUS|Pegasus|mT5|T5|Flan-T5|Whisper|HuBERT|Swin|DeiT)`

// madeOf is a clause that says of which model its subject is a version.
var madeOf = pattern.New(`(?i)\b(?:(?:fine-?tuned|finetuned|quanti[sz]ed|pruned|adapted|derived|initiali[sz]ed|warm-?started|bootstrapped|distilled|converted|copy|(?:further|continued|continual) (?:pre-?)?(?:trained|training)|based|built|builds?|fine-?tuning|finetuning|starting|starts|started|lora|adapter|version|variant|checkpoint|conversion|port) (?:(?:version|variant|checkpoint|conversion|adapter) )?(?:of|from|for|on top of|on|upon)|(?:fine-?tunes?|fine-?tuned|finetunes|finetuned))\s(?:the |a |an )?(?:(?:weights|checkpoints?|pre-?trained|base|original|models?|official|cased|uncased|public|well-known|popular|google's|meta's|facebook's|openai's|eleutherai's) (?:(?:of|from) )?(?:the )?){0,4}(?-i:` + nameOfModel + `)`)

// isOne is a clause that says that its subject is a certain model, trained further.
var isOne = pattern.New(`(?i)(?:\bis an? |^(?:an? |the )?)(?-i:` + nameOfModel + `)(?:-based| based)? (?:model\b|checkpoint\b|(?:that|which) (?:was|has been|is) (?:further |then )?(?:fine-?tuned|finetuned|trained|pre-?trained)|(?:further )?(?:fine-?tuned|finetuned|trained)\b)`)

// madeOfAbroad is such a clause in other languages. In those that put the verb last, the name is before it.
var madeOfAbroad = pattern.New(`(?i)(?:(?:feinabgestimmte|feingetunte|nachtrainierte|angepasste|quantisierte|destillierte) (?:version|variante) (?:von|des)|(?:basiert|beruht) auf|auf (?:der )?(?:basis|grundlage) von|feinabgestimmt von` +
	`|version (?:affinée|ajustée|adaptée|quantifiée|distillée|fine-?tunée|spécialisée) (?:de|du)|basée? sur|dérivée? de|affinée? (?:à partir de|depuis)|à partir (?:de|du)` +
	`|versión (?:ajustada|afinada|adaptada|cuantizada|destilada|refinada|fine-?tuned) (?:de|del)|versão (?:ajustada|afinada|refinada|adaptada|quantizada|destilada) d[eo]|(?:basado en|baseado (?:em|no)|a partir de[l]?|ajuste fino d[eo])` +
	`|versione (?:affinata|adattata|ottimizzata|quantizzata|distillata|fine-?tuned) (?:di|del)|basato su|(?:gefinetunede|gefine-tunede|aangepaste|fine-?tuned) versie van|gebaseerd op|является (?:дообученной )?версией|на основе)` +
	`\s(?:dem |der |del |du |do |het |le |la |el |il )?(?:modell|modèle|modelo|modello|model|модели)?\s?(?-i:` + nameOfModel + `)`)

var madeOfBefore = pattern.New(`(?:(?:基于|是|以|由|在|は、?|を|はMeta社の|、)\s*)` + nameOfModel + `\s*(?:的|进行|進行|模型|基础|基礎|を|に|から|をベース|微调|微調|上)[^。]{0,16}?(?:微调|微調|量化|蒸馏|蒸餾|训练|訓練|ファインチューニング|微調整|追加学習|ファインチューン|量子化)`)

// sizeOf is a sentence that says nothing but how many parameters this model has.
var sizeOf = pattern.New(`(?i)^(?:this|the|our) (?:[\w-]+ ){0,3}?(?:model|network|checkpoint) (?:has|is|contains|comprises|with) (?:an? |about |around |roughly |approximately |some )*[\w.,]+[ -]?(?:b|m|billion|million)?[ -]param\w*(?: model| network)?[ .]*$`)

// loads is code that loads a model of the hub.
var loads = pattern.New(`(?:from_pretrained|pipeline|SentenceTransformer|snapshot_download|hf_hub_download)\([^)\n]{0,80}?["']([A-Za-z0-9][\w.-]*/[\w.-]+)["']`)

// bracketed is an identifier in parentheses.
var bracketed = pattern.New(`\(\s*([\w.-]+/[\w.-]+)\s*\)`)

// elsewhere is where a clause goes on about other models or other things.
var elsewhere = pattern.New(`(?i),?\s(?:unlike|compared|comparable|than|similar(?:ly)?|like|as opposed|instead of|rather than|inspired|e\.g|i\.e|such as|for example|including|outperform\w*|surpass\w*|beats?|based on|derived|built|initiali[sz]ed|distilled|adapted from|(?:(?:pre-?|fine-?|further |re)?(?:trained|tuned)|finetuned|fine-?tuning|quanti[sz]ed|converted) (?:version|variant|on|with|using|from|of|for|in|by|over|to)\b)`)

// trainedOn is what stands before the data of a training, which is behind "on".
var trainedOn = pattern.New(`(?i)\b(?:(?:pre-?|fine-?|re)?-?(?:trained|tuned|training|tuning)|finetuned?|finetuning)\b[^.;:]{0,100}?\s(?:on|using|with|over|used|uses)\s(?:the )?`)

// madeFor is what stands before the task of a model.
var madeFor = pattern.New(`(?i)\b(?:(?:(?:pre-?|fine-?)?(?:trained|tuned)|finetuned|used?|designed|developed|built|created|made|intended|specialized|optimi[sz]ed|suited|suitable|ready) (?:to be used )?(?:for|to)|(?:performs?|does) )\b ?(?:the (?:task|purpose) of )?`)

// ofBase is what stands before a training that the base model had: "based on T5, which was".
var ofBase = pattern.New(`(?i)\b(?:based|built|builds|version|top|from)\b.{0,80}?\b(?:which|that|who|originally)\b(?: \w+){0,3} ?$`)

// measuredBehind is where a clause goes on from training to something else.
var measuredBehind = pattern.New(`(?i),?\s(?:and )?(?:provided|awarded|as part of|thanks|evaluat\w+|tested|validated|compared|achiev\w+|reach\w+|outperform\w*|obtain\w*|unlike|instead of|rather than|not on|for (?:evaluation|testing|comparison)|which|whose|see|similar to|like|as in|except|without|excluding)\b`)

// otherSections are about other models, about what happened before, or not about what the model is.
var otherSections = pattern.New(`(?i)\b(?:base model|baselines?|comparisons?|compared|related|references?|citations?|citing|bibtex|acknowledge?ments?|change ?log|versions?|release notes|news|updates?|other models|variants?|family|collection|teacher|history|faq|examples?|limitations?|bias\w*|risks?|licen[sc]e|environmental|hardware|requirements?|install\w*|evaluation|results|benchmarks?|performance|future|roadmap|prompt\w*)\b`)

// modelStatements are the clauses in which the text of a card tells what the model
// itself is, and the data on which it says that it was trained; and the names of the
// models that it says this one was made from.
func modelStatements(d *document.Document, called string) ([]evidence.Told, []evidence.Text) {
	out, bases := []evidence.Told{}, []evidence.Text{}
	add := func(topic evidence.Topic, value string, pointer ...string) {
		if value = strings.TrimSpace(value); value != "" && len(out) < passage.MaxStatements {
			out = append(out, evidence.Told{At: evidence.Anchor(d.Path + "#" + document.Pointer(pointer...)), Topic: topic, Value: value})
		}
	}
	names := passage.OwnNames(d, called)
	read := func(sentences []string, beginning bool, pointer ...string) {
		self := false
		for i, sentence := range sentences {
			if len(sentence) > passage.MaxSentence {
				self = false
				continue
			}
			at := pointer
			if pointer[0] == "sections" {
				at = []string{pointer[0], pointer[1], sentence}
			}
			for j, part := range clauses(bracketed.ReplaceAllString(sentence, " $1 ")) {
				part = strings.TrimLeft(part, "*_#>-–•🤗 ")
				self = passage.IsOfModel(part, names, self && (j > 0 || passage.SaysIt.MatchString(part)), beginning && i < 3) && (j == 0 || self || !passage.SizedAs.MatchString(part)) // of what the sentence began with
				if !self {
					continue
				}
				if base := baseIn(part); base != "" && len(bases) < passage.MaxStatements {
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
			read(prose.Sentences(p.Text, passage.MaxSectionRead, passage.MaxSentences), n == 1, "body", "paragraphs", strconv.Itoa(i))
		}
	}
	for i, s := range d.Sections {
		if i == 0 && s.Level == 1 {
			add(evidence.TopicTitle, s.Title, "sections", s.Slug)
		}
		if i > 0 && otherSections.MatchString(s.Title) {
			for _, sentence := range prose.Sentences(s.Own, passage.MaxSectionRead, passage.MaxSentences) { // only how large this model is
				if len(sentence) <= passage.MaxSentence && sizeOf.MatchString(sentence) && passage.IsOfModel(sentence, nil, false, false) {
					add(evidence.TopicModel, sentence, "sections", s.Slug, sentence)
				}
			}
			continue
		}
		read(prose.Sentences(s.Own, passage.MaxSectionRead, passage.MaxSentences), i == 0 || passage.Describes.MatchString(s.Title), "sections", s.Slug)
	}
	for i, l := range d.Marks.Labels {
		name := strings.TrimSuffix(strings.Join(prose.PlainWords(strings.TrimSuffix(l.Name, ":")), " "), " optional")
		switch {
		case len(l.Value) > passage.MaxSentence || prose.WorthOf(l.Value, 0).State != evidence.Filled:
		case labelMeans[name] == "language":
			add(evidence.TopicLanguage, l.Value, "body", "labels", strconv.Itoa(i))
		case strings.HasPrefix(name, "training data"):
			add(evidence.TopicTraining, l.Value, "body", "labels", strconv.Itoa(i))
		case name == "model type" || name == "architecture" || labelMeans[name] == "task" || isSize(name):
			add(evidence.TopicModel, l.Name+": "+l.Value, "body", "labels", strconv.Itoa(i))
		}
	}
	for i, t := range d.Marks.Tables { // of two columns: what a fact is called, and what it is
		for r, row := range t.Rows[:min(len(t.Rows), passage.MaxSentences)] {
			if len(row) == 2 && len(row[1].Text) <= passage.MaxSentence && isSize(figures.HeadOf(row[0])) {
				add(evidence.TopicModel, row[0].Text+": "+row[1].Text, "body", "tables", strconv.Itoa(i), strconv.Itoa(r), "1")
			}
		}
	}
	for _, m := range loads.FindAllSubmatchIndex(d.Source, maxLoads) {
		if i := passage.SectionAt(d, m[0]); i >= 0 {
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
		if m := made.FindStringSubmatch(part); m != nil && passage.ModelFamily.MatchString(m[1]) {
			return strings.TrimRight(m[1], ".-_/ ")
		}
	}
	return ""
}
