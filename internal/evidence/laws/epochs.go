package laws

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// nested are the headers of counts of which each has at least one of the next in it.
var nestedCounts = []*pattern.Pattern{
	pattern.New(`^(?:n |num |number of |total )?(?:articles?|documents?|docs)$`),
	pattern.New(`^(?:n |num |number of |total )?(?:sent|sents|sentences?)$`),
	pattern.New(`^(?:n |num |number of |total )?(?:words?|tokens?)$`),
}

// nestedIn compares counts of articles, of the sentences in them and of the words in these.
func (c *computed) nestedIn() {
	var columns []int
	for _, form := range nestedCounts {
		if j := slices.IndexFunc(c.heads, form.MatchString); j >= 0 {
			columns = append(columns, j)
		}
	}
	for i := 1; i < len(c.cells); i++ {
		for k := 1; k < len(columns); k++ {
			whole, part := c.count(i, columns[k-1]), c.count(i, columns[k])
			if whole != nil && part != nil && part.value < whole.value {
				c.tell(evidence.LawNested, c.shown[part.column], part, []*amount{whole}, c.byColumn)
			}
		}
	}
}

// count is a whole number of a table, that may have signs for thousands.
func (c *computed) count(row, column int) *amount {
	if column >= len(c.texts[row]) {
		return nil
	}
	text := strings.TrimSpace(c.texts[row][column].Text)
	a := amountOf(strings.ReplaceAll(text, ",", ""), row, column)
	if a == nil || a.unit != 1 || a.percent {
		return nil
	}
	a.raw = text
	return a
}

// repeated finds the only class that two rows of a table of precision and recall have.
func (c *computed) repeated() {
	if len(c.cells) < minClasses+2 || c.column("recall") < 1 || c.column("precision") < 1 || !(figures.PartColumn.MatchString(c.heads[0]) || slices.Contains(c.heads, "support")) {
		return
	}
	rows := map[string]int{}
	first, second, twice := 0, 0, 0
	for i := 1; i < len(c.rows); i++ {
		name := strings.ToLower(strings.TrimSpace(c.texts[i][0].Text))
		if name == "" || c.cells[i][0] != nil {
			return
		}
		if at := rows[name]; at > 0 {
			first, second, twice = at, i, twice+1
		}
		rows[name] = i
	}
	if twice != 1 {
		return
	}
	own := func(i int) *amount { return &amount{raw: strings.TrimSpace(c.texts[i][0].Text), row: i} }
	c.tell(evidence.LawRepeated, c.shown[0], own(second), []*amount{own(first)}, func(*amount) string { return c.shown[0] + " of another row" })
}

var (
	// trainedFor is how long a sentence says that the model was trained.
	trainedFor = pattern.New(`(?i)\b(?:the |this |our )?model (?:was|has been|is) (?:trained|fine-?tuned|finetuned) for ([0-9]{1,5}) epochs\b`)
	// plannedEpochs is the number of epochs in a list of hyperparameters.
	plannedEpochs = pattern.New(`(?m)^[ \t]*[-*][ \t]+\**(?:num_epochs|num_train_epochs)\**:[ \t]*([0-9]+(?:\.[0-9]+)?)[ \t]*\r?$`)
)

// epochFaults are numbers of epochs that a table contradicts: the row of the model, or the last row
// of the only training log.
func epochFaults(d *document.Document, said []sentence, called string) []evidence.Impossible {
	var out []evidence.Impossible
	for _, s := range said {
		m := trainedFor.FindStringSubmatch(s.Text)
		if m == nil {
			continue
		}
		if raw, at := ownEpochs(d, called); raw != "" && raw != m[1] {
			found := s.fault(evidence.LawEpochs, "epochs", m[1], "Epochs in the table", raw)
			found.Others[0].At = at
			out = append(out, *found)
		}
	}
	planned := plannedEpochs.FindAllSubmatchIndex(d.Source[:min(len(d.Source), passage.MaxSectionRead*8)], 2)
	if len(planned) == 1 {
		out = append(out, loggedEpochs(d, string(d.Source[planned[0][2]:planned[0][3]]))...)
	}
	return out
}

// ownEpochs is the number of epochs that the only row of the model has, in the only table with a
// column for it that is no log.
func ownEpochs(d *document.Document, called string) (string, evidence.Anchor) {
	names := figures.CardNames(d, called)
	raw, at, tables := "", evidence.Anchor(""), 0
	for i, t := range d.Marks.Tables {
		column := slices.IndexFunc(t.Rows[0], func(c document.Cell) bool { return figures.HeadOf(c) == "epochs" })
		if column < 0 || len(t.Rows) < 2 {
			continue
		}
		tables++
		var rows []int
		for r, row := range t.Rows[1:] {
			if len(t.Rows) == 2 || figures.IsOwnHeader(row[0].Text, names) {
				rows = append(rows, r+1)
			}
		}
		if len(rows) == 1 && column < len(t.Rows[rows[0]]) {
			if a := amountOf(t.Rows[rows[0]][column].Text, 0, 0); a != nil && a.unit == 1 {
				raw, at = a.raw, evidence.Anchor(d.Path+"#"+document.Pointer("body", "tables", strconv.Itoa(i), strconv.Itoa(rows[0]), strconv.Itoa(column)))
			}
		}
	}
	if tables != 1 {
		return "", ""
	}
	return raw, at
}

// loggedEpochs is a row of the only training log that is beyond the planned end.
func loggedEpochs(d *document.Document, planned string) []evidence.Impossible {
	table, logs := -1, 0
	for i, t := range d.Marks.Tables {
		if len(t.Rows) > 1 && len(t.Rows) <= maxFaultCells && figures.IsTrainingLog(t) {
			table, logs = i, logs+1
		}
	}
	end := amountOf(planned, 0, 0)
	if logs != 1 || end == nil {
		return nil
	}
	t := d.Marks.Tables[table]
	column := slices.IndexFunc(t.Rows[0], func(c document.Cell) bool { return figures.HeadOf(c) == "epoch" })
	if column < 0 {
		return nil
	}
	if found := stoppedEpochs(d, table, column, planned); found != nil {
		return []evidence.Impossible{*found}
	}
	for r, row := range t.Rows[1:] {
		if column >= len(row) {
			return nil
		}
		if a := amountOf(row[column].Text, 0, 0); a != nil && a.value > end.value*1.02+a.unit {
			at := evidence.Anchor(d.Path + "#" + document.Pointer("body", "tables", strconv.Itoa(table), strconv.Itoa(r+1), strconv.Itoa(column)))
			return []evidence.Impossible{{At: at, Law: evidence.LawEpochs, Claimed: true, Value: evidence.Stated{At: at, Metric: t.Rows[0][column].Text, Raw: a.raw}, Others: []evidence.Stated{{At: at, Metric: "num_epochs", Raw: planned}}}}
		}
	}
	return nil
}
