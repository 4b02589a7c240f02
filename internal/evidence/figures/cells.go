package figures

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// What is read of the tables of a card.
const (
	maxCells      = 2000 // of the tables of a card, that sentences are compared with
	maxCellLabels = 500
	MaxLabelSigns = 40 // of a name that a cell is labeled with
	maxAlike      = 40 // cells that are about what one sentence is about
)

// cell is a number in a table, with what the table says that it is of.
type cell struct {
	at       evidence.Anchor
	Value    evidence.StatedMetric
	Metric   Metric
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

// Metric is a metric without what people write around its name, and how it was averaged.
type Metric struct{ Name, Averaged string }

var (
	// CellValue is a number in a cell, with its unit and its spread.
	CellValue = pattern.New(`^[*_~≈ ]*(` + numberWritten + `)\s*(%)?[*_ †‡]*(?:\s*(?:±|\+/-|\()\s*[0-9.,]+\s*%?\)?)?[*_ †‡]*$`)
	// around is what a header has beside the name: a unit, an arrow, the number of examples in a prompt.
	around      = pattern.New(`(?i)\([^()]*\)|\[[^\[\]]*\]|[↑↓*†‡%]|\b[0-9]+[- ]?shots?\b`)
	metricWords = passage.WordSet(`score scores rate coefficient test val validation dev eval evaluation the final overall mean`)
	averages    = passage.WordSet(`macro micro weighted samples balanced binary top1 top5 average avg averaged`)
	// SplitOfWord is the split of the data that a word of a header means; MetricNames are plain names.
	SplitOfWord  = map[string]string{"test": "test", "val": "validation", "valid": "validation", "validation": "validation", "dev": "validation", "development": "validation", "train": "training", "training": "training"}
	genericLabel = pattern.New(`^(?:|scores?|values?|results?|performance|metrics?|measures?|number|our results?|final|all|total|overall|-|this model|model|ours?|test(?:ing)?(?: (?:set|split|data|results?|scores?))?|(?:val|valid|validation|dev|eval|evaluation)(?: (?:set|split|data|results?|scores?))?|split|dataset|wert|werte|ergebnis(?:se)?|valeurs?|résultats?|valor(?:es)?|resultados?|valore|risultat[io]|waarde|värde|verdi|værdi|значение|результат|değer|sonuç|nilai|hasil|数值|值|数値|値|结果|結果|값|점수|결과|测试集|測試集|テスト|테스트)$`)
	MetricNames  = passage.WordSet(`accuracy f1 wer cer bleu sacrebleu chrf chrf++ meteor rouge1 rouge2 rougel rougelsum precision recall auc prauc perplexity mae rmse mse r2 map miou iou exactmatch spearman pearson mcc dice jaccard ndcg mrr hits pass kappa specificity ter der eer comet bertscore bleurt map50 map5095 mape smape brier logloss crossentropy ece psnr ssim fid las uas`)
	metricAlias  = map[string]string{"acc": "accuracy", "f": "f1", "fscore": "f1", "fmeasure": "f1", "f1score": "f1", "em": "exactmatch", "ap": "map", "worderror": "wer", "charactererror": "cer", "auroc": "auc", "rocauc": "auc", "aucroc": "auc",
		"auprc": "prauc", "aucpr": "prauc", "matthewscorrelation": "mcc", "matthews": "mcc", "absoluteerror": "mae", "rootsquarederror": "rmse", "squarederror": "mse", "ppl": "perplexity", "crossentropyloss": "crossentropy", "spearmanr": "spearman",
		"spearmancorrelation": "spearman", "spearmanrho": "spearman", "spearmans": "spearman", "spearmanscorrelation": "spearman", "spearmanrank": "spearman", "spearmanrankcorrelation": "spearman", "pearsonr": "pearson", "pearsoncorrelation": "pearson", "accuracies": "accuracy", "f1s": "f1", "f1measure": "f1", "fscores": "f1", "sensitivity": "recall",
		"wordrate": "wer", "rsquared": "r2", "determination": "r2", "ofdetermination": "r2", "meanabsolutepercentageerror": "mape", "absolutepercentageerror": "mape", "diarizationerror": "der", "equalerror": "eer", "expectedcalibrationerror": "ece", "calibrationerror": "ece", "dicesimilarity": "dice", "diceindex": "dice", "jaccardindex": "jaccard", "jaccardsimilarity": "jaccard", "rouge1f1": "rouge1", "bleu4": "bleu", "comet22": "comet",
		"perplexities": "perplexity", "rootsquareerror": "rmse", "squareerror": "mse", "map@50": "map50", "map@0.5": "map50", "map@.5": "map50", "map0.5": "map50", "map@0.5:0.95": "map5095", "map@0.50:0.95": "map5095", "map@.5:.95": "map5095", "map5095": "map5095", "aucurve": "auc", "areauc": "auc", "arouccurve": "auc", "hit": "hits"}
)

// metricOf is the metric that a name is of, without a name if it is of none that is known.
func metricOf(name string) Metric {
	if foreign := foreignMetrics[passage.LettersOf(averagedAs.ReplaceAllString(name, ""))]; foreign != "" {
		averaged := ""
		if m := averagedAs.FindStringSubmatch(name); m != nil {
			averaged = strings.ToLower(m[1])
		}
		return Metric{Name: foreign, Averaged: averaged}
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
	if plain == "" && len(averaged) == 1 && strings.HasPrefix(averaged[0], "top") { // of top-1 the accuracy is meant
		plain = "accuracy"
	}
	if !MetricNames[plain] {
		return Metric{}
	}
	slices.Sort(averaged)
	if len(averaged) > 1 { // "macro-averaged" is macro
		averaged = slices.DeleteFunc(averaged, func(word string) bool { return strings.HasPrefix(word, "av") })
	}
	return Metric{Name: plain + cut, Averaged: strings.Join(averaged, " ")}
}

// BareLabel is a header or a name in a row without what stands around it.
func BareLabel(text string) string { return strings.TrimSpace(around.ReplaceAllString(text, " ")) }

// tableCells are the numbers of all tables of a card, and the names that tables have for what
// they are of, by their letters.
func tableCells(d *document.Document, names []string) ([]cell, map[string]string) {
	var out []cell
	labels := map[string]string{}
	title := ""
	if len(d.Sections) > 0 {
		title = passage.PlainName(d.Sections[0].Title)
	}
	for i, t := range d.Marks.Tables {
		if len(t.Rows) < 2 || len(out) >= maxCells {
			continue
		}
		at, about := passage.SectionAt(d, t.Span.Start), ""
		if at >= 0 {
			about = TitlesAbove(d, at)
			for _, sentence := range prose.Sentences(d.Sections[at].Own, passage.MaxSectionRead, passage.MaxSentences) {
				if !resultIn.MatchString(sentence) { // what is said of a number is not said of the table
					about += sentence
				}
			}
			about = passage.LettersOf(about)
		}
		for _, c := range CellsOf(t, title, names) {
			c.at = CellAt(d, i, c.Row, c.Column)
			c.cell.title, c.cell.section, c.cell.alone = about, at, len(t.Rows) == 2
			c.cell.at = c.at
			for _, label := range c.shown {
				if plain := passage.LettersOf(label); len(labels) < maxCellLabels && len(plain) >= 3 && len(plain) <= MaxLabelSigns && strings.Trim(plain, "0123456789") != "" {
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

// CellAt is where a card has a cell of one of its tables.
func CellAt(d *document.Document, table, row, column int) evidence.Anchor {
	return evidence.Anchor(d.Path + "#" + document.Pointer("body", "tables", strconv.Itoa(table), strconv.Itoa(row), strconv.Itoa(column)))
}

// TitlesAbove are the headings of a section and of those around it.
func TitlesAbove(d *document.Document, i int) string {
	out, level := "", 7
	for ; i >= 0; i-- {
		if d.Sections[i].Level < level {
			level, out = d.Sections[i].Level, d.Sections[i].Title+" "+out
		}
	}
	return out
}

// Placed is a cell and where it is in its table.
type Placed struct {
	cell
	at          evidence.Anchor
	Row, Column int
	shown       []string // labels as written
}

// CellsOf are the numbers of a table.
func CellsOf(t document.Table, title string, names []string) []Placed {
	var out []Placed
	column := namesColumn(t)
	rows := ownRows(t, column, title)
	if column >= 0 && len(rows) == 0 {
		rows = ownRows(t, column, "-")
	}
	training, forms := IsTrainingLog(t), labelForms(t)
	numeric := 0 // columns of numbers
	for i := range t.Rows[0] {
		if i != column && !extents.MatchString(HeadOf(t.Rows[0][i])) && IsNumeric(t, i) {
			numeric++
		}
	}
	for r, row := range t.Rows[1:] {
		var texts []string
		isOwn := slices.Contains(rows, r+1)
		for i, c := range row {
			if i >= len(t.Rows[0]) || i == column || CellValue.MatchString(c.Text) || len(c.Text) > 2*MaxLabelSigns {
				continue
			}
			if c.Text != "" && !IsNumeric(t, i) {
				texts = append(texts, c.Text)
			}
			if column < 0 && (OtherColumn.MatchString(strings.ToLower(strings.TrimSpace(c.Text))) || IsOtherModel(c.Text, names)) {
				isOwn = false
			}
		}
		for i, c := range row {
			m := CellValue.FindStringSubmatch(strings.TrimSpace(c.Text))
			if i >= len(t.Rows[0]) || i == column || m == nil {
				continue
			}
			value, places, ok := DecimalOf(m[1])
			head := t.Rows[0][i].Text
			plain := HeadOf(t.Rows[0][i])
			if !ok || extents.MatchString(plain) || SaysNothing(plain) {
				continue
			}
			p := Placed{Row: r + 1, Column: i, cell: cell{Value: evidence.StatedMetric{Raw: strings.TrimSpace(c.Text), Value: value, Places: places, Percent: m[2] != "" || inPercent(t.Rows[0][i])}, training: training}}
			p.own = isOwn && isOwnColumn(t, i, column, numeric, names)
			for _, text := range append([]string{head}, texts...) {
				p.labelled(text)
			}
			if p.own && column < 0 && IsOwnHeader(head, names) { // the name of the model is no label of what was measured
				p.labels = slices.DeleteFunc(p.labels, func(l string) bool { return l == passage.LettersOf(BareLabel(head)) })
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
func (p *Placed) labelled(text string) {
	bare := BareLabel(spelledOut(text))
	words := prose.PlainWords(bare)
	for _, w := range words {
		if split := SplitOfWord[w]; split != "" {
			p.split = split
		}
	}
	plain := strings.Join(words, " ")
	if m := metricOf(bare); m.Name != "" {
		if m.Averaged == "" {
			m.Averaged = p.Metric.Averaged
		}
		p.Metric = m
		return
	}
	if m := averageRow.FindStringSubmatch(plain); m != nil {
		p.average = true
		if p.Metric.Averaged == "" {
			p.Metric.Averaged = m[1]
		}
		return
	}
	if genericLabel.MatchString(plain) || OwnColumn.MatchString(plain) {
		return
	}
	if rest := WithMetric(bare); rest.Metric.Name != "" && p.Metric.Name == "" { // "SST-2 accuracy", "MNLI (acc)"
		p.Metric, bare = rest.Metric, rest.Label
	} else if m := inParentheses.FindStringSubmatch(text); m != nil && p.Metric.Name == "" {
		p.Metric = metricOf(m[1])
	}
	if letters := passage.LettersOf(bare); letters != "" {
		p.labels, p.shown = append(p.labels, letters), append(p.shown, bare)
	}
}

var inParentheses = pattern.New(`\(([^()]{1,30})\)`)

// LabelledMetric is a label that ends with a metric.
type LabelledMetric struct {
	Label  string
	Metric Metric
}

// WithMetric parts a label into what was measured on and the metric behind it.
func WithMetric(text string) LabelledMetric {
	fields := strings.Fields(text)
	for n := 1; n <= 3 && n < len(fields); n++ {
		if m := metricOf(strings.Join(fields[len(fields)-n:], " ")); m.Name != "" {
			return LabelledMetric{strings.Trim(strings.Join(fields[:len(fields)-n], " "), " -–—:/"), m}
		}
	}
	return LabelledMetric{}
}

// IsNumeric reports whether a column has more numbers than other texts.
func IsNumeric(t document.Table, i int) bool {
	numbers, texts := 0, 0
	for _, row := range t.Rows[1:min(len(t.Rows), 60)] {
		switch {
		case i >= len(row) || row[i].Text == "" || row[i].Text == "-":
		case CellValue.MatchString(strings.TrimSpace(row[i].Text)):
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
	plain := HeadOf(head)
	switch {
	case OtherColumn.MatchString(plain):
		return false
	case names >= 0, numeric == 1 && !IsOtherModel(head.Text, own), OwnColumn.MatchString(plain), HeadMetric(head.Text).Name != "", WithMetric(BareLabel(head.Text)).Metric.Name != "" && !IsOtherModel(head.Text, own):
		return true
	case measuredOn.MatchString(HeadOf(t.Rows[0][0])) && HasMetricRows(t): // a column for each benchmark
		return true
	case SplitOfWord[strings.TrimSuffix(strings.TrimSuffix(plain, " set"), " split")] != "":
		return true
	}
	return IsOwnHeader(head.Text, own)
}

// HasMetricRows reports whether each row of a table is of a metric.
func HasMetricRows(t document.Table) bool {
	return !slices.ContainsFunc(t.Rows[1:], func(row []document.Cell) bool {
		return len(row) == 0 || metricOf(BareLabel(row[0].Text)).Name == "" && !measuredFor.MatchString(HeadOf(row[0]))
	})
}

// IsOwnHeader reports whether a header is the name of the card's model.
func IsOwnHeader(head string, own []string) bool {
	plain := passage.LettersOf(BareLabel(head))
	return len(plain) >= 3 && slices.ContainsFunc(own, func(name string) bool { return name == plain || passage.IsSameName(name, plain) })
}

// IsOtherModel reports whether a text has the name of a family of models, and is not the name of the card's.
func IsOtherModel(text string, own []string) bool {
	return passage.ModelFamily.MatchString(text) && !IsOwnHeader(text, own)
}

// CardNames are the names that tables and sentences may have for the model.
func CardNames(d *document.Document, called string) []string {
	return append(passage.OwnNames(d, called), passage.LettersOf(path.Base(path.Dir(d.Path))))
}
