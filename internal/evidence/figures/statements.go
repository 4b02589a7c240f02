package figures

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// onLabel is what stands between a number and the name of what it was measured on.
	onLabel = pattern.New(`(?i)^\s*\**\s*(?:%|percent|pct|per cent|points?)?\**\s*(?:\(?(?:[a-z0-9@/.-]+)\)?\s){0,4}?(?:on|for|in|over|against|\()\s*(?:the |our |its )?(?:(?:test|dev|validation|held-out|standard|full|official) (?:set|split|portion) of (?:the )?)?$`)
	// labelHas is what stands between the name of what was measured on and the number.
	labelHas = pattern.New(`(?i)^[^.;0-9]{0,50}?(?:[:=≈→]|->|\b(?:of|at|is|was|are|reach\w*|achiev\w*|scor\w*|obtain\w*|attain\w*|gets?|got|yield\w*|hits?|to|with)\b)[\s*]*(?:an? |the )?(?:(?:[\w@.-]+ ){1,3}(?:(?:of|is|=) ?)?)?$`)
	// ofAverage are words for a mean over what a table lists.
	ofAverage = pattern.New(`(?i)\b(?:average[ds]?|averaging|avg|mean|durchschnitt\w*|mittel(?:wert)?|mittlere[rn]?|im schnitt|moyenne|promedio|media|média|gemiddeld\w*)\b|平均|среднее|в среднем`)
	// averagedAs is how one metric is averaged over the classes.
	averagedAs = pattern.New(`(?i)\b(macro|micro|weighted|samples)\b(?:[- ]?(?:averaged?|avg)\b)?`)
)

// TableStatements are the numbers in sentences and labels of a card that its tables state as
// well: each with the cells that are of the same metric of the same model on the same data, and
// with those that may be.
func TableStatements(d *document.Document, keys [][]string, called string) []evidence.TabledMetric {
	out := []evidence.TabledMetric{}
	if len(d.Marks.Tables) == 0 {
		return out
	}
	names := CardNames(d, called)
	cells, labels := tableCells(d, names)
	if len(cells) == 0 {
		return out
	}
	r := FigureReader{labels: labels, names: names, models: otherModels(d, names)}
	rows := passage.TableRows(d)
	add := func(found []Figure, section int, pointer ...string) {
		for _, f := range found {
			same, alike := f.among(cells, section)
			if len(same) == 0 {
				same, alike = f.headlineOf(cells, section)
			}
			if len(same) > 0 && len(out) < passage.MaxStatements {
				f.At = evidence.Anchor(d.Path + "#" + document.Pointer(pointer...))
				out = append(out, evidence.TabledMetric{Stated: f.StatedMetric, Bound: f.bound, Same: same, Alike: alike})
			}
		}
	}
	skipped := otherTopics(d, keys)
	for i, s := range d.Sections {
		if skipped[i] || !strings.ContainsAny(s.Own, "0123456789") {
			continue
		}
		last := Told{}
		for _, sentence := range passage.SentencesOf(passage.WithoutRows(s.Own, rows)) {
			if len(sentence) > passage.MaxSentence || rows[passage.LettersOf(sentence)] {
				last = Told{}
				continue
			}
			var found []Figure
			found, last = r.figuresIn(sentence, last)
			add(found, i, "sections", s.Slug, sentence)
		}
	}
	first := len(d.Source)
	if len(d.Sections) > 0 {
		first = d.Sections[0].Heading.Start
	}
	for i, p := range d.Marks.Paragraphs {
		if p.Span.Start >= first || p.Comment {
			continue
		}
		for _, sentence := range passage.SentencesOf(p.Text) {
			if len(sentence) <= passage.MaxSentence {
				found, _ := r.figuresIn(sentence, Told{})
				add(found, -1, "body", "paragraphs", strconv.Itoa(i))
			}
		}
	}
	return out
}

// MarkTabled marks the metrics of sentences whose value, as a fraction or a percentage, a cell of
// a table has as well: such a sentence may be about what that cell is of.
func MarkTabled(d *document.Document, metrics []evidence.StatedMetric) {
	if len(metrics) == 0 || len(d.Marks.Tables) == 0 {
		return
	}
	tabled := map[int64]bool{}
	cells, _ := tableCells(d, nil)
	for _, c := range cells {
		if value, ok := decimal.Float(c.Value.Value); ok && math.Abs(value) < maxTabled {
			tabled[millionths(value)], tabled[millionths(value*100)], tabled[millionths(value/100)] = true, true, true
		}
	}
	for i := range metrics {
		value, ok := decimal.Float(metrics[i].Value)
		metrics[i].Tabled = ok && math.Abs(value) < maxTabled && tabled[millionths(value)]
	}
}

const maxTabled = 1e9 // up to which values are compared with those of tables

func millionths(value float64) int64 { return int64(math.Round(value * 1e6)) }

// otherTopics tells of each section whether it is, or is in one, about other models, parts of
// the data, or settings.
func otherTopics(d *document.Document, keys [][]string) []bool {
	var above []int
	skipped := make([]bool, len(d.Sections))
	for i, s := range d.Sections {
		for len(above) > 0 && d.Sections[above[len(above)-1]].Level >= s.Level {
			above = above[:len(above)-1]
		}
		skipped[i] = otherTitles.MatchString(s.Title) && !slices.Contains(keys[i], "evaluation") || len(above) > 0 && skipped[above[len(above)-1]]
		above = append(above, i)
	}
	return skipped
}

// otherModels are the letters of the models that tables name beside the card's.
func otherModels(d *document.Document, names []string) map[string]bool {
	out := map[string]bool{}
	add := func(text string) {
		if letters := passage.LettersOf(BareLabel(text)); len(letters) >= 3 && len(out) < maxCellLabels && !IsOwnHeader(text, names) && !OwnColumn.MatchString(strings.Join(prose.PlainWords(text), " ")) {
			out[letters] = true
		}
	}
	for _, t := range d.Marks.Tables {
		if len(t.Rows) < 2 {
			continue
		}
		column := namesColumn(t)
		for _, row := range t.Rows[1:] {
			if column >= 0 && column < len(row) && !strings.HasSuffix(passage.LettersOf(row[column].Text), "ours") {
				add(row[column].Text)
			}
		}
		for _, head := range t.Rows[0] {
			if IsOtherModel(head.Text, names) {
				add(head.Text)
			}
		}
	}
	return out
}

// properName is a word that is a name of its own: in capitals, or with a digit or a capital inside.
var properName = pattern.New(`\b[\pL]*(?:[A-Z][\pL]*[A-Z0-9]|[a-z]+[A-Z])[\pL\pN-]*\b`)

// properNames are the names in a clause that are neither of a metric nor of the card's model.
func properNames(part string, own []string) []string {
	var out []string
	for _, name := range properName.FindAllString(metricName.ReplaceAllString(part, " "), 20) {
		if plain := passage.LettersOf(name); !IsOwnHeader(name, own) && SplitOfWord[plain] == "" && plain != "testset" {
			out = append(out, plain)
		}
	}
	return out
}

// namesAnother reports whether a clause has the name of another model, and does not say that it is about this one.
func namesAnother(part string, names []string) bool {
	if OfThis.MatchString(part) || passage.ThisModel.MatchString(part) {
		return false
	}
	for _, word := range strings.Fields(part) {
		if word = strings.Trim(word, "(),:*_`"); passage.ModelFamily.MatchString(word) && metricOf(word).Name == "" && !IsOwnHeader(word, names) {
			return true
		}
	}
	return false
}

// labelOf is the name in the tables that a number of a clause stands by, "" if none.
func labelOf(part string, number []int, spots []spot) string {
	for _, s := range spots {
		if s.start >= number[1] {
			if onLabel.MatchString(part[number[1]:s.start]) {
				return s.label
			}
			break
		}
	}
	for i := len(spots) - 1; i >= 0; i-- {
		if s := spots[i]; s.end <= number[0] {
			if labelHas.MatchString(part[s.end:number[0]]) {
				return s.label
			}
			break
		}
	}
	return ""
}

// spot is where a clause has a name of the tables.
type spot struct {
	start, end int
	label      string
}

var word = pattern.New(`[\pL\pN]+`)

// spotsOf are the names in a clause that are known, each as long as possible and no part of a
// longer name.
func spotsOf(part string, isKnown func(letters string) bool) []spot {
	var out []spot
	words := word.FindAllStringIndex(part, 80)
	for i := 0; i < len(words); i++ {
		for n := min(6, len(words)-i); n > 0; n-- {
			start, end := words[i][0], words[i+n-1][1]
			letters := passage.LettersOf(part[start:end])
			if !isKnown(letters) {
				letters = strings.TrimSuffix(letters, "s") // of several
			}
			if !isKnown(letters) || isPartOfName(part, start, end) {
				continue
			}
			out = append(out, spot{start, end, letters})
			i += n - 1
			break
		}
	}
	return out
}

// isPartOfName reports whether a name goes on before or behind a place of a text.
func isPartOfName(part string, start, end int) bool {
	if start > 0 && strings.ContainsRune("-/_.@", rune(part[start-1])) {
		return true
	}
	rest := part[end:]
	if rest == "" {
		return false
	}
	next := []rune(rest[:min(len(rest), 8)])
	if len(next) > 1 && strings.ContainsRune("-_/.@+", next[0]) {
		return unicode.IsLetter(next[1]) && !strings.HasPrefix(rest, "->") || unicode.IsDigit(next[1])
	}
	return len(next) > 1 && next[0] == ' ' && unicode.IsUpper(next[1]) && unicode.IsUpper([]rune(part[start:])[0]) && metricOf(strings.Fields(rest)[0]).Name == ""
}

// among are the cells that are certainly of what a sentence states, and those that may be.
func (f Figure) among(cells []cell, section int) (same, alike []evidence.TabledCell) {
	var exact []cell
	for _, c := range cells {
		sameMetric := f.metric.Name != "" && c.Metric.IsOneOf(f.metric)
		named := f.isLabelled(c)
		if (named || sameMetric && (len(f.labels) == 0 || !f.near)) && len(alike) < maxAlike {
			alike = append(alike, tabled(c))
		}
		if c.own && !c.training && f.isOfMetric(c) && f.isOfSplit(c) && c.average == f.average && f.isPlaced(c) && (named || len(f.labels) == 0 && f.isOfWhole(c, section)) {
			exact = append(exact, c)
		}
	}
	if f.metric.Name != "" {
		exact = f.metric.preferred(exact)
	} else if measured := slices.DeleteFunc(slices.Clone(exact), func(c cell) bool { return c.Metric.Name == "" }); len(measured) > 0 {
		exact = measured // and no number of examples
	}
	if len(f.labels) == 0 {
		if bare := slices.DeleteFunc(slices.Clone(exact), func(c cell) bool { return len(c.labels) > 0 }); len(bare) > 0 {
			exact = bare
		} else if len(exact) != 1 || !f.near { // of a part, or of data that the sentence does not name
			return nil, nil
		}
	}
	if len(exact) == 0 || len(exact) > 4 || len(alike) == maxAlike {
		return nil, nil
	}
	for _, c := range exact {
		if len(f.labels) == 0 && (c.Value.Value != exact[0].Value.Value && c.split == "" || c.Metric.Averaged != exact[0].Metric.Averaged) {
			return nil, nil
		}
		same = append(same, tabled(c))
	}
	return same, alike
}

func tabled(c cell) evidence.TabledCell {
	return evidence.TabledCell{At: c.at, Raw: c.Value.Raw, Value: c.Value.Value, Places: c.Value.Places}
}

// isLabelled reports whether a cell has all names of the tables that a figure is for.
func (f Figure) isLabelled(c cell) bool {
	return len(f.labels) > 0 && !slices.ContainsFunc(f.labels, func(label string) bool {
		return !slices.Contains(c.labels, label) && !strings.Contains(c.title, label)
	}) && slices.ContainsFunc(f.labels, func(label string) bool { return slices.Contains(c.labels, label) })
}

// isOfMetric reports whether a cell is of the metric of a figure, averaged in the same way.
func (f Figure) isOfMetric(c cell) bool {
	switch {
	case f.metric.Averaged != "" && c.Metric.Averaged != f.metric.Averaged:
		return false
	case f.metric.Name == "":
		return true
	case c.Metric.Name == "":
		return strings.Contains(c.title, f.metric.Name)
	}
	return c.Metric.IsOneOf(f.metric)
}

// isOfSplit reports whether a cell is not of another part of the data than a figure. A table
// that states no part is of the test.
func (f Figure) isOfSplit(c cell) bool {
	return c.split != "training" && (f.Split == "" || c.split == "" && f.Split == "test" || c.split == f.Split)
}

// isPlaced reports whether what a figure was measured on is named by a cell, or above its table.
func (f Figure) isPlaced(c cell) bool {
	about := c.title + " " + strings.Join(c.labels, " ")
	return !slices.ContainsFunc(f.places, func(word string) bool {
		return !strings.Contains(about, word) && !strings.Contains(about, strings.TrimSuffix(word, "s"))
	})
}

// isOfWhole reports whether a cell may be what a sentence without a name of the tables is about:
// what else the sentence names, the cell or what stands above its table names as well.
func (f Figure) isOfWhole(c cell, section int) bool {
	if f.part || c.Metric.Name == "" {
		return false
	}
	about := c.title + " " + strings.Join(c.labels, " ")
	data := passage.LettersOf(f.Dataset)
	if slices.ContainsFunc(f.names, func(name string) bool {
		return !strings.Contains(about, name) && !(c.section == section && strings.Contains(data, name))
	}) {
		return false
	}
	return data == "" || strings.Contains(about, data) || len(c.labels) == 0 && c.section == section
}
