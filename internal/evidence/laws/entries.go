package laws

import (
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	minEntries     = 2   // of a column that the metadata agree with, before one that they do not is told
	maxEntryClaims = 300 // of model-index that tables are compared with
)

// claimNames are the letters of what a claim was measured on: as it is named, by its type, and
// with its configuration.
func claimNames(c evidence.Claim) []string {
	var out []string
	add := func(name string) {
		if letters := passage.LettersOf(figures.BareLabel(name)); len(letters) >= 3 && !slices.Contains(out, letters) {
			out = append(out, letters)
		}
	}
	add(c.Dataset)
	if figures.SplitOfWord[strings.ToLower(c.Config)] != "" { // it does not tell data apart
		c.Config = ""
	}
	add(c.Dataset + c.Config)
	add(c.DatasetType)
	add(c.DatasetType + c.Config)
	if _, name, isOwned := strings.Cut(c.DatasetType, "/"); isOwned {
		add(name)
		add(name + c.Config)
	}
	add(c.Config)
	return out
}

// indexed is a claim of model-index, with its metric and the letters of what it was measured on.
type indexed struct {
	evidence.Claim
	metric string
	names  []string
}

// isNamedAs is how well the name in a table fits that of a claim: 2 if it is one of its names, 1 if
// one is a part of the other.
func isNamedAs(label string, names []string) int {
	if slices.Contains(names, label) {
		return 2
	}
	if len(label) >= 4 && slices.ContainsFunc(names, func(name string) bool {
		return len(name) >= 4 && (strings.Contains(name, label) || strings.Contains(label, name))
	}) {
		return 1
	}
	return 0
}

// pairing is a claim of model-index, and the cell of a table that is of the same data and metric.
type pairing struct {
	claim evidence.Claim
	cell  *amount
	value *amount
	label string // of the cell
}

// entryFaults are single cells of tables by which these differ from model-index, where the others
// of their column, or row, agree with it.
func entryFaults(d *document.Document, claims []evidence.Claim) []evidence.Impossible {
	out := []evidence.Impossible{}
	if len(d.Marks.Tables) == 0 {
		return out
	}
	var entries []indexed
	for _, c := range claims {
		if strings.Contains(string(c.At), "#/model-index/") && amountOf(c.Raw, 0, 0) != nil {
			entries = append(entries, indexed{c, claimMetric(c), claimNames(c)})
		}
	}
	if len(entries) < minEntries || len(entries) > maxEntryClaims {
		return out
	}
	metrics := metricsOfClaims(entries)
	for i, t := range d.Marks.Tables {
		if len(t.Rows) < 2 || len(t.Rows) > maxFaultCells || len(t.Rows[0]) > maxFaultCells || figures.IsTrainingLog(t) {
			continue
		}
		c := newComputed(t)
		c.at = func(row, column int) evidence.Anchor {
			return evidence.Anchor(d.Path + "#" + document.Pointer("body", "tables", strconv.Itoa(i), strconv.Itoa(row), strconv.Itoa(column)))
		}
		for _, across := range []bool{false, true} {
			for line := range c.lines(across) {
				for _, name := range metrics {
					for _, found := range c.entryOff(across, line, name, entries) {
						if len(out) < maxFaults && !slices.ContainsFunc(out, func(f evidence.Impossible) bool { return f.At == found.At }) {
							out = append(out, found)
						}
					}
				}
			}
		}
	}
	return out
}

// metricsOfClaims are the metrics of claims, each once.
func metricsOfClaims(claims []indexed) []string {
	var out []string
	for _, c := range claims {
		if !slices.Contains(out, c.metric) {
			out = append(out, c.metric)
		}
	}
	return out
}

func claimMetric(c evidence.Claim) string {
	if m := figures.HeadMetric(c.Metric); m.Name != "" {
		return m.Name
	}
	return passage.LettersOf(c.Metric)
}

// entryOff is the only cell of a line that differs from the claim of one metric about its data,
// while at least two do not.
func (c *computed) entryOff(across bool, line int, name string, claims []indexed) (found []evidence.Impossible) {
	head, called, shown := "", c.names, c.rows
	if across {
		called, shown = c.heads, c.shown
		if line == 0 {
			return nil
		}
		head = c.rows[line]
	} else {
		head = c.shown[line]
	}
	if m := figures.HeadMetric(head); m.Name != "" && !m.IsOneOf(figures.Metric{Name: name}) {
		return nil
	}
	var agree, differ []pairing
	for i := range called {
		row, column := i, line
		if across {
			row, column = line, i
		}
		if row == 0 || !across && column == 0 || c.cells[row][column] == nil {
			continue
		}
		labels := []string{shown[i]}
		if !across {
			labels = c.textsOf(row)
		}
		p, ok := pairingOf(c.cells[row][column], labels, name, claims)
		if !ok {
			continue
		}
		if p.cell.isSame(p.value) {
			agree = append(agree, p)
			found = append(found, c.shotsOff(p)...)
		} else {
			differ = append(differ, p)
		}
	}
	if len(differ) != 1 || len(agree) < minEntries && !(len(c.cells) == 2 && across && c.isPair(agree, differ[0])) {
		return found
	}
	wrong := differ[0]
	at := c.at(wrong.cell.row, wrong.cell.column)
	if head != "" {
		wrong.label += " (" + head + ")"
	}
	return append(found, evidence.Impossible{At: at, Law: evidence.LawEntry, Claimed: true, Value: evidence.Stated{At: at, Metric: wrong.label, Raw: wrong.cell.raw},
		Others: []evidence.Stated{{At: wrong.claim.At, Metric: wrong.claim.Dataset + " (" + wrong.claim.Metric + ")", Raw: wrong.claim.Raw}}})
}

// isPair reports whether the only two numbers of a table are of the only two claims, and one of them is
// the same there, with so many digits that no other is by chance.
func (c *computed) isPair(agree []pairing, off pairing) bool {
	numbers := 0
	for _, a := range c.cells[1] {
		if a != nil {
			numbers++
		}
	}
	return len(agree) == 1 && numbers == 2 && agree[0].cell.isTelling(agree[0].value) && isNear(off.cell, off.value)
}

// textsOf are what a row has beside its numbers.
func (c *computed) textsOf(row int) []string {
	var out []string
	for j, cell := range c.texts[row] {
		if j < len(c.heads) && c.cells[row][j] == nil && cell.Text != "" && len(cell.Text) <= 2*figures.MaxLabelSigns {
			out = append(out, cell.Text)
		}
	}
	return out
}

// pairingOf is the only claim about what a cell is of. A label that fits a claim of another metric
// better is of that.
func pairingOf(cell *amount, labels []string, name string, claims []indexed) (pairing, bool) {
	var best []indexed
	label, fit := "", 0
	letters := make([]string, len(labels))
	for i, text := range labels {
		letters[i] = passage.LettersOf(figures.BareLabel(text))
	}
	for _, c := range claims {
		all, shown := 0, ""
		for i, text := range labels { // a dataset, and its language
			n := isNamedAs(letters[i], c.names)
			if all += n; n > 0 {
				shown = text
			}
		}
		switch {
		case all > fit:
			fit, best, label = all, []indexed{c}, shown
		case all == fit && all > 0:
			best = append(best, c)
		}
	}
	best = slices.DeleteFunc(best, func(c indexed) bool { return c.metric != name })
	own := slices.ContainsFunc(labels, func(text string) bool {
		m := figures.HeadMetric(text)
		return m.Name != "" && !m.IsOneOf(figures.Metric{Name: name})
	})
	if len(best) != 1 || own {
		return pairing{}, false
	}
	return pairing{best[0].Claim, cell, amountOf(best[0].Raw, 0, 0), label}, true
}

// shotsIn is how many examples a prompt has.
var shotsIn = pattern.New(`(?i)\b([0-9]{1,3})[- ]?shots?\b`)

// shotsOff is a cell with the value of a claim, whose name has another number of examples.
func (c *computed) shotsOff(p pairing) []evidence.Impossible {
	in, of := shotsIn.FindStringSubmatch(p.label), shotsIn.FindStringSubmatch(p.claim.Dataset)
	if in == nil || of == nil || in[1] == of[1] {
		return nil
	}
	at := c.at(p.cell.row, p.cell.column)
	for j, cell := range c.texts[p.cell.row] {
		if cell.Text == p.label {
			at = c.at(p.cell.row, j)
		}
	}
	return []evidence.Impossible{{At: at, Law: evidence.LawShots, Claimed: true, Value: evidence.Stated{At: at, Metric: "examples in the prompt of " + p.label, Raw: in[1]},
		Others: []evidence.Stated{{At: p.claim.At, Metric: p.claim.Dataset + ", of the same value,", Raw: of[1]}}}}
}

// shotFaults are entries of model-index whose name has another number of examples in the prompt
// than their arguments.
func shotFaults(d *document.Document) []evidence.Impossible {
	var out []evidence.Impossible
	for _, m := range place.Root(d).Get("model-index").Items() {
		for _, r := range m.Get("results").Items() {
			of := r.Get("dataset")
			named := shotsIn.FindStringSubmatch(of.Get("name").Text().Value)
			for _, key := range []string{"num_few_shot", "num_fewshot", "n_shot", "n_shots"} {
				argument := of.Get("args").Get(key)
				if value := argument.Text().Value; named != nil && value != "" && value != named[1] && len(out) < maxFaults {
					out = append(out, evidence.Impossible{At: argument.Anchor, Law: evidence.LawShots, Claimed: true, Value: evidence.Stated{At: argument.Anchor, Metric: key, Raw: value},
						Others: []evidence.Stated{{At: of.Get("name").Anchor, Metric: of.Get("name").Text().Value, Raw: named[1]}}})
				}
			}
		}
	}
	return out
}
