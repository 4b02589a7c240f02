package slips

import (
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
)

const (
	maxResultLines = 300 // of a file, and rows of a table, that are compared
	minSameCells   = 3   // of a row and a line, of which one is no number
)

// ResultLines are the lines of a file of results without headers, and the name of the file.
type ResultLines struct {
	File string
	Text string
}

// resultLines keeps the only value of a row by which it differs from the line of a file of results
// that has all its others.
func (s *slipReader) resultLines(of ResultLines) {
	var lines [][]string
	for line := range strings.Lines(of.Text) {
		if fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t"); len(fields) > minSameCells && len(lines) < maxResultLines {
			lines = append(lines, fields)
		}
	}
	if len(lines) == 0 {
		return
	}
	for i, t := range s.d.Marks.Tables {
		for r, row := range t.Rows[min(1, len(t.Rows)):min(len(t.Rows), maxResultLines)] {
			if column, value := differing(row, lines); column >= 0 && len(s.out) < Max {
				s.out = append(s.out, evidence.Slip{At: evidence.Anchor(s.d.Path + "#" + document.Pointer("body", "tables", strconv.Itoa(i), strconv.Itoa(r+1), strconv.Itoa(column))), Kind: evidence.SlipSetting, Value: shortened(plainCell(row[column])), Other: shortened(value + " in " + of.File)})
			}
		}
	}
}

func plainCell(c document.Cell) string { return strings.Trim(c.Text, "*_` ") }

// differing is the column by which a row differs from the only line that has its other cells, and what
// the line has there; -1 if there is none, or a line that is the row.
func differing(row []document.Cell, lines [][]string) (int, string) {
	found, value := -1, ""
	for _, fields := range lines {
		if len(fields) != len(row) {
			continue
		}
		off, same, texts := -1, 0, 0
		for j, c := range row {
			cell, field := plainCell(c), strings.TrimSpace(fields[j])
			_, isNumber := decimal.Float(cell)
			switch {
			case isRounded(cell, field):
				same++
				if !isNumber && cell != "" {
					texts++
				}
			case off >= 0 || !isNumber:
				off = len(row)
			default:
				off = j
			}
		}
		switch {
		case off < 0:
			return -1, ""
		case off == len(row) || same < minSameCells || texts == 0:
		case found >= 0:
			return -1, ""
		default:
			if _, isNumber := decimal.Float(strings.TrimSpace(fields[off])); isNumber {
				found, value = off, strings.TrimSpace(fields[off])
			}
		}
	}
	return found, value
}

// isRounded reports whether a cell is a field, or what that is rounded to.
func isRounded(cell, field string) bool {
	if strings.EqualFold(cell, field) {
		return true
	}
	a, ok := decimal.Float(cell)
	b, isNumber := decimal.Float(field)
	_, places, _ := strings.Cut(cell, ".")
	for _, scale := range []float64{1, 100, 0.01} {
		if ok && isNumber && strconv.FormatFloat(a, 'f', len(places), 64) == strconv.FormatFloat(b*scale, 'f', len(places), 64) {
			return true
		}
	}
	return false
}
