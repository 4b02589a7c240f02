package cards

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// onLabel is what stands between a number and the name of what it was measured on.
	onLabel = pattern.New(`(?i)^\s*\**\s*(?:%|percent|pct|per cent|points?)?\**\s*(?:\(?(?:[a-z0-9@/.-]+)\)?\s){0,4}?(?:on|for|in|over|against|\()\s*(?:the |our |its )?(?:(?:test|dev|validation|held-out|standard|full|official) (?:set|split|portion) of (?:the )?)?$`)
	// labelHas is what stands between the name of what was measured on and the number.
	labelHas = pattern.New(`(?i)^[^.;0-9]{0,50}?(?:[:=≈→]|->|\b(?:of|at|is|was|are|reach\w*|achiev\w*|scor\w*|obtain\w*|attain\w*|gets?|got|yield\w*|hits?|to|with)\b)[\s*]*(?:an? |the )?(?:(?:[\w@.-]+ ){1,3}(?:(?:of|is|=) ?)?)?$`)
	// roughly is a word in front of a number that is not exact.
	roughly = pattern.New(`(?i)(?:[~≈]|\b(?:about|approximately|around|roughly|nearly|almost|circa|ca\.?|close to|some))\s*\**$`)
	// ofAverage are words for a mean over what a table lists.
	ofAverage = pattern.New(`(?i)\b(?:average[ds]?|averaging|avg|mean|overall|across|median|aggregate[ds]?|combined|best|max(?:imum)?|peak|top|up to|ensemble)\b`)
	// averagedAs is how one metric is averaged over the classes.
	averagedAs = pattern.New(`(?i)\b(?:macro|micro|weighted|sample)[- ]?(?:averaged?|avg)\b`)
	// withNumber begins a sentence that says what the model reaches: "With an accuracy of 0.87, this …".
	withNumber = pattern.New(`(?i)^(?:with|at|reaching|achieving|scoring) (?:an? )?`)
	// leads begins a sentence with what was measured on: "On SST-2, the model …".
	leads = pattern.New(`(?i)^(?:on|for|in) (?:the )?$`)
	// states is a sentence without a subject of its own: "Final test accuracy: 0.91".
	states = pattern.New(`(?i)^(?:[-*•]\s*)?(?:the )?(?:(?:final|overall|resulting|reported|headline|test|eval|evaluation|validation|dev) )*$`)
)

// tableStatements are the numbers in sentences and labels of a card that its tables state as
// well: each with the cells that are of the same metric of the same model on the same data, and
// with those that may be.
func tableStatements(d *document.Document, keys [][]string, called string) []evidence.TabledMetric {
	out := []evidence.TabledMetric{}
	if len(d.Marks.Tables) == 0 {
		return out
	}
	names := cardNames(d, called)
	cells, labels := tableCells(d, names)
	if len(cells) == 0 {
		return out
	}
	evaluations := sectionsOf(d, keys, "evaluation")
	var above []int
	rows := tableRows(d)
	skipped := make([]bool, len(d.Sections))
	add := func(found []aboutCells, section int, pointer ...string) {
		for _, s := range found {
			if same, alike := s.among(cells, section); len(same) > 0 && len(out) < maxStatements {
				s.At = evidence.Anchor(d.Path + "#" + document.Pointer(pointer...))
				out = append(out, evidence.TabledMetric{Stated: s.StatedMetric, Same: same, Alike: alike})
			}
		}
	}
	for i, s := range d.Sections {
		for len(above) > 0 && d.Sections[above[len(above)-1]].Level >= s.Level {
			above = above[:len(above)-1]
		}
		skipped[i] = otherTitles.MatchString(s.Title) && !slices.Contains(keys[i], "evaluation") || len(above) > 0 && skipped[above[len(above)-1]]
		above = append(above, i)
		if skipped[i] || !strings.ContainsAny(s.Own, "0123456789") {
			continue
		}
		evaluated, last := evaluations.hold(s.Heading.Start), told{}
		for _, sentence := range prose.Sentences(s.Own, maxSectionRead, maxSentences) {
			if len(sentence) > maxSentence || rows[lettersOf(sentence)] {
				last = told{}
				continue
			}
			var found []aboutCells
			found, last = numbersIn(sentence, labels, names, evaluated, i == 0, last)
			add(found, i, "sections", s.Slug)
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
		for _, sentence := range prose.Sentences(p.Text, maxSectionRead, maxSentences) {
			if len(sentence) <= maxSentence {
				found, _ := numbersIn(sentence, labels, names, false, true, told{})
				add(found, -1, "body", "paragraphs", strconv.Itoa(i))
			}
		}
	}
	return out
}

// tableRows are the letters of the rows of all tables, which the text of a section has as well.
func tableRows(d *document.Document) map[string]bool {
	out := map[string]bool{}
	for _, t := range d.Marks.Tables {
		for _, row := range t.Rows {
			text := ""
			for _, c := range row {
				text += c.Text
			}
			out[lettersOf(text)] = true
		}
	}
	return out
}

// aboutCells is a number of a sentence, and what of the tables it is about.
type aboutCells struct {
	evidence.StatedMetric
	metric metric
	label  string   // letters of a name in the tables, "" if it names none
	names  []string // letters of other names in the clause, such as of a dataset
}

// properName is a word that is a name of its own: in capitals, or with a digit or a capital inside.
var properName = pattern.New(`\b[\pL]*(?:[A-Z][\pL]*[A-Z0-9]|[a-z]+[A-Z])[\pL\pN-]*\b`)

// properNames are the names in a clause that are neither of a metric nor of the card's model.
func properNames(part string, own []string) []string {
	var out []string
	for _, name := range properName.FindAllString(metricName.ReplaceAllString(part, " "), 20) {
		if plain := lettersOf(name); !isOwnHeader(name, own) && splitOfWord[plain] == "" && plain != "testset" {
			out = append(out, plain)
		}
	}
	return out
}

// numbersIn are the numbers that a sentence states of the card's model, and what the next one
// is about.
func numbersIn(sentence string, labels map[string]string, names []string, evaluated, beginning bool, last told) ([]aboutCells, told) {
	if !strings.ContainsAny(sentence, "0123456789") || respectively.MatchString(sentence) {
		return nil, told{}
	}
	bare := strings.TrimLeft(sentence, "*_#>-–• ")
	if !evaluated && !reached.MatchString(bare) && !withNumber.MatchString(bare) && !isOfModel(bare, names, false, beginning) && !beginsWithMetric(bare) && !beginsWithName(bare, names, labels) {
		return nil, told{}
	}
	sentence, now := last.next(sentence)
	var out []aboutCells
	lead := ""
	for i, part := range subclauses(sentence) {
		switch {
		case ofAnother.MatchString(part), namesAnother(part, names):
			now.other = true
		case ofThis.MatchString(part):
			now.other = false
		}
		if now.other || ofAverage.MatchString(averagedAs.ReplaceAllString(part, " ")) {
			continue
		}
		if spots := labelsIn(part, labels); i == 0 && len(spots) == 1 && leads.MatchString(part[:spots[0].start]) {
			lead = spots[0].label
		}
		for _, s := range aboutTables(part, sentence, lead, labels) {
			s.Split, s.names = now.split, properNames(part, names)
			out = append(out, s)
		}
	}
	if !strings.HasSuffix(sentence, ":") && !now.other {
		now = told{}
	}
	return out, now
}

// beginsWithMetric reports whether a sentence begins with the name of a metric.
func beginsWithMetric(sentence string) bool {
	at := metricName.FindStringIndex(sentence)
	return at != nil && states.MatchString(sentence[:at[0]])
}

// beginsWithName reports whether a sentence begins with the name of the card's model and what it
// reaches, or with a name of the tables and a number.
func beginsWithName(sentence string, names []string, labels map[string]string) bool {
	if at := reaches.FindStringIndex(sentence); at != nil && at[0] <= maxNameSigns && isOwnHeader(strings.TrimPrefix(sentence[:at[0]], "The "), names) {
		return true
	}
	name, rest, found := strings.Cut(sentence, ":")
	return found && labels[lettersOf(bareLabel(name))] != "" && labelValue.MatchString(strings.TrimRight(rest, ". "))
}

var reaches = pattern.New(`(?i)\s(?:reach|achiev|obtain|attain|scor|yield|hit|get|manag)(?:s|es|ed|e|ts)?\s`)

// namesAnother reports whether a clause has the name of another model, and does not say that it is about this one.
func namesAnother(part string, names []string) bool {
	if ofThis.MatchString(part) || thisModel.MatchString(part) {
		return false
	}
	for _, word := range strings.Fields(part) {
		if word = strings.Trim(word, "(),:*_`"); modelFamily.MatchString(word) && metricOf(word).name == "" && !isOwnHeader(word, names) {
			return true
		}
	}
	return false
}

// aboutTables are the numbers of a clause by a metric, or by a name that the tables have. The
// sentence may lead with such a name.
func aboutTables(part, sentence, lead string, labels map[string]string) []aboutCells {
	var out []aboutCells
	byRaw := map[string]int{}
	for _, m := range pairs(part) {
		if at := strings.Index(part, strings.TrimSuffix(m.Raw, "%")); at >= 0 && roughly.MatchString(part[:at]) {
			continue
		}
		m.Dataset = cmp.Or(m.Dataset, dataOf(part), dataOf(sentence))
		s := aboutCells{StatedMetric: m, metric: metricOf(bareLabel(m.Metric)), label: lead}
		if s.metric.name == "" {
			continue
		}
		byRaw[strings.TrimSuffix(m.Raw, "%")] = len(out)
		out = append(out, s)
	}
	spots := labelsIn(part, labels)
	for _, v := range number.FindAllStringIndex(part, 20) {
		rest := part[v[1]:]
		if !isWhole(part, v) || slices.ContainsFunc(spots, func(s spot) bool { return v[0] < s.end && s.start < v[1] }) || strings.HasPrefix(rest, "-") && len(rest) > 1 && unicode.IsLetter(rune(rest[1])) || roughly.MatchString(part[:v[0]]) {
			continue
		}
		label := cmp.Or(labelOf(part, v, spots), lead)
		if label == "" {
			continue
		}
		if i, ok := byRaw[part[v[0]:v[1]]]; ok {
			out[i].label = label
			continue
		}
		if m, ok := stating(part, v); ok && (strings.ContainsAny(m.Raw, ".,%") || m.Value != "0" && len(m.Value) == 2) {
			m.Metric, m.Dataset = labels[label], labels[label]
			out = append(out, aboutCells{StatedMetric: m, label: label})
		}
	}
	return out
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

// labelsIn are the names of the tables in a clause, each as long as possible and no part of a
// longer name.
func labelsIn(part string, labels map[string]string) []spot {
	var out []spot
	words := word.FindAllStringIndex(part, 80)
	for i := 0; i < len(words); i++ {
		for n := min(6, len(words)-i); n > 0; n-- {
			start, end := words[i][0], words[i+n-1][1]
			if letters := lettersOf(part[start:end]); labels[letters] == "" || isPartOfName(part, start, end) {
				continue
			}
			out = append(out, spot{start, end, lettersOf(part[start:end])})
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
	return len(next) > 1 && next[0] == ' ' && unicode.IsUpper(next[1]) && unicode.IsUpper([]rune(part[start:])[0]) && metricOf(strings.Fields(rest)[0]).name == ""
}

// among are the cells that are certainly of what a sentence states, and those that may be.
func (s aboutCells) among(cells []cell, section int) (same, alike []evidence.TabledCell) {
	var exact []cell
	averages := ""
	for _, c := range cells {
		sameMetric := s.metric.name == "" || c.metric.name == s.metric.name
		hasLabel := s.label != "" && slices.Contains(c.labels, s.label)
		if (s.label == "" && c.metric.name == s.metric.name || hasLabel) && len(alike) < maxAlike {
			alike = append(alike, evidence.TabledCell{At: c.at, Raw: c.value.Raw, Value: c.value.Value, Places: c.value.Places})
		}
		if !c.own || c.training || s.Split != "" && c.split != "" && c.split != s.Split || c.split == "training" {
			continue
		}
		if c.metric.name != "" && !sameMetric || s.metric.averaged != "" && c.metric.averaged != "" && c.metric.averaged != s.metric.averaged {
			continue
		}
		if c.metric.name == "" && s.metric.name != "" && !strings.Contains(c.title, s.metric.name) {
			continue
		}
		data := lettersOf(s.Dataset)
		switch {
		case hasLabel:
		case s.label != "":
			continue
		case len(c.labels) > 0: // of a part, or of data that the sentence does not name
			continue
		case c.metric.name == "", slices.ContainsFunc(s.names, func(name string) bool { return !strings.Contains(c.title, name) }):
			continue
		case data != "" && c.section != section && !strings.Contains(c.title, data):
			continue
		}
		if exact = append(exact, c); len(exact) > maxAlike {
			return nil, nil
		}
		averages = c.metric.averaged
	}
	if len(exact) > 4 || len(alike) == maxAlike {
		return nil, nil
	}
	for _, c := range exact {
		if s.label == "" && (c.value.Value != exact[0].value.Value && c.split == "" || c.metric.averaged != averages) {
			return nil, nil
		}
		same = append(same, evidence.TabledCell{At: c.at, Raw: c.value.Raw, Value: c.value.Value, Places: c.value.Places})
	}
	return same, alike
}
