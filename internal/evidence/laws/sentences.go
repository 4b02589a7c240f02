package laws

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// sentenceFaults are the numbers of a card's sentences that the sentence itself shows to be
// wrong: totals, shares, changes, and metrics that cannot be true together.
func sentenceFaults(d *document.Document, said []sentence) []evidence.Impossible {
	out := []evidence.Impossible{}
	isQA := len(said) > 0 && answersQuestions(d)
	if found := listedSize(d); found != nil {
		out = append(out, *found)
	}
	for _, s := range said {
		if !strings.ContainsAny(s.Text, "0123456789") && !notNumber.MatchString(s.Text) {
			continue
		}
		for _, found := range append([]*evidence.Impossible{s.total(), s.shares(), s.metrics(isQA), s.interval(), s.spread()}, s.arithmetic()...) {
			if found != nil && len(out) < maxFaults {
				out = append(out, *found)
			}
		}
	}
	return out
}

// fault is a value of a sentence, and another that it cannot be beside.
func (s sentence) fault(law evidence.MetricLaw, name, raw, other, otherRaw string) *evidence.Impossible {
	found := s.alone(law, name, raw)
	found.Others = append(found.Others, evidence.Stated{At: s.At, Metric: other, Raw: otherRaw})
	return found
}

// counted is a whole number of a sentence, with signs for thousands.
var counted = pattern.New(`(?:^|[\s(~≈/])([0-9]{1,3}(?:[,.' \x{00a0}\x{202f}][0-9]{3})+|[0-9]+)(?:[\s,;:)/]|\.?$)`)

// totalBehind and totalBefore are words for a number that is the sum of others.
var totalBehind = pattern.New(`(?i)^[\s,)]*(?:[\pL-]+ ){0,2}?(?:in total|overall|altogether|in all|insgesamt|im ganzen|au total|en total|no total|in totale|in totaal|totalt)\b`)

var totalBefore = pattern.New(`(?i)\b(?:a total of|in total|total(?:ing|s)?(?: of|:)?|altogether|sum(?:s up)? (?:of|to)|insgesamt|zusammen|au total|un total de|en total|no total|in totale|in totaal)[\s,:]*(?:about )?$`)

// splitName is a part of the data by its purpose.
var splitName = pattern.New(`(?i)\b(train(?:ing|ings)?|trainings\w*|valid(?:ation)?|validierung\w*|dev(?:elopment)?|test(?:ing|s)?|test(?:daten|satz|set)|entraînement|entrenamiento|treino|prueba|prova)\b`)

// severalParts is how many parts a sentence says that its numbers are of.
var severalParts = pattern.New(`(?i)\b(two|three|four|five|2|3|4|5|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro) (?:[\pL-]+ )?(?:splits?|parts?|subsets?|partitions?|sources?|corpora|datasets?|portions?|folds|sets|teile?|datensätze|parties|jeux|partes|conjuntos)\b`)

var numberWords = map[string]int{"two": 2, "2": 2, "zwei": 2, "deux": 2, "dos": 2, "three": 3, "3": 3, "drei": 3, "trois": 3, "tres": 3, "four": 4, "4": 4, "vier": 4, "quatre": 4, "cuatro": 4, "five": 5, "5": 5}

// count is a whole number of a sentence.
type count struct {
	value      int
	start, end int
	raw        string
}

// countsIn are the whole numbers of a text.
func countsIn(text string) []count {
	var out []count
	for from := 0; from < len(text) && len(out) < passage.MaxMentions; {
		at := counted.FindSubmatchIndex([]byte(text[from:]))
		if at == nil {
			break
		}
		start, end := from+at[2], from+at[3]
		raw := text[start:end]
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, raw)
		if value, err := strconv.Atoi(digits); err == nil && len(digits) <= 12 {
			out = append(out, count{value, start, end, raw})
		}
		from = end
	}
	return out
}

// shareWritten are shares of the parts, which may stand beside their counts: "80:10:10", "80 %".
var shareWritten = pattern.New(`[0-9]{1,2} ?(?:[:/] ?[0-9]{1,2} ?){1,2}(?:$|[^0-9:/,.]|[,.] )|[0-9]{1,3} ?%`)

// withoutShares is a text with blanks in place of shares.
func withoutShares(text string) string {
	out := []byte(text)
	for _, at := range shareWritten.FindAllStringIndex(text, passage.MaxMentions) {
		copy(out[at[0]:at[1]], strings.Repeat(" ", at[1]-at[0]))
	}
	return string(out)
}

// isTotalBehind reports whether a text begins with words that call the number before it a total, and
// not one behind them.
func isTotalBehind(text string) bool {
	at := totalBehind.FindStringIndex(text)
	if at == nil {
		return false
	}
	rest := text[at[1]:]
	return len(rest) < 2 || rest[0] != ' ' || rest[1] < '0' || rest[1] > '9'
}

// total is a number that a sentence calls the sum of others, and that is not.
func (s sentence) total() *evidence.Impossible {
	var total *count
	var parts []count
	for _, c := range countsIn(withoutShares(s.Text)) {
		if total == nil && (isTotalBehind(s.Text[c.end:]) || totalBefore.MatchString(s.Text[:c.start])) {
			total = &c
		} else if c.value > 9 { // "3 classes"
			parts = append(parts, c)
		}
	}
	if total == nil || len(parts) < 2 || len(parts) > 6 || total.value == 0 {
		return nil
	}
	sum, shown, unit := 0, []string{}, total.value
	for _, p := range parts {
		sum, shown, unit = sum+p.value, append(shown, p.raw), min(unit, roundness(p.value))
	}
	off := sum - total.value
	switch {
	case off == 0, !s.hasParts(len(parts)), passage.Inexact.MatchString(s.Text):
		return nil
	case off < 0:
		off = -off
	}
	if whole := roundness(total.value); unit < whole && off < min(whole, total.value/50) { // a rounded total of exact numbers
		return nil
	}
	return s.fault(evidence.LawSum, "total", total.raw, "sum of the parts", strings.Join(shown, " + ")+" = "+strconv.Itoa(sum))
}

// hasParts reports whether a sentence says of how many parts its numbers are, or names each by its purpose.
func (s sentence) hasParts(n int) bool {
	if several := severalParts.FindStringSubmatch(s.Text); several != nil && numberWords[strings.ToLower(several[1])] == n {
		return true
	}
	kinds := kindsOf(splitName.FindAllString(s.Text, passage.MaxMentions))
	return len(kinds) == n && slices.Contains(kinds, "test") && slices.Contains(kinds, "training")
}

// roundness is the power of ten that a number is a multiple of.
func roundness(n int) int {
	unit := 1
	for n != 0 && n%(unit*10) == 0 && unit < 1e9 {
		unit *= 10
	}
	return unit
}

// kindsOf are the parts of the data that some words name, each once.
func kindsOf(words []string) []string {
	var out []string
	for _, w := range words {
		kind := "test"
		switch w = strings.ToLower(w); {
		case strings.HasPrefix(w, "tr"), strings.HasPrefix(w, "ent"):
			kind = "training"
		case strings.HasPrefix(w, "v"), strings.HasPrefix(w, "d"):
			kind = "validation"
		}
		if !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	return out
}

var (
	// ratio are shares with a slash, a colon or a hyphen between them.
	ratio = pattern.New(`(?:^|[\s(])((?:[0-9]{1,2}(?:\.[0-9])?|0?\.[0-9]{1,3})) ?(%?) ?[/:–-] ?((?:[0-9]{1,2}(?:\.[0-9])?|0?\.[0-9]{1,3})) ?%?(?: ?[/:–-] ?((?:[0-9]{1,2}(?:\.[0-9])?|0?\.[0-9]{1,3})) ?%?)?(?:[\s),;]|\.?$)`)
	// divides is a sentence that tells how data are divided.
	divides = pattern.New(`(?i)\bsplit|\bratio\b|\bpartition|\bdivided?\b|\bproportions?\b|aufgeteilt|aufteilung|répart|divis[ée]|dividi|particion|divid`)
	// shareOf is a share in percent, and the part of the data that it is.
	shareOf = pattern.New(`(?i)([0-9]{1,3}(?:\.[0-9]{1,2})?) ?%(?: of (?:the |all |our )?(?:data(?:set)?|examples|samples|corpus|images|records|documents|texts|recordings|utterances))?(?:,? (?:is|are|was|were))?(?: (?:used|reserved|kept|set aside|taken|allocated))?(?: (?:for|as|to|in|für|zum|pour|para|per))?(?: the| our| model)? (train(?:ing)?|valid(?:ation)?|dev(?:elopment)?|test(?:ing)?|evaluation|hold-?out)\b`)
	// nested is a share of a part.
	nested = pattern.New(`(?i)\b(?:of (?:the |this |that )?(?:train\w*|remain\w*|rest|first|latter|former|those|them|it|which|these)|rest|remain\w*|then|further|again|cross-?validation|folds?|discard\w*|dropped|unused|overlap\w*|or|accuracy|f1|precision|recall|wer|davon|reste|restante)\b`)
	// composed is a sentence that tells all that something consists of.
	composed = pattern.New(`(?i)\b(?:consist(?:s|ed|ing)? of|composed of|made up of|mixture of|mix of|comprises|besteht aus|setzt sich .{0,30}zusammen|se compose de|composé de|se compone de|compuesto (?:de|por)|composto (?:de|por|da))\b`)
	percents = pattern.New(`([0-9]{1,3}(?:[.,][0-9]{1,2})?) ?%`)
)

// shares are parts of a whole that do not add up to it.
func (s sentence) shares() *evidence.Impossible {
	if m := ratio.FindStringSubmatch(s.Text); m != nil && divides.MatchString(s.Text) {
		return s.ratio(m)
	}
	if nested.MatchString(s.Text) || passage.Inexact.MatchString(s.Text) {
		return nil
	}
	var shown, kinds []string
	sum := 0.0
	add := func(share string) {
		value, _ := decimal.Float(strings.ReplaceAll(share, ",", "."))
		sum, shown = sum+value, append(shown, share)
	}
	for _, m := range shareOf.FindAllStringSubmatch(s.Text, passage.MaxMentions) {
		add(m[1])
		kinds = append(kinds, m[2])
	}
	all := percents.FindAllStringSubmatch(s.Text, passage.MaxMentions)
	named := kindsOf(kinds)
	isAll := len(kinds) > 1 && len(kinds) == len(all) && len(named) == len(kinds) && slices.Contains(named, "training")
	if isAll && (sum > 101 || len(named) == 3 && sum < 99) {
		return s.fault(evidence.LawShares, "shares", strings.Join(shown, "% + ")+"%", "sum", plainFloat(sum)+"%")
	}
	if composed.MatchString(s.Text) && len(kinds) == 0 && len(all) > 1 {
		sum, shown = 0, nil
		for _, m := range all {
			add(m[1])
		}
		if sum > 101 && sum < 200 {
			return s.fault(evidence.LawShares, "shares", strings.Join(shown, "% + ")+"%", "sum", plainFloat(sum)+"%")
		}
	}
	return nil
}

// ratio are shares with signs between them that do not add up to one, ten or a hundred.
func (s sentence) ratio(m []string) *evidence.Impossible {
	sum, shown := 0.0, []string{}
	for _, share := range []string{m[1], m[3], m[4]} {
		if share == "" {
			continue
		}
		value, ok := decimal.Float(strings.TrimPrefix("0"+share, "00"))
		if !ok {
			return nil
		}
		sum, shown = sum+value, append(shown, share)
	}
	first, _ := decimal.Float("0" + m[1])
	parts := kindsOf(splitName.FindAllString(s.Text, passage.MaxMentions))
	isShare := len(shown) == 2 && len(parts) == 2 || len(shown) == 3 && (len(parts) > 0 || strings.Contains(strings.ToLower(s.Text), "split"))
	isPercent := first >= 50 && sum > 80 && sum < 130 && math.Abs(sum-100) > 1.01
	isFraction := first >= 0.5 && first < 1 && sum > 0.8 && sum < 1.3 && math.Abs(sum-1) > 0.0101
	if !isShare || !isPercent && !isFraction || nested.MatchString(s.Text) && sum < 100 {
		return nil
	}
	return s.fault(evidence.LawShares, "shares", strings.Join(shown, "/"), "sum", plainFloat(sum))
}

// plainFloat is a sum for people.
func plainFloat(value float64) string {
	return strconv.FormatFloat(math.Round(value*1000)/1000, 'f', -1, 64)
}

// onWhat is the beginning of what a sentence says that something was measured on.
var onWhat = pattern.New(`(?i)\b(?:on|auf|sur|for|für|pour|para) (?:the |our |den |dem |der |le |la |les |el )?([\pL][\pL\pN-]*)`)

// metrics are two of one sentence that cannot be true together.
func (s sentence) metrics(isQA bool) *evidence.Impossible {
	if len(figures.Mentions(s.Text)) < 2 || figures.NotOfModel.MatchString(s.Text) || figures.OnValidation.MatchString(s.Text) && figures.OnTest.MatchString(s.Text) {
		return nil
	}
	places := map[string]bool{}
	for _, m := range onWhat.FindAllStringSubmatch(s.Text, passage.MaxMentions) {
		places[strings.ToLower(m[1])] = true
	}
	if len(places) > 1 {
		return nil
	}
	stated, _ := figures.MetricsIn(s.Text, figures.Told{})
	if listed, _ := (figures.FigureReader{}).Lists(s.Text); len(listed) > 0 {
		stated = nil
		for _, f := range listed {
			stated = append(stated, f.StatedMetric)
		}
	}
	of := map[string]*amount{}
	names := map[string]string{}
	data := ""
	for _, m := range stated {
		name := figures.HeadMetric(m.Metric)
		key := strings.TrimSpace(name.Name + " " + name.Averaged)
		a := amountOf(m.Raw, 0, 0)
		if name.Name == "" || a == nil || of[key] != nil && of[key].value != a.value || m.Dataset != "" && data != "" && m.Dataset != data {
			return nil // of several data
		}
		of[key], names[key], data = a, m.Metric, cmp.Or(m.Dataset, data)
	}
	for _, law := range pairLaws {
		low, high := of[law.low], of[law.high]
		if low != nil && high != nil && isNear(low, high) && (isQA || !law.qa) && low.value > high.value+low.unit+high.unit {
			return s.fault(law.law, names[law.low], low.raw, names[law.high], high.raw)
		}
	}
	if isRootBeyond(of["rmse"], of["mse"]) {
		return s.fault(evidence.LawRoot, names["rmse"], of["rmse"].raw, names["mse"], of["mse"].raw)
	}
	for _, averaged := range []string{"", " macro", " weighted"} {
		p, r, f := of["precision"+averaged], of["recall"+averaged], of["f1"+averaged]
		if p == nil || r == nil || f == nil || !isNear(p, f) || !isNear(r, f) {
			continue
		}
		if slack := f.unit + max(p.unit, r.unit); f.value > (p.value+r.value)/2+slack || f.value < farBelow*min(p.value, r.value) {
			law := evidence.LawF1
			if f.value < min(p.value, r.value) {
				law = evidence.LawHarmonic
			}
			found := s.fault(law, names["f1"+averaged], f.raw, names["precision"+averaged], p.raw)
			found.Others = append(found.Others, evidence.Stated{At: s.At, Metric: names["recall"+averaged], Raw: r.raw})
			return found
		}
	}
	return nil
}

// farBelow is the share of the smaller of precision and recall below which no F1 is, not even one
// that is a mean over classes, in practice.
const farBelow = 0.85

// pairLaws are metrics of which one is at most the other, on the same data.
var pairLaws = []struct {
	low, high string
	law       evidence.MetricLaw
	qa        bool // of answers to questions only
}{
	{"exactmatch", "f1", evidence.LawExactMatch, true},
	{"accuracy top1", "accuracy top5", evidence.LawCutoff, false},
	{"hits@1", "hits@10", evidence.LawCutoff, false}, {"hits@1", "hits@5", evidence.LawCutoff, false}, {"hits@5", "hits@10", evidence.LawCutoff, false},
	{"recall@1", "recall@5", evidence.LawCutoff, false}, {"recall@1", "recall@10", evidence.LawCutoff, false}, {"recall@5", "recall@10", evidence.LawCutoff, false},
	{"recall@10", "recall@100", evidence.LawCutoff, false}, {"pass@1", "pass@10", evidence.LawCutoff, false}, {"pass@10", "pass@100", evidence.LawCutoff, false}, {"pass@1", "pass@100", evidence.LawCutoff, false},
	{"map5095", "map50", evidence.LawMeanPrecision, false}, {"mae", "rmse", evidence.LawErrors, false},
	{"rougel", "rouge1", evidence.LawRouge, false}, {"las", "uas", evidence.LawAttachment, false},
}

// questionWords are of cards whose models answer questions with spans of a text.
var questionWords = pattern.New(`(?i)question[- ]answering|\bsquad|extractive|reading comprehension|\bqa\b`)

// answersQuestions reports whether the model of a card answers questions.
func answersQuestions(d *document.Document) bool {
	return questionWords.Match(d.Source[:min(len(d.Source), passage.MaxSectionRead)])
}
