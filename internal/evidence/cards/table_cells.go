package cards

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxCells      = 2000 // of the tables of a card, that sentences are compared with
	maxCellLabels = 500
	maxLabelSigns = 40
	maxAlike      = 40 // cells that are about what one sentence is about
)

// cell is a number in a table, with what the table says that it is of.
type cell struct {
	at       evidence.Anchor
	value    evidence.StatedMetric
	metric   metric
	labels   []string // plain names of what else it is of: a dataset, a language, a part
	split    string
	own      bool   // of the model of the card
	title    string // plain headings above the table, and the text of its section
	section  int
	training bool // a step of the training
	average  bool // the mean of others
	alone    bool // in the only row of its table
}

// averageRow is the name of a row, or of a column, that is the mean of others.
var averageRow = pattern.New(`^(?:(macro|micro|weighted|samples) )?(?:average|avg|mean)(?: score)?s?$`)

// resultIn is a number that may be a result.
var resultIn = pattern.New(`[0-9][.,][0-9]|[0-9] ?%`)

// inOneWord are names of which a part alone means something else.
var inOneWord = strings.NewReplacer("top-1", "top1", "top-5", "top5", "top 1", "top1", "top 5", "top5", "mean average precision", "map", "average precision", "map", "mean map", "map", "²", "2", "hit rate", "hits",
	"under the roc curve", "uc", "under the curve", "uc", "cohen's", "", "matthews correlation coefficient", "mcc")

// metric is a metric without what people write around its name, and how it was averaged.
type metric struct{ name, averaged string }

var (
	cellValue = pattern.New(`^[*_~≈ ]*(` + numberWritten + `)\s*(%)?[*_ †‡]*(?:\s*(?:±|\+/-|\()\s*[0-9.,]+\s*%?\)?)?[*_ †‡]*$`)
	// around is what a header has beside the name: a unit, an arrow, the number of examples in a prompt.
	around       = pattern.New(`(?i)\([^()]*\)|\[[^\[\]]*\]|[↑↓*†‡%]|\b[0-9]+[- ]?shots?\b`)
	metricWords  = wordSet(`score scores rate coefficient test val validation dev eval evaluation the final overall mean`)
	averages     = wordSet(`macro micro weighted samples balanced binary top1 top5 average avg averaged`)
	splitOfWord  = map[string]string{"test": "test", "val": "validation", "valid": "validation", "validation": "validation", "dev": "validation", "development": "validation", "train": "training", "training": "training"}
	genericLabel = pattern.New(`^(?:|scores?|values?|results?|performance|metrics?|measures?|number|our results?|final|all|total|overall|-|this model|model|ours?|test(?:ing)?(?: (?:set|split|data|results?|scores?))?|(?:val|valid|validation|dev|eval|evaluation)(?: (?:set|split|data|results?|scores?))?|split|dataset|wert|werte|ergebnis(?:se)?|valeurs?|résultats?|valor(?:es)?|resultados?|valore|risultat[io]|waarde|värde|verdi|værdi|значение|результат|değer|sonuç|nilai|hasil|数值|值|数値|値|结果|結果|값|점수|결과|测试集|測試集|テスト|테스트)$`)
	metricNames  = wordSet(`accuracy f1 wer cer bleu sacrebleu chrf chrf++ meteor rouge1 rouge2 rougel rougelsum precision recall auc prauc perplexity mae rmse mse r2 map miou iou exactmatch spearman pearson mcc dice jaccard ndcg mrr hits pass kappa specificity ter der eer comet bertscore bleurt map50 map5095 mape smape brier logloss crossentropy ece psnr ssim fid las uas`)
	metricAlias  = map[string]string{"acc": "accuracy", "f": "f1", "fscore": "f1", "fmeasure": "f1", "f1score": "f1", "em": "exactmatch", "ap": "map", "worderror": "wer", "charactererror": "cer", "auroc": "auc", "rocauc": "auc", "aucroc": "auc",
		"auprc": "prauc", "aucpr": "prauc", "matthewscorrelation": "mcc", "matthews": "mcc", "absoluteerror": "mae", "rootsquarederror": "rmse", "squarederror": "mse", "ppl": "perplexity", "crossentropyloss": "crossentropy", "spearmanr": "spearman",
		"spearmancorrelation": "spearman", "spearmanrho": "spearman", "spearmans": "spearman", "spearmanscorrelation": "spearman", "spearmanrank": "spearman", "spearmanrankcorrelation": "spearman", "pearsonr": "pearson", "pearsoncorrelation": "pearson", "accuracies": "accuracy", "f1s": "f1", "f1measure": "f1", "fscores": "f1", "sensitivity": "recall",
		"wordrate": "wer", "rsquared": "r2", "determination": "r2", "ofdetermination": "r2", "meanabsolutepercentageerror": "mape", "absolutepercentageerror": "mape", "diarizationerror": "der", "equalerror": "eer", "expectedcalibrationerror": "ece", "calibrationerror": "ece", "dicesimilarity": "dice", "diceindex": "dice", "jaccardindex": "jaccard", "jaccardsimilarity": "jaccard", "rouge1f1": "rouge1", "bleu4": "bleu", "comet22": "comet",
		"perplexities": "perplexity", "rootsquareerror": "rmse", "squareerror": "mse", "map@50": "map50", "map@0.5": "map50", "map@.5": "map50", "map0.5": "map50", "map@0.5:0.95": "map5095", "map@0.50:0.95": "map5095", "map@.5:.95": "map5095", "map5095": "map5095", "aucurve": "auc", "areauc": "auc", "arouccurve": "auc", "hit": "hits"}
)

// metricOf is the metric that a name is of, without a name if it is of none that is known.
func metricOf(name string) metric {
	if foreign := foreignMetrics[lettersOf(averagedAs.ReplaceAllString(name, ""))]; foreign != "" {
		averaged := ""
		if m := averagedAs.FindStringSubmatch(name); m != nil {
			averaged = strings.ToLower(m[1])
		}
		return metric{name: foreign, averaged: averaged}
	}
	cut := ""
	if at := strings.IndexByte(name, '@'); at > 0 {
		digits := strings.TrimLeft(name[at+1:], " ")
		end := 0
		for end < len(digits) && (digits[end] >= '0' && digits[end] <= '9' || digits[end] == '.' || digits[end] == ':') {
			end++
		}
		cut, name = "@"+strings.TrimRight(digits[:end], "."), name[:at]+" "+digits[end:]
	}
	plain, averaged := "", []string{}
	for _, word := range strings.FieldsFunc(inOneWord.Replace(strings.ToLower(name)), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+') }) {
		switch {
		case averages[word]:
			averaged = append(averaged, word)
		case !metricWords[word]:
			plain += word
		}
	}
	if other := metricAlias[plain]; other != "" {
		plain = other
	}
	if whole := metricAlias[plain+cut]; cut != "" && whole != "" {
		plain, cut = whole, ""
	}
	if !metricNames[plain] {
		return metric{}
	}
	slices.Sort(averaged)
	if len(averaged) > 1 { // "macro-averaged" is macro
		averaged = slices.DeleteFunc(averaged, func(word string) bool { return strings.HasPrefix(word, "av") })
	}
	return metric{name: plain + cut, averaged: strings.Join(averaged, " ")}
}

// bareLabel is a header or a name in a row without what stands around it.
func bareLabel(text string) string { return strings.TrimSpace(around.ReplaceAllString(text, " ")) }

// tableCells are the numbers of all tables of a card, and the names that tables have for what
// they are of, by their letters.
func tableCells(d *document.Document, names []string) ([]cell, map[string]string) {
	var out []cell
	labels := map[string]string{}
	title := ""
	if len(d.Sections) > 0 {
		title = plainName(d.Sections[0].Title)
	}
	for i, t := range d.Marks.Tables {
		if len(t.Rows) < 2 || len(out) >= maxCells {
			continue
		}
		at, about := sectionAt(d, t.Span.Start), ""
		if at >= 0 {
			about = titlesAbove(d, at)
			for _, sentence := range prose.Sentences(d.Sections[at].Own, maxSectionRead, maxSentences) {
				if !resultIn.MatchString(sentence) { // what is said of a number is not said of the table
					about += sentence
				}
			}
			about = lettersOf(about)
		}
		for _, c := range cellsOf(t, title, names) {
			c.at = cellAt(d, i, c.row, c.column)
			c.cell.title, c.cell.section, c.cell.alone = about, at, len(t.Rows) == 2
			c.cell.at = c.at
			for _, label := range c.shown {
				if plain := lettersOf(label); len(labels) < maxCellLabels && len(plain) >= 3 && len(plain) <= maxLabelSigns && strings.Trim(plain, "0123456789") != "" {
					labels[plain] = label
				}
			}
			if out = append(out, c.cell); len(out) >= maxCells {
				break
			}
		}
	}
	return out, labels
}

// cellAt is where a card has a cell of one of its tables.
func cellAt(d *document.Document, table, row, column int) evidence.Anchor {
	return evidence.Anchor(d.Path + "#" + document.Pointer("body", "tables", strconv.Itoa(table), strconv.Itoa(row), strconv.Itoa(column)))
}

// titlesAbove are the headings of a section and of those around it.
func titlesAbove(d *document.Document, i int) string {
	out, level := "", 7
	for ; i >= 0; i-- {
		if d.Sections[i].Level < level {
			level, out = d.Sections[i].Level, d.Sections[i].Title+" "+out
		}
	}
	return out
}

// placed is a cell and where it is in its table.
type placed struct {
	cell
	at          evidence.Anchor
	row, column int
	shown       []string // labels as written
}

// cellsOf are the numbers of a table.
func cellsOf(t document.Table, title string, names []string) []placed {
	var out []placed
	column := namesColumn(t)
	rows := ownRows(t, column, title)
	if column >= 0 && len(rows) == 0 {
		rows = ownRows(t, column, "-")
	}
	training, forms := isTrainingLog(t), labelForms(t)
	numeric := 0 // columns of numbers
	for i := range t.Rows[0] {
		if i != column && !extents.MatchString(headOf(t.Rows[0][i])) && isNumeric(t, i) {
			numeric++
		}
	}
	for r, row := range t.Rows[1:] {
		var texts []string
		isOwn := slices.Contains(rows, r+1)
		for i, c := range row {
			if i >= len(t.Rows[0]) || i == column || cellValue.MatchString(c.Text) || len(c.Text) > 2*maxLabelSigns {
				continue
			}
			if c.Text != "" && !isNumeric(t, i) {
				texts = append(texts, c.Text)
			}
			if column < 0 && (others.MatchString(strings.ToLower(strings.TrimSpace(c.Text))) || isOtherModel(c.Text, names)) {
				isOwn = false
			}
		}
		for i, c := range row {
			m := cellValue.FindStringSubmatch(strings.TrimSpace(c.Text))
			if i >= len(t.Rows[0]) || i == column || m == nil {
				continue
			}
			value, places, ok := decimalOf(m[1])
			head := t.Rows[0][i].Text
			plain := headOf(t.Rows[0][i])
			if !ok || extents.MatchString(plain) || saysNothing(plain) {
				continue
			}
			p := placed{row: r + 1, column: i, cell: cell{value: evidence.StatedMetric{Raw: strings.TrimSpace(c.Text), Value: value, Places: places, Percent: m[2] != "" || inPercent(t.Rows[0][i])}, training: training}}
			p.own = isOwn && isOwnColumn(t, i, column, numeric, names)
			for _, text := range append([]string{head}, texts...) {
				p.labelled(text)
			}
			if p.own && column < 0 && isOwnHeader(head, names) { // the name of the model is no label of what was measured
				p.labels = slices.DeleteFunc(p.labels, func(l string) bool { return l == lettersOf(bareLabel(head)) })
			}
			for _, label := range p.labels {
				if form := forms[label]; form != "" {
					p.labels, p.shown = append(p.labels, form), append(p.shown, form)
				}
			}
			out = append(out, p)
		}
	}
	return out
}

// labelled adds what a header or a name in a row says of a cell.
func (p *placed) labelled(text string) {
	bare := bareLabel(spelledOut(text))
	words := prose.PlainWords(bare)
	for _, w := range words {
		if split := splitOfWord[w]; split != "" {
			p.split = split
		}
	}
	plain := strings.Join(words, " ")
	if m := metricOf(bare); m.name != "" {
		if m.averaged == "" {
			m.averaged = p.metric.averaged
		}
		p.metric = m
		return
	}
	if m := averageRow.FindStringSubmatch(plain); m != nil {
		p.average = true
		if p.metric.averaged == "" {
			p.metric.averaged = m[1]
		}
		return
	}
	if genericLabel.MatchString(plain) || ours.MatchString(plain) {
		return
	}
	if rest := withMetric(bare); rest.metric.name != "" && p.metric.name == "" { // "SST-2 accuracy", "MNLI (acc)"
		p.metric, bare = rest.metric, rest.label
	} else if m := inParentheses.FindStringSubmatch(text); m != nil && p.metric.name == "" {
		p.metric = metricOf(m[1])
	}
	if letters := lettersOf(bare); letters != "" {
		p.labels, p.shown = append(p.labels, letters), append(p.shown, bare)
	}
}

var inParentheses = pattern.New(`\(([^()]{1,30})\)`)

// labelledMetric is a label that ends with a metric.
type labelledMetric struct {
	label  string
	metric metric
}

// withMetric parts a label into what was measured on and the metric behind it.
func withMetric(text string) labelledMetric {
	fields := strings.Fields(text)
	for n := 1; n <= 3 && n < len(fields); n++ {
		if m := metricOf(strings.Join(fields[len(fields)-n:], " ")); m.name != "" {
			return labelledMetric{strings.Trim(strings.Join(fields[:len(fields)-n], " "), " -–—:/"), m}
		}
	}
	return labelledMetric{}
}

// isNumeric reports whether a column has more numbers than other texts.
func isNumeric(t document.Table, i int) bool {
	numbers, texts := 0, 0
	for _, row := range t.Rows[1:min(len(t.Rows), 60)] {
		switch {
		case i >= len(row) || row[i].Text == "" || row[i].Text == "-":
		case cellValue.MatchString(strings.TrimSpace(row[i].Text)):
			numbers++
		default:
			texts++
		}
	}
	return numbers > 0 && numbers >= texts
}

// isOwnColumn reports whether a column has numbers of the card's model. Where a column names
// models, every other one has.
func isOwnColumn(t document.Table, i, names, numeric int, own []string) bool {
	head := t.Rows[0][i]
	plain := headOf(head)
	switch {
	case others.MatchString(plain):
		return false
	case names >= 0, numeric == 1 && !isOtherModel(head.Text, own), ours.MatchString(plain), headMetric(head.Text).name != "", withMetric(bareLabel(head.Text)).metric.name != "" && !isOtherModel(head.Text, own):
		return true
	case measuredOn.MatchString(headOf(t.Rows[0][0])) && hasMetricRows(t): // a column for each benchmark
		return true
	case splitOfWord[strings.TrimSuffix(strings.TrimSuffix(plain, " set"), " split")] != "":
		return true
	}
	return isOwnHeader(head.Text, own)
}

// hasMetricRows reports whether each row of a table is of a metric.
func hasMetricRows(t document.Table) bool {
	return !slices.ContainsFunc(t.Rows[1:], func(row []document.Cell) bool {
		return len(row) == 0 || metricOf(bareLabel(row[0].Text)).name == "" && !measuredFor.MatchString(headOf(row[0]))
	})
}

// isOwnHeader reports whether a header is the name of the card's model.
func isOwnHeader(head string, own []string) bool {
	plain := lettersOf(bareLabel(head))
	return len(plain) >= 3 && slices.ContainsFunc(own, func(name string) bool { return name == plain || isSameName(name, plain) })
}

// isOtherModel reports whether a text has the name of a family of models, and is not the name of the card's.
func isOtherModel(text string, own []string) bool {
	return modelFamily.MatchString(text) && !isOwnHeader(text, own)
}

// cardNames are the names that tables and sentences may have for the model.
func cardNames(d *document.Document, called string) []string {
	return append(ownNames(d, called), lettersOf(path.Base(path.Dir(d.Path))))
}
