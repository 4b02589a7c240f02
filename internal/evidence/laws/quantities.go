package laws

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// quantity is a kind of amount with a unit, which a text and a table may state in different ones.
type quantity struct {
	name   string
	stated *pattern.Pattern // how a sentence states it: the number and its unit
	labels *pattern.Pattern // of rows and columns
	units  map[string]float64
}

var (
	quantities = []quantity{
		{
			"latency", pattern.New(`(?i)\b(?:latency|(?:inference|response|processing|prediction) time|latenz|antwortzeit|latence|latencia)\b[^.;0-9]{0,50}?([0-9]+(?:\.[0-9]+)?) ?(µs|us|ms|milliseconds?|s|secs?|seconds?|millisekunden|sekunden)\b`),
			pattern.New(`(?i)\b(?:latency|(?:inference|response|processing|prediction) time|latenz|antwortzeit|latence|latencia)\b`),
			map[string]float64{"µs": 1e-6, "us": 1e-6, "ms": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3, "millisekunden": 1e-3, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "sekunden": 1},
		},
		{
			"size", pattern.New(`(?i)\b(?:size|files?|weights|checkpoint|download|disk|datei|fichier|archivo)\b[^.;0-9]{0,40}?([0-9]+(?:\.[0-9]+)?) ?([kmgt]i?b)\b`),
			pattern.New(`(?i)\b(?:size|disk|download|größe|taille|tamaño)\b`),
			map[string]float64{"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 1e3, "mib": 1e6, "gib": 1e9, "tib": 1e12}, // of powers alone, not of what they are of
		},
	}
	withUnit  = pattern.New(`(?i)^[*_~≈ ]*([0-9]+(?:\.[0-9]+)?) ?(µs|us|ms|s|secs?|seconds?|milliseconds?|[kmgt]i?b)?[*_ ]*$`)
	unitIn    = pattern.New(`(?i)[(\[] ?(µs|us|ms|s|secs?|seconds?|milliseconds?|[kmgt]i?b)(?: ?/ ?\w+| per \w+)? ?[)\]]`)
	exampleOf = pattern.New(`(?i)^(?:the |our )?(?:held-out )?(train(?:ing)?|validation|dev(?:elopment)?|test) (?:set|split|part|data)? ?(?:has|have|contains?|consists? of|comprises|includes?|holds)(?: exactly| a total of)? ([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+) (?:[\pL-]+ )?(?:examples|samples|images|documents|texts|sentences|records|rows|utterances|recordings|letters|pairs|questions|items|instances|reviews|tweets|articles)\b`)
)

// QuantityStatements are the amounts of sentences that a table states in another unit, and the
// numbers of examples of a part of the data that a table has another number for.
func QuantityStatements(d *document.Document, said []passage.Sentence) []evidence.TabledMetric {
	out := []evidence.TabledMetric{}
	if len(d.Marks.Tables) == 0 {
		return out
	}
	for _, s := range said {
		if len(out) == passage.MaxStatements || !strings.ContainsAny(s.Text, "0123456789") {
			continue
		}
		for _, q := range quantities {
			if m := q.stated.FindStringSubmatch(s.Text); m != nil && !figures.NotOfModel.MatchString(s.Text) {
				if cells := q.inOtherUnit(d, m[1], strings.ToLower(m[2])); len(cells) > 0 {
					out = append(out, exactly(q.statedAs(s.At, m[1], strings.ToLower(m[2])), cells))
				}
			}
		}
		if m := exampleOf.FindStringSubmatch(s.Text); m != nil && !passage.Inexact.MatchString(s.Text) {
			value := strings.ReplaceAll(m[2], ",", "")
			if cells := examplesOf(d, kindsOf(m[1:2])[0], value); len(cells) > 0 {
				out = append(out, exactly(evidence.StatedMetric{At: s.At, Metric: "examples", Dataset: strings.ToLower(m[1]) + " data", Raw: m[2], Value: value}, cells))
			}
		}
	}
	return out
}

// exactly is a statement of a sentence that is exact, and the cells that are of the same.
func exactly(stated evidence.StatedMetric, cells []evidence.TabledCell) evidence.TabledMetric {
	return evidence.TabledMetric{Stated: stated, Bound: evidence.BoundExact, Same: cells, Alike: []evidence.TabledCell{}}
}

// statedAs is an amount in the base of its units.
func (q quantity) statedAs(at evidence.Anchor, number, unit string) evidence.StatedMetric {
	value, _ := decimal.Float(number)
	literal := strconv.FormatFloat(value*q.units[unit], 'f', -1, 64)
	return evidence.StatedMetric{At: at, Metric: q.name, Raw: number + " " + unit, Value: literal, Places: decimal.Places(literal)}
}

// inOtherUnit are the cells with the digits of an amount and another unit; none if a cell has the
// amount itself.
func (q quantity) inOtherUnit(d *document.Document, number, unit string) []evidence.TabledCell {
	if q.units[unit] == 0 {
		return nil
	}
	var out []evidence.TabledCell
	want, _ := decimal.Float(number)
	for i, t := range d.Marks.Tables {
		if !isComputable(t) {
			continue
		}
		for r, row := range t.Rows[1:] {
			for c, cell := range row {
				m := withUnit.FindStringSubmatch(cell.Text)
				if m == nil || c == 0 || c >= len(t.Rows[0]) {
					continue
				}
				label := t.Rows[0][c].Text
				if q.labels.MatchString(row[0].Text) {
					label = row[0].Text
				} else if !q.labels.MatchString(label) {
					continue
				}
				of := strings.ToLower(m[2])
				if in := unitIn.FindStringSubmatch(label); of == "" && in != nil {
					of = strings.ToLower(in[1])
				}
				have, _ := decimal.Float(m[1])
				switch {
				case q.units[of] == 0:
				case have*q.units[of] == want*q.units[unit]:
					return nil
				case have == want && have != 0:
					told := q.statedAs(figures.CellAt(d, i, r+1, c), m[1], of)
					out = append(out, evidence.TabledCell{At: told.At, Raw: told.Raw, Value: told.Value, Places: told.Places})
				}
			}
		}
	}
	return out[:min(len(out), maxTold)]
}

// examplesOf is the cell with the number of examples of a part of the data, if there is one and it
// is another number.
func examplesOf(d *document.Document, kind, value string) []evidence.TabledCell {
	var out []evidence.TabledCell
	for i, t := range d.Marks.Tables {
		if len(t.Rows) < 2 || len(t.Rows) > maxFaultCells {
			continue
		}
		for c, head := range t.Rows[0] {
			if c == 0 || !amounts.MatchString(figures.HeadOf(head)) {
				continue
			}
			for r, row := range t.Rows[1:] {
				if c >= len(row) || figures.SplitOfWord[strings.TrimSuffix(strings.TrimSuffix(figures.HeadOf(row[0]), " set"), " split")] != kind {
					continue
				}
				counts := countsIn(row[c].Text)
				if len(counts) != 1 || counts[0].raw != strings.TrimSpace(row[c].Text) {
					return nil
				}
				if number := strconv.Itoa(counts[0].value); number != value {
					out = append(out, evidence.TabledCell{At: figures.CellAt(d, i, r+1, c), Raw: counts[0].raw, Value: number})
				} else {
					return nil
				}
			}
		}
	}
	if len(out) != 1 {
		return nil
	}
	return out
}
