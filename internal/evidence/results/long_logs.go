package results

import (
	"bytes"
	"fmt"
	"math/big"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// A log of a training may be longer than a document, and a line of it that was cut off, or
// holds what was predicted, is no reason to lose the others. Only a few lines are read of
// it: those with the last value of each name, and the best. The others are blank to the
// parser, so that places stay what they are.

// logEndings are those of logs that may be long.
var logEndings = []string{".log", ".out", ".txt"}

func isLogName(file string) bool { return slices.Contains(logEndings, strings.ToLower(path.Ext(file))) }

// maxLogLines bounds the lines of a log that are looked at.
const maxLogLines = 500_000

// parseLongLog parses a log with an object of JSON in each line, of which some may be too
// long, or no JSON: the first of these is told, with how many there are.
func parseLongLog(file string, src []byte) (*document.Document, []finding.Finding) {
	if bytes.Count(src, []byte("\n")) > maxLogLines {
		d, _ := document.ParseAs(document.JSONLines, file, nil)
		return d, []finding.Finding{{Rule: "document/too_large", Severity: finding.Error, At: finding.Start(file),
			Message: fmt.Sprintf("the log has more than %d lines", maxLogLines), Help: "Commit the last lines of the log, or the best and last values in a file such as metrics.json."}}
	}
	last := map[string]int{} // by name: the line with its last value
	best, least := -1, -1
	var most, loss *big.Rat
	var lines [][2]int
	var first finding.Finding
	bad := 0
	for at := 0; at < len(src); {
		end := at + bytes.IndexByte(src[at:], '\n')
		if end < at {
			end = len(src)
		}
		n := len(lines)
		lines = append(lines, [2]int{at, end})
		line := src[at:end]
		at = end + 1
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		d, found := document.ParseAs(document.JSONLines, file, line)
		row := firstRow(d)
		if row == nil || row.Kind != document.Mapping {
			if bad++; bad == 1 {
				first = lineFinding(file, n+1, len(line), found)
			}
			continue
		}
		for _, c := range row.Children {
			last[c.Key] = n
		}
		p := place.Root(d).Items()[0]
		if ap := cocoHeadline(p); ap != nil && (most == nil || ap.Cmp(most) > 0) {
			most, best = ap, n
		}
		for _, c := range p.InOrder() {
			if v := decimal.Rational(c.Decimal()); v != nil && slices.Contains(monitors, strings.ToLower(c.Node.Key)) && (loss == nil || v.Cmp(loss) < 0) {
				loss, least = v, n
			}
		}
	}
	keep := map[int]bool{best: true, least: true}
	for _, n := range last {
		keep[n] = true
	}
	kept := bytes.Clone(src)
	for n, l := range lines {
		if !keep[n] {
			blank(kept[l[0]:l[1]])
		}
	}
	d, found := document.ParseKept(document.JSONLines, file, src, kept, nil)
	if bad > 0 && d.Root != nil {
		first.Message += fmt.Sprintf("; left out: %d of %d lines", bad, len(lines))
		found = append(found, first)
	}
	return d, found
}

// lineFinding is what is wrong with one line of a file.
func lineFinding(file string, line, size int, found []finding.Finding) finding.Finding {
	f := finding.Finding{Rule: "document/syntax", Severity: finding.Error, Message: "the line is not an object of JSON", Help: "Write one object of JSON in each line."}
	if len(found) > 0 {
		f = found[0]
	}
	if size > document.MaxBytes {
		f.Message, f.Help = fmt.Sprintf("the line has %d bytes, more than %d", size, document.MaxBytes), "Keep what was predicted outside of the log."
	}
	f.At = finding.Start(file)
	f.At.Line, f.At.EndLine, f.Related = line, line, nil
	return f
}

// keptCOCO is a log in which only the lines of COCO's summaries are left.
func keptCOCO(src []byte) []byte {
	kept := bytes.Clone(src)
	for at := 0; at < len(kept); {
		end := at + bytes.IndexByte(kept[at:], '\n')
		if end < at {
			end = len(kept)
		}
		if line := kept[at:end]; !bytes.Contains(line, []byte(") @[ IoU=")) && !bytes.Contains(line, []byte("Evaluate annotation type")) {
			blank(line)
		}
		at = end + 1
	}
	return kept
}

func blank(line []byte) {
	for i := range line {
		line[i] = ' '
	}
}
