package figures

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/prose"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// A table states what was measured in rows, with the model's own numbers in one
// column, or in columns, with the model in one row.
var (
	measured    = pattern.New(`^[~≈<>±+-]?\s*[0-9][0-9,]*(?:\.[0-9]+)?\s*%?(?:\s*±\s*[0-9.]+\s*%?)?$`)
	measuredFor = pattern.New(`^(?:metrics?|measures?|scores?)$`)
	measuredOn  = pattern.New(`^(?:benchmarks?|datasets?|tasks?|tests?|evaluations?|eval|test sets?)$`)
	// ModelColumn are the headers of columns that name models.
	ModelColumn = pattern.New(`^(?:(?:base )?models?(?: names?| variants?| ids?)?|methods?|approach(?:es)?|systems?|checkpoints?|architectures?)$`)
	// OwnColumn are the headers of columns, and the ends of names in rows, of the model that the card is of.
	OwnColumn = pattern.New(`^(?:(?:fine ?tun(?:ed|e|ing)|finetuned|ft|tuned|trained|adapted|quantized|our|this)(?: model| version| checkpoint| score| result)?s?|ours|after(?: (?:fine ?tuning|training|tuning))?|post (?:training|tuning))$`)
	// OtherColumn are the headers of columns of other models, and of what they differ by.
	OtherColumn = pattern.New(`^(?:(?:base|original|pretrained|pre trained|untuned|teacher|reference|previous|old|baseline)(?: models?| scores?| results?| version| checkpoint)?|baselines?|before(?: (?:fine ?tuning|training|tuning))?|zero ?shot|delta|δ|Δ|changes?|improvements?|gains?|diff(?:erence)?|random|human|sota|state of the art|targets?|thresholds?|goals?|requirements?|minimum|maximum)$`)
	// PartColumn are the headers of columns that name parts of the examples: what is measured of one is no metric of the model.
	PartColumn = pattern.New(`^(?:class(?:es)?|labels?|categor(?:y|ies)|groups?|subgroups?|slices?|entit(?:y|ies)|entity (?:types?|class(?:es)?|labels?)|class (?:names?|labels?)|label names?|folds?|intents?)$`)
	// extents are the headers of columns that tell how large something is, or how it was trained: no metric.
	extents = pattern.New(`^(?:(?:num(?:ber)?(?: of)? |n |total |active |activated |trainable |model |file |disk |training |batch |context |max |hidden |embedding )*(?:params?|parameters|sizes?|layers?|context(?: (?:length|window))?|length|window|vram|memory|flops|g ?flops|macs|steps?|epochs?|batch(?: size)?|learning rate|lr|seeds?|rank|support|samples?|examples?|counts?|rows|tokens|dim(?:ension)?s?|bits|year|date|version|rank(?:ing)?|n|no|id|index)(?: m| b| k| gb| mb)?|#)$`)
)

// TableClaims are the metrics that tables of evaluation sections state of the
// model. What a table states of other models, or logs of a training, is no claim.
func TableClaims(d *document.Document, keys [][]string) []evidence.Claim {
	out := []evidence.Claim{}
	title := ""
	if len(d.Sections) > 0 {
		title = passage.PlainName(d.Sections[0].Title)
	}
	evaluations := passage.SectionsOf(d, keys, "evaluation")
	for i, t := range d.Marks.Tables {
		if len(t.Rows) < 2 || !evaluations.Hold(t.Span.Start) || IsTrainingLog(t) {
			continue
		}
		told := statements(t, title)
		if len(told) == 0 { // the title may be a sentence, and the row has the model's name
			told = statements(t, passage.PlainName(path.Base(path.Dir(d.Path))))
		}
		section := slugAt(d, t.Span.Start)
		for _, s := range told {
			for _, v := range valuesIn(t.Rows[s.row][s.column].Text) {
				c := NewClaim(CellAt(d, i, s.row, s.column))
				c.Raw, c.Metric, c.Dataset, c.Split, c.Section = v.raw, s.metric+v.remark, s.dataset, s.split, section
				if strings.HasSuffix(v.raw, "%") || s.percent {
					c.Unit = "%"
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// NewClaim is a claim of a value at a place, of which nothing else is known yet.
func NewClaim(at evidence.Anchor) evidence.Claim {
	return evidence.Claim{At: at, Args: []evidence.Argument{}, Verified: evidence.Flag{At: at}, Source: evidence.Text{At: at}, Evidence: evidence.Text{At: at}, Kin: evidence.Text{At: at}}
}

// TextClaims are metrics of sentences and labels that no table states, to compare with results. A label is
// read as a part of a sentence as well: it is the nearer place.
func TextClaims(metrics []evidence.StatedMetric) []evidence.Claim {
	out, told := []evidence.Claim{}, map[[2]string]bool{}
	for _, m := range slices.Backward(metrics) { // labels are last
		is := [2]string{strings.ToLower(m.Metric), m.Value}
		if m.Tabled || told[is] {
			continue
		}
		told[is] = true
		c := NewClaim(m.At)
		c.Raw, c.Metric, c.Dataset, c.Split = m.Value, m.Metric, m.Dataset, m.Split
		if m.Percent {
			c.Raw, c.Unit = m.Value+"%", "%"
		}
		out = append(out, c)
	}
	return out
}

// slugAt is the slug of the nearest heading above an offset, "" for none.
func slugAt(d *document.Document, offset int) string {
	i := passage.SectionAt(d, offset)
	if i < 0 {
		return ""
	}
	return d.Sections[i].Slug
}

// stated is a cell that states a metric of the model.
type stated struct {
	row, column     int
	metric, dataset string
	split           string // that the column is of
	percent         bool   // the header says so
}

// statements are what a table states of the model with a title.
func statements(t document.Table, title string) []stated {
	names := namesColumn(t)
	rows := ownRows(t, names, title)
	long := slices.ContainsFunc(t.Rows[0], func(c document.Cell) bool { return measuredFor.MatchString(HeadOf(c)) })
	if names >= 0 && !long {
		return across(t, rows, names)
	}
	if splits := splitColumns(t); splits != nil {
		var out []stated
		for _, i := range splits {
			for _, of := range inColumn(t, rows, i) {
				if of.split = splitOf(t.Rows[0][i]); isKnown(HeadMetric(of.metric)) { // not examples of a class, nor a run
					out = append(out, of)
				}
			}
		}
		return out
	}
	column := claimColumn(t, title)
	if column < 1 || isByPoint(t, column) {
		return nil
	}
	return inColumn(t, rows, column)
}

// isKnown reports whether a name is that of a metric, whatever else it may be.
func isKnown(m Metric) bool {
	return slices.ContainsFunc(strings.Split(m.Name, "|"), func(name string) bool { return MetricNames[name] })
}

// splitColumns are the columns of the validation and test data, where all columns of numbers are of
// splits of the data, and are several: what a model reached on its training data is no claim.
func splitColumns(t document.Table) []int {
	var out []int
	all := 0
	for i, head := range t.Rows[0] {
		if i == 0 || !IsNumeric(t, i) {
			continue
		}
		split := splitOf(head)
		if split == "" {
			return nil
		}
		if all++; split != "training" {
			out = append(out, i)
		}
	}
	if all < 2 {
		return nil
	}
	return out
}

// splitOf is the split of the data that a header is of, "" if it says more.
func splitOf(head document.Cell) string {
	split := ""
	for _, word := range prose.PlainWords(head.Text) {
		switch {
		case split == "" && SplitOfWord[word] != "":
			split = SplitOfWord[word]
		case word != "set" && word != "split" && word != "data":
			return ""
		}
	}
	return split
}

// inColumn are the numbers that some rows have in a column.
func inColumn(t document.Table, rows []int, column int) []stated {
	var out []stated
	header := withoutGroups(t, column)
	for _, r := range rows {
		row := t.Rows[r]
		if column >= len(row) || len(valuesIn(row[column].Text)) == 0 {
			continue
		}
		if metric, dataset := measuredIn(header, row, column); metric != "" {
			out = append(out, stated{row: r, column: column, metric: metric, dataset: dataset, percent: inPercent(header[column])})
		}
	}
	return out
}

// namesColumn is the column that names models, -1 if there is none. One that is
// headed so and holds numbers has those of another model.
func namesColumn(t document.Table) int {
	for i, head := range t.Rows[0] {
		if ModelColumn.MatchString(HeadOf(head)) && slices.ContainsFunc(t.Rows[1:], func(row []document.Cell) bool {
			return i < len(row) && row[i].Text != "" && !measured.MatchString(row[i].Text)
		}) {
			return i
		}
	}
	return -1
}

// ownRows are the rows of the model: all of them where no column names models, or
// where all name the same; else the one that has the card's title, or "ours".
func ownRows(t document.Table, names int, title string) []int {
	var all, exact, near, remarked []int
	one := true
	for r, row := range t.Rows[1:] {
		all = append(all, r+1)
		if names < 0 || names >= len(row) {
			continue
		}
		one = one && row[names].Text == t.Rows[1][min(names, len(t.Rows[1])-1)].Text
		words := prose.PlainWords(row[names].Text)
		switch name := strings.Join(words, ""); {
		case len(words) > 0 && (words[0] == "ours" || OwnColumn.MatchString(words[len(words)-1])), OwnColumn.MatchString(strings.Join(words, " ")), strings.HasSuffix(name, "thismodel"), name == title && title != "":
			exact = append(exact, r+1)
		case isNamed(title, name):
			near = append(near, r+1)
		case isNamed(title, passage.PlainName(withoutRemark(row[names].Text))):
			remarked = append(remarked, r+1)
		}
	}
	switch {
	case names < 0 || one:
		return all
	case len(exact) > 0:
		return exact
	case len(near) == 1:
		return near
	case len(near) == 0 && len(remarked) == 1:
		return remarked
	}
	return nil
}

// withoutRemark is a name without what stands in parentheses behind it, unless that makes it another's.
func withoutRemark(name string) string {
	m := remark.FindStringSubmatch(name)
	if m == nil || NotOfModel.MatchString(m[2]) || OtherColumn.MatchString(strings.Join(prose.PlainWords(m[2]), " ")) {
		return name
	}
	return m[1]
}

var remark = pattern.New(`^([^()]*[^()\s])\s*\(([^()]{1,40})\)[*_ ]*$`)

// across are the statements of tables with a column for each metric.
func across(t document.Table, rows []int, names int) []stated {
	var out []stated
	for _, r := range rows {
		for i, cell := range t.Rows[r] {
			if i >= len(t.Rows[0]) || i == names || len(valuesIn(cell.Text)) == 0 {
				continue
			}
			if head := HeadOf(t.Rows[0][i]); head == "" || extents.MatchString(head) || OtherColumn.MatchString(head) {
				continue
			}
			metric := strings.TrimSpace(strings.NewReplacer("(%)", "", "[%]", "").Replace(t.Rows[0][i].Text))
			out = append(out, stated{row: r, column: i, metric: metric, percent: inPercent(t.Rows[0][i])})
		}
	}
	return out
}

// SaysNothing reports whether a column names neither a metric nor a dataset.
func SaysNothing(head string) bool {
	return extents.MatchString(head) || ModelColumn.MatchString(head) || PartColumn.MatchString(head)
}

// HeadOf is a header in plain words. A sign for numbers is one.
func HeadOf(c document.Cell) string {
	if sign := strings.Trim(c.Text, "*_ "); sign == "#" || sign == "№" {
		return "#"
	}
	return strings.Join(prose.PlainWords(c.Text), " ")
}

func inPercent(head document.Cell) bool {
	return strings.Contains(head.Text, "(%)") || strings.Contains(head.Text, "[%]") || strings.TrimSpace(head.Text) == "%"
}

// isNamed reports whether two plain names may be of the same model.
func isNamed(title, name string) bool {
	return len(name) >= 4 && (strings.Contains(title, name) || strings.Contains(name, title) && len(title) >= 4)
}

// IsTrainingLog reports whether a table has a row for each step of a training.
func IsTrainingLog(t document.Table) bool {
	return slices.ContainsFunc(t.Rows[0], func(c document.Cell) bool {
		name := strings.ToLower(strings.TrimSpace(c.Text))
		return name == "epoch" || name == "step" || strings.HasSuffix(name, "loss")
	})
}

// withoutGroups is the header of a table without the name of a column that only
// groups rows: some of its cells are empty, as those under a group are.
func withoutGroups(t document.Table, column int) []document.Cell {
	header := slices.Clone(t.Rows[0])
	for i := range min(column, len(header)) {
		if slices.ContainsFunc(t.Rows[1:], func(row []document.Cell) bool {
			return i < len(row) && row[i].Text == "" && row[min(column, len(row)-1)].Text != ""
		}) {
			header[i].Text = ""
		}
	}
	return header
}

// measuredIn tells the metric and, where the table has a column of its own for
// it, the dataset of a row.
func measuredIn(header, row []document.Cell, column int) (metric, dataset string) {
	last := ""
	for i := range min(column, len(row), len(header)) {
		text, head := row[i].Text, strings.ToLower(strings.TrimSpace(header[i].Text))
		switch {
		case text == "" || text == "-" || text == "—" || SaysNothing(HeadOf(header[i])) || measured.MatchString(text) || len(valuesIn(text)) > 0:
		case measuredFor.MatchString(head):
			metric = text
		case measuredOn.MatchString(head):
			dataset = text
		default:
			last = text
		}
	}
	switch {
	case metric != "":
		return metric, dataset
	case dataset != "":
		return dataset, ""
	}
	return last, ""
}

// claimColumn is the column of the model's own numbers, 0 if there is none: the one
// that says so or has the model's name, else the only one of numbers.
func claimColumn(t document.Table, title string) int {
	var numeric, own []int
	for i, head := range t.Rows[0] {
		numbers, texts := 0, 0
		for _, row := range t.Rows[1:] {
			switch {
			case i >= len(row) || row[i].Text == "":
			case len(valuesIn(row[i].Text)) > 0:
				numbers++
			default:
				texts++
			}
		}
		name := HeadOf(head)
		if numbers == 0 || numbers < texts || extents.MatchString(name) || OtherColumn.MatchString(name) {
			continue
		}
		if numeric = append(numeric, i); OwnColumn.MatchString(name) {
			own = append(own, i)
		}
	}
	switch {
	case len(own) == 1:
		return own[0]
	case len(numeric) == 2 && HeadOf(t.Rows[0][numeric[0]]) == "uncalibrated" && HeadOf(t.Rows[0][numeric[1]]) == "calibrated":
		return numeric[1]
	case len(numeric) == 1:
		return numeric[0]
	}
	for _, i := range numeric {
		if isNamed(title, passage.PlainName(t.Rows[0][i].Text)) {
			return i
		}
	}
	return 0
}
