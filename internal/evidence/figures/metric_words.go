package figures

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// The names of metrics in the languages that headings are read in. Where a word means either of
// two metrics, both are named: in many languages one word is accuracy and precision.
var foreignMetrics = map[string]string{
	"genauigkeit": "accuracy|precision", "treffergenauigkeit": "accuracy", "präzision": "precision", "sensitivität": "recall", "trefferquote": "recall", "spezifität": "specificity", "f1wert": "f1", "f1maß": "f1", "wortfehlerrate": "wer", "zeichenfehlerrate": "cer", "perplexität": "perplexity",
	"exactitude": "accuracy", "précision": "precision|accuracy", "rappel": "recall", "sensibilité": "recall", "spécificité": "specificity", "tauxderreurdemots": "wer", "tauxderreurmot": "wer", "tauxderreurdecaractères": "cer", "perplexité": "perplexity",
	"exactitud": "accuracy", "precisión": "precision|accuracy", "exhaustividad": "recall", "sensibilidad": "recall", "especificidad": "specificity", "tasadeerrordepalabras": "wer", "tasadeerrordecaracteres": "cer", "perplejidad": "perplexity",
	"acurácia": "accuracy", "exatidão": "accuracy", "precisão": "precision|accuracy", "revocação": "recall", "sensibilidade": "recall", "taxadeerrodepalavras": "wer", "perplexidade": "perplexity",
	"accuratezza": "accuracy", "precisione": "precision|accuracy", "richiamo": "recall", "perplessità": "perplexity",
	"nauwkeurigheid": "accuracy|precision", "precisie": "precision", "noggrannhet": "accuracy", "träffsäkerhet": "accuracy", "nøjagtighed": "accuracy", "nøyaktighet": "accuracy", "presisjon": "precision", "dokładność": "accuracy", "precyzja": "precision", "czułość": "recall",
	"точность": "accuracy|precision", "полнота": "recall", "doğruluk": "accuracy", "kesinlik": "precision", "duyarlılık": "recall", "akurasi": "accuracy", "presisi": "precision",
	"准确率": "accuracy", "準確率": "accuracy", "精确率": "precision", "精確率": "precision", "精度": "accuracy|precision", "召回率": "recall", "词错误率": "wer", "字错误率": "cer", "困惑度": "perplexity",
	"正解率": "accuracy", "適合率": "precision", "再現率": "recall", "単語誤り率": "wer", "文字誤り率": "cer", "정확도": "accuracy", "정밀도": "precision", "재현율": "recall", "الدقة": "accuracy|precision",
}

// spokenMetric is the name of a metric in a sentence, with how it was averaged and its cut-off.
var spokenMetric = pattern.New(`(?i)(?:(?:top-?[15]|test|validation|val|eval|evaluation|dev|train|training|macro|micro|weighted|samples|mean|average|overall|balanced|binary|final)(?:[- ]averaged?)?[- ]){0,3}` +
	`(?:accurac(?:y|ies)|acc\b\.?|word[- ]error[- ]rates?|character[- ]error[- ]rates?|diarization error rate|equal error rate|f1(?:[- ]?(?:scores?|measures?|wert|maß))?|f-?[- ]?scores?|f-?measures?|wer\b|cer\b|der\b|eer\b|ter\b|(?:sacre)?bleu(?:-?4)?|bleurt|chrf(?:\+\+|2)?|comet(?:-?22)?|bertscore|meteor|rouge[- ]?(?:1|2|lsum|l)` +
	`|average precision|precision|recall|sensitivity|specificity|area under the (?:roc )?curve|(?:roc|pr)[- ]?auc|auc[- ](?:roc|pr)|auroc|auprc|auc\b|perplexit(?:y|ies)|ppl\b|(?:normalized |root )?mean[- ]squared?[- ]error|root[- ]mean[- ]squared?[- ]error|mean absolute (?:percentage )?error|r?mse\b|mae\b|s?mape\b|r2\b|r²|r\^2|r-squared|coefficient of determination|mape\b` +
	`|top-[15] err(?:or)?(?: rate)?|top-[15]\b|map@?(?:50-95|50|\.5|0\.50?(?::0?\.95)?)|m?iou\b|(?-i:mAP|MAP|AP)\b|mean average precision|exact[- ]match|(?-i:EM)\b|spearman(?:'?s)?(?: rank)?(?: correlation| rho)?|pearson(?:'?s)?(?: correlation| r\b)?|mcc\b|matthews correlation|(?:cohen'?s )?kappa|(?:dice|jaccard)(?: score| coefficient| index| similarity)?|ndcg|mrr\b|hits?(?: rate)?\b|pass\b|brier score|log[- ]loss|expected calibration error|ece\b|psnr|ssim|fid\b|[lu]as\b` +
	`|(?:treffer)?genauigkeit|präzision|sensitivität|trefferquote|spezifität|wortfehlerrate|zeichenfehlerrate|perplexität|exactitude|précision|rappel|sensibilité|spécificité|taux d['’]erreur de (?:mots|caractères)|perplexité|exactitud|precisión|exhaustividad|sensibilidad|especificidad|tasa de error de (?:palabras|caracteres)|perplejidad|acurácia|exatidão|precisão|revocação|sensibilidade|taxa de erro de palavras|perplexidade` +
	`|accuratezza|precisione|richiamo|perplessità|nauwkeurigheid|precisie|noggrannhet|träffsäkerhet|nøjagtighed|nøyaktighet|presisjon|dokładność|precyzja|czułość|точность|полнота|doğruluk|kesinlik|duyarlılık|akurasi|presisi|准确率|準確率|精确率|精確率|精度|召回率|词错误率|字错误率|困惑度|正解率|適合率|再現率|単語誤り率|文字誤り率|정확도|정밀도|재현율|الدقة)` +
	`(?:\s?@\s?[0-9]+(?:[.:][0-9]+)*|[ -](?:score|rate|coefficient)\b)?`)

// Mention is where a clause names a metric.
type Mention struct {
	Start, End int
	Metric     Metric
	Words      string
}

// Mentions are the metrics that a clause names.
func Mentions(part string) []Mention {
	var out []Mention
	for _, at := range spokenMetric.FindAllStringIndex(part, passage.MaxMentions) {
		if !standsAlone(part, at) {
			continue
		}
		words := part[at[0]:at[1]]
		if m := HeadMetric(words); m.Name != "" {
			if m.Name == "map" { // over overlaps, if nothing is said
				m.Name = "map|map5095|map50"
			}
			out = append(out, Mention{at[0], at[1], m, words})
		}
	}
	return out
}

// standsAlone reports whether a place of a text is no part of a longer word. Words of scripts
// without blanks stand next to each other.
func standsAlone(part string, at []int) bool {
	before, _ := utf8.DecodeLastRuneInString(part[:at[0]])
	after, _ := utf8.DecodeRuneInString(part[at[1]:])
	return !(at[0] > 0 && isInWord(before)) && !(at[1] < len(part) && isInWord(after))
}

func isInWord(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == '_'
}

// overlaps are the names that averages over overlaps have, and one name for each.
var (
	overOverlaps = pattern.New(`(?i)\bm?AP ?@? ?\[?0?\.?50?[:-]0?\.?95(?::0?\.05)?\]?`)
	atOneOverlap = pattern.New(`(?i)\bm?AP ?@? ?\[?(?:0?\.50?|50)\]?(?:[^0-9:.-]|$)`)
)

// spelledOut is a header or a name in a row with one name for averages over overlaps.
func spelledOut(text string) string {
	return atOneOverlap.ReplaceAllString(overOverlaps.ReplaceAllString(text, "mAP50-95"), "mAP50 ")
}

// HeadMetric is the metric that a header, or a name in a row, is of.
func HeadMetric(text string) Metric { return metricOf(BareLabel(spelledOut(text))) }

// IsOneOf reports whether two metrics may be the same: a word may mean either of two.
func (m Metric) IsOneOf(other Metric) bool {
	for _, name := range strings.Split(m.Name, "|") {
		for _, o := range strings.Split(other.Name, "|") {
			if name == o {
				return true
			}
		}
	}
	return false
}

// preferred are the cells of the first metric that a word may mean.
func (m Metric) preferred(cells []cell) []cell {
	for _, name := range strings.Split(m.Name, "|") {
		if of := slices.DeleteFunc(slices.Clone(cells), func(c cell) bool { return !c.Metric.IsOneOf(Metric{Name: name}) }); len(of) > 0 {
			return of
		}
	}
	return cells
}
