package cards

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// aliases maps a heading, lower-cased and without punctuation, to the keys it
// fills. They are the headings that real cards use: the annotated template of
// the Hugging Face hub, the transformers trainer's template, and the commonest
// others of a count over 29,000 cards.
var aliases = invert(map[string][]string{
	"description": {"model introduction", "introducción", "beschreibung", "modellbeschreibung", "descripción", "descripción del modelo", "description du modèle", "descrição", "descrição do modelo", "descrizione", "описание", "описание модели", "模型描述", "模型介绍", "介绍", "简介", "概要", "モデル概要", "소개", "모델 설명", "model description", "model details", "details", "overview", "about", "introduction", "description", "model summary",
		"model overview", "model information", "how does it work", "about the model", "model", "dataset summary", "dataset description"},
	"intended_use": {"application", "evaluated use", "downstream uses", "direct uses", "verwendung", "verwendungszweck", "einsatzzweck", "nutzung", "anwendung", "uso", "usos", "uso previsto", "usos previstos", "utilisation", "utilisation prévue", "usage prévu", "utilizzo", "gebruik", "användning", "bruk", "использование", "применение", "kullanım", "penggunaan", "使用", "预期用途", "使用目的", "uses", "use", "direct use", "intended use", "intended uses", "intended uses and limitations", "use cases", "applications", "primary intended uses", "primary use cases", "primary use case", "recommended use", "recommended uses", "intended purpose", "purpose", "intended application", "intended applications", "intended use cases", "downstream use", "use case"},
	"how_to_use":   {"model in action", "using the model", "how this model can be used", "how to get started", "getting started", "get started", "quickstart", "quick start", "usage guide", "usage examples", "example usage", "usage example", "usage instructions", "how to use it", "modo de uso", "cómo usar", "como usar", "使用方法", "用法", "使い方", "사용법", "사용 방법", "how to use", "usage", "how to get started with the model", "model usage", "usage and examples", "quick usage", "basic usage", "inference example", "sample usage", "code example", "code examples", "how to run", "how to load", "how to use the model", "how to use this model", "running the model", "run the model", "use with transformers", "use in transformers"},
	"out_of_scope": {"unsupported uses", "non intended uses", "usos no previstos", "usos fuera de alcance", "utilisations hors du champ d'application", "nicht vorgesehene verwendung", "usi non previsti", "usos fora do escopo", "超出范围的使用", "対象外の使用", "out of scope use", "out of scope uses", "out of scope use cases", "misuse", "limitations of use", "prohibited uses",
		"out of scope", "not intended use", "not intended uses", "unintended use", "unintended uses", "uses out of scope", "prohibited use", "restrictions", "use restrictions", "misuse malicious use and out of scope use", "misuse and malicious use", "misuse and out of scope use"},
	"limitations": {"considerations", "concerns", "shortcomings", "einschränkungen", "grenzen", "limitaciones", "limitações", "limitazioni", "limites", "beperkingen", "begränsningar", "begrensninger", "ограничения", "sınırlamalar", "keterbatasan", "局限性", "局限", "限制", "制限", "制限事項", "注意事項", "한계", "한계점", "limitations", "limitation", "limitations and bias", "limitations and biases", "bias risks and limitations", "known limitations",
		"risks and limitations", "biases and limitations", "bias and limitations", "ethical considerations and limitations", "biases risks and limitations",
		"intended uses and limitations", "caveats and recommendations", "risks limitations and biases", "limitations and risks", "other known limitations",
		"caveats", "known issues", "model limitations", "limitations of the model", "technical limitations", "limitations and considerations", "limitations and caveats",
		"out of scope and limitations", "responsible ai considerations", "failure modes", "known failure modes", "limitations and risks of use"},
	"bias_risk": {"risk", "responsibility", "responsibility and safety", "critical risks", "child safety", "verzerrungen", "risiken", "sesgo", "sesgos", "riesgos", "biais", "risques", "vieses", "riscos", "偏见", "风险", "バイアス", "リスク", "편향", "bias", "biases", "ethical considerations", "fairness", "risks", "safety", "social impact", "responsible ai considerations",
		"discussion of biases", "privacy and ethical considerations", "ethical concerns", "risks and biases", "bias and risks", "risks and mitigations", "potential risks",
		"harms", "safety considerations", "bias and fairness", "fairness and bias", "fairness assessments", "responsible ai", "limitations and bias", "limitations and biases", "bias risks and limitations",
		"biases and limitations", "bias and limitations", "broader implications", "biases risks and limitations", "risks limitations and biases", "ethical considerations and limitations"},
	"training_data": {"corpus", "corpora", "dataset details", "data details", "dataset description", "dataset information", "dataset statistics", "model data", "trainingsdaten", "datensatz", "datos de entrenamiento", "conjunto de datos", "données", "données d'entraînement", "données d'apprentissage", "dados de treinamento", "dati di addestramento", "trainingsdata", "träningsdata", "treningsdata", "обучающие данные", "данные для обучения", "eğitim verisi", "data pelatihan", "训练数据", "训练数据集", "训练语料", "学習データ", "訓練データ", "학습 데이터", "training data", "training and evaluation data", "dataset", "datasets", "data", "pretraining data", "pre training data",
		"training details", "training dataset", "training datasets", "datasets used", "data sources", "training corpus", "source data"},
	"training_procedure": {"model training", "model fine tuning", "entrenamiento", "entraînement", "treinamento", "addestramento", "обучение", "eğitim", "训练", "训练过程", "训练细节", "学習", "training procedure", "training", "preprocessing", "pretraining", "pre training", "fine tuning", "finetuning",
		"hyperparameters", "training hyperparameters", "hyper parameters", "training details", "training parameters", "training process"},
	"evaluation": {"comparison", "comparisons", "comparing", "evaluating", "evaluations", "result", "test results", "auswertung", "ergebnisse", "evaluación", "resultados", "évaluation", "résultats", "avaliação", "valutazione", "risultati", "resultaten", "resultat", "resultater", "evaluering", "результаты", "оценка", "метрики", "sonuçlar", "hasil evaluasi", "评估", "评估结果", "评测", "评测结果", "实验结果", "評価", "評価結果", "ベンチマーク", "평가", "평가 결과", "evaluation", "evaluation results", "eval results", "results", "benchmarks", "benchmark", "performance", "benchmark performance", "training results",
		"validation metrics", "accuracy", "downstream performance", "model performance", "metrics", "benchmark results", "evaluation data", "quantitative analysis", "quantitative analyses", "testing data factors and metrics", "evaluation and results"},
	"environment":     {"environmental impact", "carbon footprint", "co2 emissions", "compute", "estimated emissions", "carbon emissions", "energy consumption", "environmental considerations"},
	"users":           {"users", "intended users", "primary intended users", "target users", "target audience", "intended audience", "audience", "who should use this model"},
	"ethical":         {"ethical considerations", "ethics", "ethical concerns", "ethical considerations and limitations", "privacy and ethical considerations", "ethical use", "responsible ai considerations"},
	"tradeoffs":       {"tradeoffs", "trade offs", "performance tradeoffs", "performance trade offs", "trade off"},
	"human_oversight": {"human oversight", "human in the loop", "human review", "oversight", "human override", "human oversight measures", "human supervision"},
	"explainability": {"explainability", "interpretability", "model explainability", "model examination", "explainability and interpretability",
		"interpretability and explainability", "model interpretability", "feature importance"},
	"business_objective": {"business objective", "business objectives", "business goal", "business goals", "business case", "business value", "business purpose", "business context", "business problem",
		"business need", "business use"},
	"kpi":            {"kpi", "kpis", "key performance indicator", "key performance indicators", "success metric", "success metrics", "success criteria", "business metric", "business metrics", "business kpi", "business kpis"},
	"latency_budget": {"latency budget", "latency", "latency requirements", "latency and cost", "latency and cost budget", "budgets", "budget", "latency target", "response time"},
	"cost_budget":    {"cost budget", "cost", "costs", "inference cost", "inference costs", "running costs", "cost per prediction", "latency and cost", "latency and cost budget", "budgets", "budget"},
	"technical":      {"model structure", "resource usage", "memory usage", "vram usage", "compute infrastructure", "technical details", "technical specifications", "architecture", "model architecture", "framework versions", "system info", "software", "hardware"},
	"license":        {"licenses", "model license", "license and terms of use", "terms of use", "lizenz", "licencia", "licença", "licenza", "licentie", "lisens", "licens", "лицензия", "许可", "许可证", "ライセンス", "라이선스", "license", "licence", "licensing information", "licensing"},
	"citation": {"bibtex entry", "citing", "referencing", "citation and related information", "zitierung", "zitieren", "cita", "citación", "citação", "citazione", "引用", "인용", "цитирование", "citation", "citations", "citation info", "citation information", "how to cite", "bibtex entry and citation info", "citing and authors",
		"reference", "references", "bibtex", "cite", "cite as"},
	"contact":       {"contact us", "contact and more information", "kontakt", "contacto", "contato", "contatti", "联系", "联系方式", "連絡先", "문의", "контакты", "contact", "model card contact", "authors", "author", "model card authors", "team members", "contacts", "contact information", "dataset curators", "maintainers"},
	"personal_data": {"personal and sensitive information", "privacy", "sensitive data", "pii", "personal data"},
	"collection":    {"initial data collection and normalization", "data collection and processing", "collection process", "curation rationale", "data collection"},
	"annotation":    {"annotations", "annotation process", "who are the annotators", "labelling", "labeling"},
}, foreignHeadings)

func invert(tables ...map[string][]string) map[string][]string {
	out := map[string][]string{}
	for _, table := range tables {
		for key, titles := range table {
			for _, t := range titles {
				out[t] = append(out[t], key)
			}
		}
	}
	return out
}

// metadataFiller is a metadata value that its template put there.
var metadataFiller = pattern.New(`(?i)^\s*(\{.*\}|\[?more information needed\]?|todo|tbd|fixme|(the )?[a-z ]+ goes here|\?+|x+\.x+|n/?a|none|your[ _-].*|<.*>|(list of )?iso 639-1 code for your language.*|lang\d|array of [a-z]+ identifiers|any valid license identifier|url to a thumbnail.*)\s*$`)

// sections are the headings of a Markdown card, whose meanings are keys.
func sections(d *document.Document, keys [][]string) []evidence.Section {
	out := []evidence.Section{}
	elsewhere, copies := linksElsewhere(d), copiesIn(d, keys)
	for i, s := range d.Sections {
		text, other := substance(d.Sections[i:], keys[i:])
		away := 0
		if slices.ContainsFunc(keys[i], func(key string) bool {
			return answerKeys[key] || key == "intended_use" && statedUse.MatchString(s.Title)
		}) {
			away = elsewhere(s.Body)
		}
		w, uses := prose.AnswerOf(text, other, away), inUse(ownKeys(d.Sections[i:], keys[i:]), s.Title, text, s.Code)
		if s.Code > 0 && s.Tables+s.Links == 0 && slices.Contains(uses, "intended_use") && prose.WorthOf(text, 0).State == evidence.Empty {
			w.State = evidence.Empty // code shows how a model is run, and not what for
		}
		if w.State == evidence.Filled && slices.Equal(uses, []string{"intended_use"}) && onlyInstructs(text) {
			w.State = evidence.Unanswered
		}
		if w.State == evidence.Filled && isOfOtherKind(s, uses, text) {
			w.State = evidence.Unanswered
		}
		if w.State == evidence.Filled && slices.ContainsFunc(uses, func(key string) bool { return textKeys[key] }) && (isOnlyTitle(s, text, other) || isOnlyLinks(uses, text, other, away) || copies.of(i)) {
			w.State = evidence.Unanswered
		}
		if w.State == evidence.Placeholder && s.Code > 0 && !slices.ContainsFunc(uses, func(key string) bool { return textKeys[key] }) {
			w.State = evidence.Filled // "paper coming soon" above a BibTeX entry: somebody wrote the code
		}
		under := keyed(evidence.Anchor(d.Path+"#"+document.Pointer("sections", s.Slug)), s.Title, uses, w)
		for j := range under {
			under[j].Parent = i+1 < len(d.Sections) && d.Sections[i+1].Level > s.Level
		}
		out = append(out, under...)
	}
	return append(out, boldSections(d)...)
}

// isOfOtherKind reports whether a section on limits or on results has nothing but praise, or how
// something is run.
func isOfOtherKind(s document.Section, keys []string, text string) bool {
	switch {
	case slices.Contains(keys, "limitations"):
		return onlyPraises(text) || !limits.MatchString(text) && onlyInstructs(text)
	case slices.Equal(keys, []string{"evaluation"}):
		return s.Tables+s.Links+s.Images == 0 && !strings.ContainsAny(text, "0123456789") && (onlyPraises(text) || onlyInstructs(text))
	}
	return false
}

// linksElsewhere counts the links of a part of the body that lead out of the repository.
func linksElsewhere(d *document.Document) func(document.Span) int {
	starts, before := make([]int, len(d.Marks.Links)), make([]int, len(d.Marks.Links)+1)
	for i, l := range d.Marks.Links {
		starts[i], before[i+1] = l.Span.Start, before[i]
		if !l.Image && prose.LinkKind(l.Target) == evidence.LinkAbsolute {
			before[i+1]++
		}
	}
	return func(body document.Span) int {
		from, _ := slices.BinarySearch(starts, body.Start)
		to, _ := slices.BinarySearch(starts, body.End)
		return before[max(from, to)] - before[from]
	}
}

// boldSections are lines in bold type that mean a section as a whole, and under
// which something stands: many a card has no other headings.
func boldSections(d *document.Document) []evidence.Section {
	var out []evidence.Section
	for i, s := range d.Marks.Subheadings {
		keys := wholeKeys(asides.ReplaceAllString(s.Title, ""))
		if w := prose.AnswerOf(s.Text, s.Other, 0); keys != nil && w.State != evidence.Empty {
			out = append(out, keyed(evidence.Anchor(d.Path+"#"+document.Pointer("body", "subheadings", strconv.Itoa(i))), s.Title, keys, w)...)
		}
	}
	return out
}

// titleLeftovers collects headings that are a template's name for what belongs
// there: "# {MODEL_NAME}".
func titleLeftovers(d *document.Document, out *[]evidence.Leftover) {
	for _, s := range d.Sections {
		if titleLeftover.MatchString(s.Title) {
			*out = append(*out, evidence.Leftover{At: evidence.Anchor(d.Path + "#" + document.Pointer("sections", s.Slug)), Text: s.Title})
		}
	}
}

var titleLeftover = pattern.New(`(?i)^(?:\{+[^{}]*[a-z][^{}]*\}+|model card for (?:\{+[^{}]*\}+|model id))$`)

// headingKeys are the meanings of each heading. A title at the top of the page
// is mostly a name, and has only those that it has as a whole.
func headingKeys(d *document.Document) [][]string {
	keys := make([][]string, len(d.Sections))
	for i, s := range d.Sections {
		keys[i] = keysOfHeading(i, s)
	}
	return keys
}

func keysOfHeading(i int, s document.Section) []string {
	if i == 0 && s.Level == 1 {
		return wholeKeys(s.Title)
	}
	return SectionKeys(s.Title)
}

// ownKeys are the meanings of the first of some headings. One that stands for
// several ("Intended uses & limitations") leaves those to the headings under it
// that have one for themselves: an empty "Limitations" there is what is said of
// limitations.
func ownKeys(sections []document.Section, keys [][]string) []string {
	if len(keys[0]) < 2 {
		return keys[0]
	}
	return slices.DeleteFunc(slices.Clone(keys[0]), func(key string) bool {
		for i := 1; i < len(sections) && sections[i].Level > sections[0].Level; i++ {
			if slices.Contains(keys[i], key) {
				return true
			}
		}
		return false
	})
}

// asideKeys are meanings of sections that add nothing to the one they lie in: a
// citation under the heading of the evaluation is no evaluation.
var asideKeys = wordSet(`citation contact license`)

// isAsideOf reports whether a section adds nothing to those of some keys that it lies in:
// how to run a model is no use that it is for.
func isAsideOf(keys, sub []string) bool {
	return isAside(sub) || slices.Contains(sub, "how_to_use") && len(sub) == 1 && slices.ContainsFunc(keys, func(k string) bool { return textKeys[k] })
}

func isAside(keys []string) bool {
	return len(keys) > 0 && !slices.ContainsFunc(keys, func(k string) bool { return !asideKeys[k] })
}

// textKeys are meanings that no image conveys: a chart may be an evaluation, but no
// limitation.
var textKeys = wordSet(`intended_use out_of_scope limitations bias_risk users ethical human_oversight`)

// answerKeys are the sections that a reader of the card must not have to look for elsewhere.
var answerKeys = wordSet(`limitations bias_risk out_of_scope training_data evaluation ethical human_oversight`)

// substance is the text of the first of some sections, and how many other things
// it has: code, tables and links. What lies in sections of asideKeys is left out.
func substance(sections []document.Section, keys [][]string) (string, int) {
	s := sections[0]
	others := func(s document.Section) int {
		if slices.ContainsFunc(keys[0], func(key string) bool { return textKeys[key] }) {
			return s.Code + s.Tables + s.Links
		}
		return s.Code + s.Tables + s.Links + s.Images
	}
	text, other := []string{s.Own}, others(s)
	left := false
	for i := 1; i < len(sections) && sections[i].Level > s.Level; i++ {
		sub := sections[i]
		if !isAsideOf(keys[0], keys[i]) {
			text = append(text, sub.Own)
			continue
		}
		left, other = true, other-others(sub)
		for i+1 < len(sections) && sections[i+1].Level > sub.Level {
			i++
		}
	}
	if !left || isAside(keys[0]) {
		return s.Text, others(s)
	}
	return strings.Join(text, "\n"), other
}

// keyed is one section under each of the meanings that its title has.
func keyed(at evidence.Anchor, title string, keys []string, w prose.Worth) []evidence.Section {
	if len(keys) == 0 {
		keys = []string{""}
	}
	out := make([]evidence.Section, len(keys))
	for i, key := range keys {
		out[i] = evidence.Section{At: at, Key: key, Title: title, State: w.State, Reason: w.Reason, Words: w.Words}
	}
	return out
}
