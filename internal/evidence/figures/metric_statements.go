package figures

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// numberWritten is a number as people write it, with signs for thousands and decimals.
const numberWritten = `[+\-−]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]+(?:[.,][0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?`

// supposed are words by which a clause is about what would be, about other results, or about how
// results differ.
const supposed = `would|could|might|if|seems?|possible|hypothetical\w*|perfect|ideal|ranges?|ranging|spread|operating points?|official (?:[\w-]+ )?(?:results?|scores?|numbers?)|et al\.?,? (?:\([0-9]{4}\) )?(?:report|obtain|reach|achiev|got|get)\w*|(?:own|internal|in-house|production) (?:[\w-]+ )?(?:recordings|documents|traffic|calls|customers|users)|[0-9]+ \w+ in [0-9]+ \w+ (?:gives?|makes?|means?)`

var (
	// metricName is a metric in the words of a sentence, with how it was averaged.
	metricName = pattern.New(`(?i)\b(?:(?:top-?[15]|test|validation|eval|evaluation|dev|train|training|macro|micro|weighted|samples|mean|average|overall|balanced|final)(?:[- ]averaged?)?[- ])*` +
		`(?:accuracy|f1(?:[- ]?score)?|f-?score|f-?measure|wer|word error rate|cer|character error rate|bleu|sacrebleu|chrf(?:\+\+)?|meteor|rouge-?(?:1|2|lsum|l)|precision|recall|auc|auroc|roc[- ]auc|pr[- ]auc|perplexity|mae|rmse|mse|r2|(?-i:mAP|MAP)|miou|iou|exact match|cross[- ]entropy(?: loss)?|(?-i:EM)|spearman|pearson|mcc|matthews correlation|(?-i:Dice|DICE)|top-[15](?: err(?:or)?)?)\b(?:[- ](?:score|rate|coefficient)\b)?`)
	// cutOff is how many of the first results a metric reads: recall@10, "recall at 10".
	cutOff = pattern.New(`(?i)^(?:\s?@\s?[0-9]+(?:[.:][0-9]+)*|[ -]at[ -][0-9]+)`)
	// link is what stands between a metric and its value: a group or an average in
	// parentheses, a dataset, a verb.
	link = pattern.New(`(?i)^(?:['’]s)?(?:\s*\(([^()\n]{0,30})\))?(?:\s+(?:on|for|over|in|against)\s+(?:the |our |its |this |all |an? )?([^:=;()]{1,60}?))?` +
		`(?:\s*(?:[:=≈~→]|->|\s[–—-]\s)|\s+(?:ist|beträgt|liegt bei|est(?: de)?|es(?: del?)?|è(?: del| di)?|é(?: de)?|is|was|are|were|of|at|reach(?:es|ed)|achiev(?:es|ed)|equals|hits|being|(?:stands|comes|came) (?:at|to)|amounts to)(?:\b|\s|$))(?:\s*(?:[~≈:=]|\*+|_+|about|approximately|around|roughly|nearly|circa|ca\.?|exactly|currently|now|an?|the|of|at)\b?)*\s*$`)
	// before is what stands between a value and its metric: "84% accuracy".
	before = pattern.New(`(?i)^\s*(?:\(|in\s|on\s|for\s|of\s)?(?:(?:test|overall|mean|average|absolute|classification)\s)?\**\s*$`)
	number = pattern.New(numberWritten)
	// percentSign, and what a number has that is no value of a metric.
	percentSign = pattern.New(`(?i)^\s*(?:%|percent\b|per cent\b|pct\b)`)
	noValue     = pattern.New(`(?i)^\s*(?:[-–—]|to\b|\.\.+|or\b)\s*[0-9]|^\s*(?:%|percent\b)?\s*(?:(?:or|and) )?(?:lower|higher|better|worse|less|more|fewer|below|above|greater|smaller)\b|^\s*(?:%|percent(?:age)?)?[ -]*(?:points?|pp|epochs?|steps?|samples?|examples?|classes|labels|languages|times|x|k|m|million|billion|hours?|days?|tokens|words|sentences|images|ms|s|[kmgt]i?b)\b`)
	limit       = pattern.New(`(?i)(?:[<>≥≤]=?|\b(?:at least|at most|over|above|below|under|more than|less than|up to|greater than|higher than|lower than|exceeds?|between|from|by|minimum|maximum)(?: of)?)\s*\**$`)

	// operatingPoint is where another metric is held fixed.
	operatingPoint = pattern.New(`(?i)\b(?:at|@|with|for) (?:an? )?[0-9.,]+\s*%?\s*(?:precision|recall|sensitivity|specificity|fpr|false positive rate|coverage|confidence|threshold)\b`)
	// outdone are others that the model is only compared with.
	outdone = pattern.New(`(?i)\b(?:outperform\w*|beat\w*|surpass\w*|exceed\w*|improv\w+ (?:over|on|upon)|better than|higher than|above)\s(?:the |its |our |all |a |an |any )?(?:[\w-]+ ){0,3}?(?:baselines?|models?|systems?|sota|state[- ]of[- ]the[- ]art|performance|humans?|chance)\b`)
	// ofAnother are the subjects of a clause whose numbers are not those of the model as a whole:
	// other systems, requirements, parts of the examples, and changes.
	ofAnother = pattern.New(`(?i)\b(?:baselines?|human|humans|annotators?|chance|random(?:ly)?|majority|dummy|naive|required?s?|requirements?|must|should|shall|minimum|targets?|thresholds?|goals?|criteri(?:a|on)|acceptance|expect(?:ed|s)?|literature|reported (?:by|in)|published|sota|state[- ]of[- ]the[- ]art|previous(?:ly)?|prior|earlier|older|last (?:version|release|year)|former|original|base model|pre-?trained model|teacher|untuned|zero-shot|few-shot|before|without|competitors?|other (?:models?|systems?|approaches)|another|alternatives?|compared|comparison|versus|vs|than|gpt-?[0-9]\w*|claude|gemini|v0|ablation|` +
		`improve[sd]?|improvements?|increase[sd]?|decrease[sd]?|gains?|drops?|dropped|falls?|fell|loses|lost|rises?|rose|difference|delta|gap|margin|standard deviation|std|variance|interval|` +
		`per[- ]class|class|label|categor(?:y|ies)|subsets?|subgroups?|slices?|groups?|only|women|men|female|male|speakers|minority|each|worst|best|lowest|highest|hardest|folds?|seeds?|adversarial|noisy|out-of-(?:domain|distribution)|ood|training (?:set|data|accuracy|loss|split)|train(?:ing)? (?:accuracy|f1|wer|loss)|` + supposed + `|per (?:[\w-]+ )?(?:type|entity|language|domain|tag|token|topic|dataset|split|speaker))\b`)
	// OfThis is a clause about the model; OnValidation and OnTest are about the split of the data.
	OfThis       = pattern.New(`(?i)\b(?:our|ours|this model|the model|the (?:fine-?tuned|final|released|resulting|quantized) (?:model|version)|fine-?tuned model|we)\b`)
	pronoun      = pattern.New(`(?i)^(?:it|they|this|that|these|those|its|their)\b`)
	OnValidation = pattern.New(`(?i)\b(?:validation|dev|development)\b`)
	OnTest       = pattern.New(`(?i)\b(?:test|held-?out|hold-?out)\b`)
	onData       = pattern.New(`(?i)\b(?:on|over|for|in) (?:the |our |its |a |an )?([^,.:;()]{1,50}?)\s(?:(?:test|dev|validation|development|eval|evaluation|held-?out|hold-?out) ?)?(?:set|split|dataset|benchmark|corpus)\b|\bon (?:the )?((?-i:[A-Z][\w-]*(?: [A-Z0-9][\w-]*)*))`)
	splitWords   = pattern.New(`(?i)^(?:(?:the|our|its|an?|own|internal|private|same|official|entire|full|whole|complete|unseen|new|independent|separate|standard|test|testing|held-?out|held|hold-?out|out|hold|evaluation|eval|validation|dev|development|data|sets?|splits?|datasets?|examples|samples|average|of|on)(?:[\s-]+|$))*$`)
	otherTitles  = pattern.New(`(?i)\b(?:baselines?|human|comparisons?|compared|versus|vs|requirements?|criteria|targets?|thresholds?|prior|related|sota|state[- ]of[- ]the[- ]art|per[- ](?:class|label|category|group|language)|by (?:class|label|category|group|language)|class-?wise|error analysis|slices?|subgroups?|fairness|disaggregated|ablations?|other models|before|base model|training (?:procedure|results|log|hyper\w*)|hyper-?parameters)\b`)
	// trainers are the labels that a trainer writes beside the metrics of a training.
	trainers = pattern.New(`(?i)^(?:epochs?|steps?|train(?:ing)? loss|validation loss|learning rate|runtime|samples per second|steps per second)$`)
	// reached is how a sentence outside of the evaluation begins that states what the model reaches.
	reached = pattern.New(`(?i)^(?:(?:on|over|for) (?:the |our |its )?[^,.;:]{1,60}?(?:\([^()]*\))?,? )?(?:the (?:final|resulting|fine-?tuned) |this |the |our )?(?:[\w.+/-]+ ){0,5}?(?:model|version|checkpoint|classifier|it|we|system|which|network|tagger|detector)\b(?: \w+)? (?:(?:reach|achiev|obtain|attain|scor|yield|hit|manag)(?:e?s|ed|e)?|gets?|got|has|had) (?:down to |up to |to )?(?:an?|the|its|about|around|roughly|[0-9])\b`)
	// described is how a sentence outside of the evaluation describes the model by what it reaches.
	described = pattern.New(`(?i)^(?:(?:this|the|our|an?) )?(?:[\w.+/-]+ ){0,5}?(?:model|version|checkpoint|classifier|it|system|network|tagger|detector)\b[^.;:()]{0,60}?\b(?:with|at) (?:an? |the )?(?:[\w-]+ ){0,3}?(?:[0-9]|accuracy|f1|wer|word error rate|precision|recall|bleu)|^(?:with|at) (?:an? |the |its )(?:[\w-]+ ){0,2}?(?:accuracy|f1|wer|word error rate|precision|recall|bleu)(?:[- ]score)? of [0-9]`)
	// modest is a word that says nothing but how small a number is.
	modest = pattern.New(`(?i)\s(?:only|just|merely)\s+([0-9])`)
	// testResult is a label that states a result wherever it stands.
	testResult = pattern.New(`(?i)^(?:final )?test (?:results?|scores?|wer|cer|accuracy|f1|bleu)$`)
	// duringTraining is how a section says that its numbers were measured while the model was trained.
	duringTraining = pattern.New(`(?i)\btraining (?:loss|log|results?|curves?)\b`)
)

// Told is what a clause is about.
type Told struct {
	other bool   // than the model as a whole
	split string // validation or test, "" if it does not say
}

// BodyMetrics are the metrics that sentences and labels of the evaluation state of the
// model as a whole. What is stated of others, of a requirement or of a part is left out.
func BodyMetrics(d *document.Document, keys [][]string) []evidence.StatedMetric {
	out := []evidence.StatedMetric{}
	names, several := familyNames(d), countResults(d) > 1
	evaluations := passage.SectionsOf(d, keys, "evaluation")
	during, skipped := make([]bool, len(d.Sections)), otherTopics(d, keys)
	splits := make([]string, len(d.Sections))
	for i := range d.Marks.Labels {
		if at := passage.SectionAt(d, d.Marks.Labels[i].Span.Start); at >= 0 && trainers.MatchString(strings.Trim(d.Marks.Labels[i].Name, " :*")) {
			during[at] = true
		}
	}
	for i, s := range d.Sections {
		if skipped[i] {
			continue
		}
		evaluated := evaluations.Hold(s.Heading.Start)
		if !evaluated && (slices.Contains(keys[i], "training_procedure") || !strings.ContainsAny(s.Own, "0123456789")) {
			continue
		}
		read := s.Own[:min(len(s.Own), passage.MaxSectionRead)]
		during[i] = during[i] || duringTraining.MatchString(read)
		context, hasNumber := Told{}, strings.ContainsAny(read, "0123456789")
		for _, sentence := range passage.SentencesOf(s.Own) {
			if len(sentence) > passage.MaxSentence {
				context = Told{}
				continue
			}
			var found []evidence.StatedMetric
			if !evaluated && !reached.MatchString(sentence) && !described.MatchString(sentence) { // elsewhere only what the model is said to reach
				continue
			}
			if hasNumber { // else neither this sentence nor one that goes on from it states a value
				found, context = metricsOf(sentence, context, func(part string) bool { return isOfAnother(part, names) })
				found = slices.DeleteFunc(found, func(m evidence.StatedMetric) bool { return several && ofMean.MatchString(m.Metric) })
			}
			if OnValidation.MatchString(sentence) {
				splits[i] = "validation"
			}
			for _, m := range found {
				if len(out) == passage.MaxStatements {
					return out
				}
				if during[i] && m.Split != "test" || !evaluated && m.Split == "validation" {
					continue
				}
				m.At = passage.Quoted(d, s.Slug, sentence)
				out = append(out, m)
			}
		}
	}
	for i, l := range d.Marks.Labels { // those of a trainer, above the evaluation, are of the validation
		at := passage.SectionAt(d, l.Span.Start)
		name := strings.Trim(l.Name, " :*")
		if !evaluations.Hold(l.Span.Start) && !testResult.MatchString(name) || isAt(during, at) || isAt(skipped, at) || len(out) == passage.MaxStatements || len(name) > 60 || ofAnother.MatchString(name) {
			continue
		}
		if m, isNumber := labelled(l.Value); isNumber {
			m.At, m.Metric = evidence.Anchor(d.Path+"#"+document.Pointer("body", "labels", strconv.Itoa(i))), name
			if at >= 0 {
				m.Split = splits[at]
			}
			out = append(out, m)
		}
	}
	return out
}

func isAt(all []bool, i int) bool { return i >= 0 && all[i] }

// next is a sentence without values of other models and of operating points, and what it is
// about: the same as the one before where it goes on with that.
func (last Told) next(sentence string) (string, Told) {
	sentence = modest.ReplaceAllString(sentence, " $1")
	sentence = outdone.ReplaceAllString(operatingPoint.ReplaceAllString(sentence, " "), " ")
	now := Told{}
	if pronoun.MatchString(sentence) || !ofAnother.MatchString(sentence) && strings.HasPrefix(sentence, "-") {
		now = last
	}
	switch {
	case OnValidation.MatchString(sentence):
		now.split = "validation"
	case OnTest.MatchString(sentence):
		now.split = "test"
	}
	return sentence, now
}

// MetricsIn are the metrics that a sentence states of the model, and what the next
// sentence is about if it says "it", or if this one announces a list.
func MetricsIn(sentence string, last Told) ([]evidence.StatedMetric, Told) {
	return metricsOf(sentence, last, func(string) bool { return false })
}

// metricsOf are those of MetricsIn in the clauses that are not of another model or state.
func metricsOf(sentence string, last Told, isOther func(part string) bool) ([]evidence.StatedMetric, Told) {
	if len(respectively.FindString(sentence)) > 0 { // which number is of which metric is not told by their order here
		return nil, Told{}
	}
	var out []evidence.StatedMetric
	sentence, now := last.next(sentence)
	for _, part := range subclauses(sentence) {
		switch {
		case ofAnother.MatchString(part), isOther(part):
			now.other = true
		case OfThis.MatchString(part):
			now.other = false
		}
		if now.other || isGeneral(part) {
			continue
		}
		for _, m := range Pairs(part) {
			m.Split, m.Dataset = now.split, cmp.Or(m.Dataset, dataOf(part), dataOf(sentence))
			out = append(out, m)
		}
	}
	if !strings.HasSuffix(sentence, ":") && !now.other {
		now = Told{}
	}
	return out, now
}

var respectively = pattern.New(`(?i)\brespectively\b`)

// dataOf is the dataset that some words name, "" if they name none.
func dataOf(words string) string {
	if m := onData.FindStringSubmatch(words); m != nil {
		return ownName(m[1] + m[2])
	}
	return ""
}

var subclause = pattern.New(`(?i);|,\s|\s(?:while|whereas|but|although|however)\s|\s[–—]\s`)

// subclauses are the parts of a sentence that may be about different models.
func subclauses(sentence string) []string { return subclause.Split(sentence, 20) }

// ownName is the name of a dataset, "" if the words only say which part of the data it is.
func ownName(s string) string {
	if s = strings.TrimSpace(s); splitWords.MatchString(s) {
		return ""
	}
	return s
}

// Pairs are the metrics of a clause with the values that stand by them.
func Pairs(part string) []evidence.StatedMetric {
	var out []evidence.StatedMetric
	names := metricName.FindAllStringIndex(part, 10)
	for _, n := range names { // a cut-off belongs to the name
		if at := cutOff.FindStringIndex(part[n[1]:]); at != nil && !strings.HasPrefix(strings.TrimLeft(part[n[1]+at[1]:], " "), "%") && !digitFollows(part[n[1]+at[1]:]) {
			n[1] += at[1]
		}
	}
	var numbers [][]int
	for _, v := range number.FindAllStringIndex(part, 20) {
		if isWhole(part, v) && !slices.ContainsFunc(names, func(n []int) bool { return v[0] < n[1] && n[0] < v[1] }) {
			numbers = append(numbers, v)
		}
	}
	used := make([]bool, len(numbers))
	state := func(n []int, i int, dataset, aside string) {
		if used[i] {
			return
		}
		used[i] = true
		m, ok := stating(part, numbers[i])
		if !ok {
			return
		}
		m.Metric, m.Dataset = part[n[0]:n[1]], ownName(dataset)
		if aside != "" {
			m.Metric += " (" + aside + ")"
		}
		out = append(out, m)
	}
	for i, n := range names {
		next := len(part)
		if i+1 < len(names) {
			next = names[i+1][0]
		}
		j := slices.IndexFunc(numbers, func(v []int) bool { return v[0] >= n[1] })
		if j < 0 || numbers[j][0] >= next {
			continue
		}
		between := part[n[1]:numbers[j][0]]
		if m := link.FindStringSubmatch(between); m != nil {
			state(n, j, m[2], m[1])
		} else if strings.Trim(between, " *") == "" && between != "" && strings.ContainsAny(part[numbers[j][0]:min(len(part), numbers[j][1]+2)], ".,%") && (j+1 == len(numbers) || numbers[j+1][0] > numbers[j][1]+4) {
			state(n, j, "", "") // "F1 0.84", and no row of a table
		}
	}
	for i, v := range numbers {
		end := v[1]
		if sign := percentSign.FindStringIndex(part[end:]); sign != nil {
			end += sign[1]
		}
		j := slices.IndexFunc(names, func(n []int) bool { return n[0] >= end })
		if j >= 0 && before.MatchString(part[end:names[j][0]]) {
			state(names[j], i, "", "")
		}
	}
	return out
}

func digitFollows(s string) bool {
	s = strings.TrimLeft(s, ".,")
	return s != "" && s[0] >= '0' && s[0] <= '9'
}

// isWhole reports whether a number is no part of another word or number.
func isWhole(part string, at []int) bool {
	first, _ := utf8.DecodeLastRuneInString(part[:at[0]])
	after, _ := utf8.DecodeRuneInString(part[at[1]:])
	rest := part[at[1]:]
	return (at[0] == 0 || !unicode.IsLetter(first) && !unicode.IsDigit(first) && !strings.ContainsRune("._@/", first)) &&
		!unicode.IsLetter(after) && !unicode.IsDigit(after) && (rest == "" || rest[0] == ' ' || !digitFollows(rest))
}

// stating is a number as the value of a metric; ok is false for a bound, a range, or a
// number of something else.
func stating(part string, at []int) (evidence.StatedMetric, bool) {
	raw, rest := part[at[0]:at[1]], part[at[1]:]
	if noValue.MatchString(rest) || limit.MatchString(part[:at[0]]) {
		return evidence.StatedMetric{}, false
	}
	value, places, ok := DecimalOf(raw)
	if !ok {
		return evidence.StatedMetric{}, false
	}
	sign := percentSign.FindString(rest)
	return evidence.StatedMetric{Raw: raw + map[bool]string{true: "%"}[sign != ""], Value: value, Percent: sign != "", Places: places}, true
}

var labelValue = pattern.New(`^\s*\**(` + numberWritten + `)\**\s*(%)?\s*(?:(?:±|\+/-|\()\s*[0-9.,]+\s*%?\)?)?\s*$`)

// labelled is the number that a label has as its whole value.
func labelled(value string) (evidence.StatedMetric, bool) {
	m := labelValue.FindStringSubmatch(value)
	if m == nil {
		return evidence.StatedMetric{}, false
	}
	plain, places, ok := DecimalOf(m[1])
	return evidence.StatedMetric{Raw: m[1] + m[2], Value: plain, Percent: m[2] != "", Places: places}, ok
}

// DecimalOf is a number of a text as a decimal literal, and how many decimal places it is
// written with. A comma before three digits may be of thousands or decimal: without
// another sign that tells, it is no number.
func DecimalOf(raw string) (value string, places int, ok bool) {
	s := strings.ReplaceAll(strings.TrimPrefix(raw, "+"), "−", "-")
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	point, comma := strings.LastIndex(mantissa, "."), strings.LastIndex(mantissa, ",")
	switch {
	case comma < 0:
	case point > comma: // 1,234.5
		mantissa = strings.ReplaceAll(mantissa, ",", "")
	case point >= 0: // 1.234,5
		mantissa = strings.Replace(strings.ReplaceAll(mantissa, ".", ""), ",", ".", 1)
	case strings.Count(mantissa, ",") > 1: // 1,234,567
		mantissa = strings.ReplaceAll(mantissa, ",", "")
	case len(mantissa)-comma-1 == 3 && !strings.HasPrefix(strings.TrimLeft(mantissa, "-"), "0"):
		return "", 0, false
	default: // 0,84
		mantissa = strings.Replace(mantissa, ",", ".", 1)
	}
	if strings.HasPrefix(mantissa, ".") {
		mantissa = "0" + mantissa
	}
	if i := strings.Index(mantissa, "."); i >= 0 {
		places = len(mantissa) - i - 1
	}
	if exponent != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(exponent, "+"))
		if err != nil {
			return "", 0, false
		}
		places, mantissa = places-n, mantissa+"e"+strconv.Itoa(n)
	}
	return mantissa, max(0, places), len(mantissa) <= 32
}
