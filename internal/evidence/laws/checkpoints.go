package laws

import (
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

// cardFaults are values of labels and sentences that a table, or another value of the card, shows
// to be wrong.
func cardFaults(d *document.Document, said []sentence, claims []evidence.Claim, called string, co2 evidence.Emissions) []evidence.Impossible {
	blocks := passage.Blocks(d)
	return slices.Concat(matrixFaults(d, said, claims), arrowFaults(d, claims), checkpointFaults(d, said), shotFaults(d), supportFaults(d, said), rowTotalFaults(d, said), stepFaults(d, said), epochFaults(d, said, called), unitFaults(d, said), noNumberFaults(d), timesFaults(d, said), partFaults(d, blocks, said), carbonFaults(d, co2), batchFaults(d), shareFaults(d, blocks), smallerFaults(d, blocks), correctFaults(d), cellShares(d), portionFaults(d, said), columnFaults(d, said), printedFaults(d, blocks), besideFaults(said, called), indexScales(claims), ownRows(d, claims, called))
}

// arrowBehind is a change in percent behind a value, with an arrow.
var arrowBehind = pattern.New(`^\s*\**([0-9]+(?:\.[0-9]+)?)\**\s*%?\s*\(\s*([↑↓▲▼])\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*\)`)

// arrowFaults are changes whose size is right, from another value of the same metric, and whose
// arrow points the other way.
func arrowFaults(d *document.Document, claims []evidence.Claim) []evidence.Impossible {
	var out []evidence.Impossible
	var records []*record
	for i, l := range d.Marks.Labels {
		m := arrowBehind.FindStringSubmatch(l.Value)
		if m == nil {
			continue
		}
		if records == nil {
			records = recordsOf(d, claims)
		}
		value, change := amountOf(m[1], 0, 0), amountOf(m[3], 0, 0)
		if value == nil || change == nil {
			continue
		}
		up := m[2] == "↑" || m[2] == "▲"
		at := evidence.Anchor(d.Path + "#" + document.Pointer("body", "labels", strconv.Itoa(i)))
		var from *entry
		for _, r := range records {
			e := r.values[recordKey(strings.Trim(l.Name, " :*"))]
			if e == nil || e.at == at || e.value == 0 || math.Abs(100*math.Abs(value.value-e.value)/e.value-change.value) > max(0.1, 2*change.unit) {
				continue
			}
			if from = e; (value.value > e.value) == up {
				from = nil
				break
			}
		}
		if from != nil {
			out = append(out, evidence.Impossible{At: at, Law: evidence.LawArrow, Claimed: true, Value: evidence.Stated{At: at, Metric: strings.Trim(l.Name, " :*"), Raw: l.Value}, Others: []evidence.Stated{from.stated()}})
		}
	}
	return out
}

var (
	// ofEpoch is a sentence about which epoch the weights are of.
	ofEpoch = pattern.New(`(?i)\b(?:weights?|checkpoints?|model|adapter)\b[^.]{0,60}?\b(?:of|from|after|at|is|was|were|to) (?:the )?(?:epoch|step) ([0-9]{1,6})\b`)
	// ofBest is how a card says that these are the best ones.
	ofBest = pattern.New(`(?i)\bbest (?:epoch|checkpoint|model|validation|step)\b|load_best_model_at_end|lowest (?:validation |eval(?:uation)? )?loss|early[- ]stopping`)
)

// checkpointFaults are sentences by which the weights are the best ones, of an epoch that has not
// the lowest loss of the card's only training log.
func checkpointFaults(d *document.Document, said []sentence) []evidence.Impossible {
	if !ofBest.Match(d.Source) {
		return nil
	}
	table := -1
	for i, t := range d.Marks.Tables {
		if figures.IsTrainingLog(t) {
			if table >= 0 {
				return nil
			}
			table = i
		}
	}
	if table < 0 || len(d.Marks.Tables[table].Rows) < 3 || len(d.Marks.Tables[table].Rows) > maxFaultCells {
		return nil
	}
	c := newComputed(d.Marks.Tables[table])
	loss := slices.IndexFunc(c.heads, func(head string) bool {
		return head == "validation loss" || head == "val loss" || head == "eval loss" || head == "loss"
	})
	if loss < 0 {
		return nil
	}
	var out []evidence.Impossible
	for _, s := range said {
		m := ofEpoch.FindStringSubmatch(s.Text)
		if m == nil {
			continue
		}
		unit := "epoch"
		if strings.Contains(strings.ToLower(m[0]), "step "+m[1]) {
			unit = "step"
		}
		column := slices.Index(c.heads, unit)
		if column < 0 || column == loss {
			continue
		}
		best, own := -1, -1
		for i := 1; i < len(c.cells); i++ {
			a, of := c.cells[i][loss], c.cells[i][column]
			if a == nil || of == nil {
				best = -1
				break
			}
			if best < 0 || a.value < c.cells[best][loss].value {
				best = i
			}
			if n, ok := decimal.Float(m[1]); ok && of.value == n {
				own = i
			}
		}
		if best < 0 || own < 0 || c.cells[own][loss].value <= c.cells[best][loss].value {
			continue
		}
		found := s.fault(evidence.LawCheckpoint, "weights of "+unit+" "+m[1]+", loss", c.cells[own][loss].raw, c.shown[loss]+" of "+unit+" "+c.cells[best][column].raw, c.cells[best][loss].raw)
		out = append(out, *found)
	}
	return out
}
