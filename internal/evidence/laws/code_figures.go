package laws

import (
	"math"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	minExact   = 2  // rows of a table in code whose F1 is the harmonic mean, before one that is not is told
	maxPrinted = 60 // values of one dictionary that are read
)

var (
	// printed is a result of a dictionary, as Python shows it.
	printed = pattern.New(`['"](?:[a-z0-9]+_){0,3}(accuracy|precision|recall|f1)['"]\s*:\s*([0-9]+\.[0-9]+)`)
	// logged are the numbers of a training, as its program logs them.
	logged = pattern.New(`(?m)^[* ]*(Num (?:examples|Epochs)|Instantaneous batch size per device|Total train batch size(?: \([^)\n]*\))?|Gradient Accumulation steps|Total optimization steps) ?= ?([0-9][0-9,]*)[ \t]*$`)
)

// printedFaults are the numbers that programs have printed into code blocks, and that others of
// the block show to be wrong.
func printedFaults(d *document.Document, blocks []passage.Block) []evidence.Impossible {
	var out []evidence.Impossible
	for _, b := range blocks {
		if b.Kind == passage.CodeBlock && strings.ContainsAny(b.Text, "0123456789") {
			out = append(out, slices.Concat(printedRows(d, b), printedValues(d, b), loggedSteps(d, b))...)
		}
	}
	return out[:min(len(out), maxFaults)]
}

// printedRow are precision, recall and F1 of one line.
type printedRow struct {
	offset  int
	p, r, f *amount
}

func (row printedRow) slack() float64 { return row.f.unit + max(row.p.unit, row.r.unit) }

func (row printedRow) fault(d *document.Document, law evidence.MetricLaw) evidence.Impossible {
	found := sentence{passage.Sentence{At: passage.LineAt(d, row.offset)}}.fault(law, "F1", row.f.raw, "precision", row.p.raw)
	found.Others = append(found.Others, evidence.Stated{At: found.At, Metric: "recall", Raw: row.r.raw})
	return *found
}

// printedRows compares F1 with precision and recall of the lines of a table that is printed with
// blanks between its columns.
func printedRows(d *document.Document, b passage.Block) []evidence.Impossible {
	var out []evidence.Impossible
	var off []printedRow
	exact, offset := 0, b.Start
	var behind map[string]int // how many columns are behind that of a metric, itself included
	for line := range strings.Lines(b.Text) {
		fields, start := strings.Fields(strings.ToLower(line)), offset
		offset += len(line)
		if head := printedHead(fields); head != nil {
			if exact >= minExact && len(off) == 1 {
				out = append(out, off[0].fault(d, evidence.LawHarmonic))
			}
			behind, off, exact = head, nil, 0
			continue
		}
		row, ok := printedRowOf(fields, behind)
		if !ok {
			continue
		}
		row.offset = start
		p, r, f := row.p.value, row.r.value, row.f.value
		switch {
		case f > (p+r)/2+row.slack():
			out = append(out, row.fault(d, evidence.LawF1))
		case math.Abs(f-2*p*r/(p+r)) <= row.slack():
			exact++
		case !summary.MatchString(strings.TrimSpace(strings.Join(fields[:len(fields)-slices.Max([]int{behind["precision"], behind["recall"], behind["f1"]})], " "))) && !ofRows.MatchString(strings.ToLower(line)):
			off = append(off, row)
		}
	}
	if exact >= minExact && len(off) == 1 {
		out = append(out, off[0].fault(d, evidence.LawHarmonic))
	}
	return out
}

// printedHead are the places of precision, recall and F1 in a header, from its end; nil for a line
// that is none. The names before them may be of several words.
func printedHead(fields []string) map[string]int {
	at := map[string]int{}
	for i, field := range fields {
		switch name := strings.TrimSuffix(strings.TrimSuffix(field, "score"), "-"); name {
		case "precision", "recall", "f1":
			if at[name] > 0 {
				return nil
			}
			at[name] = len(fields) - i
		case "accuracy", "support":
		default:
			if len(at) > 0 { // a name of several words would move the columns
				return nil
			}
		}
	}
	if len(at) < 3 {
		return nil
	}
	return at
}

// printedRowOf reads the numbers of a line that are in the columns of a header.
func printedRowOf(fields []string, behind map[string]int) (printedRow, bool) {
	at := func(name string) *amount {
		if len(fields) < behind[name] {
			return nil
		}
		return amountOf(fields[len(fields)-behind[name]], 0, 0)
	}
	if behind == nil {
		return printedRow{}, false
	}
	row := printedRow{p: at("precision"), r: at("recall"), f: at("f1")}
	for i := range max(behind["precision"], behind["recall"], behind["f1"]) {
		if i >= len(fields) || amountOf(fields[len(fields)-1-i], 0, 0) == nil {
			return row, false
		}
	}
	isMetric := func(a *amount) bool { return a.unit < 1 }
	return row, isMetric(row.p) && isMetric(row.r) && isMetric(row.f) && row.p.value+row.r.value > 0 && isNear(row.p, row.f) && isNear(row.r, row.f)
}

// printedValues are the only result of a dictionary that is above 1, while all others are fractions
// with many digits.
func printedValues(d *document.Document, b passage.Block) []evidence.Impossible {
	var out []evidence.Impossible
	from := 0
	for from < len(b.Text) {
		end := strings.IndexAny(b.Text[from:], "{}")
		if end < 0 {
			end = len(b.Text) - from
		}
		if found := printedValue(d, b.Text[from:from+end], b.Start+from); found != nil {
			out = append(out, *found)
		}
		from += end + 1
	}
	return out
}

func printedValue(d *document.Document, text string, start int) *evidence.Impossible {
	var above, within []int
	all := printed.FindAllSubmatchIndex([]byte(text), maxPrinted)
	for i, m := range all {
		switch a := amountOf(text[m[4]:m[5]], 0, 0); {
		case a == nil || a.unit > 1e-4:
			return nil
		case a.value > 1:
			above = append(above, i)
		case a.value > 0:
			within = append(within, i)
		}
	}
	if len(above) != 1 || len(within) < 2 {
		return nil
	}
	wrong, other := all[above[0]], all[within[0]]
	return sentence{passage.Sentence{At: passage.LineAt(d, start+wrong[2])}}.fault(evidence.LawScale, text[wrong[2]:wrong[3]], text[wrong[4]:wrong[5]], text[other[2]:other[3]], text[other[4]:other[5]])
}

// loggedSteps is a total batch size that the log of the training shows to be another: it is a multiple
// of what each device reads for one step, and makes the steps of the examples.
func loggedSteps(d *document.Document, b passage.Block) []evidence.Impossible {
	of, at, raw := map[string]float64{}, map[string]int{}, map[string]string{}
	for _, m := range logged.FindAllSubmatchIndex([]byte(b.Text), maxPrinted) {
		name, _, _ := strings.Cut(b.Text[m[2]:m[3]], " (")
		if of[name] > 0 {
			return nil // of several trainings
		}
		raw[name], at[name] = b.Text[m[4]:m[5]], b.Start+m[2]
		of[name] = wholeOf(raw[name])
	}
	total := of["Total train batch size"]
	own := of["Instantaneous batch size per device"] * of["Gradient Accumulation steps"]
	if total == 0 {
		return nil
	}
	says := sentence{passage.Sentence{At: passage.LineAt(d, at["Total train batch size"])}}
	if own > 0 && math.Mod(total, own) != 0 {
		return []evidence.Impossible{*says.fault(evidence.LawProduct, "Total train batch size", raw["Total train batch size"],
			raw["Instantaneous batch size per device"]+" × "+raw["Gradient Accumulation steps"], plainFloat(own))}
	}
	steps, examples, epochs := of["Total optimization steps"], of["Num examples"], of["Num Epochs"]
	if steps == 0 || examples < 10*total || epochs == 0 || steps < epochs {
		return nil
	}
	if expected := epochs * examples / total; math.Abs(steps-expected) > 0.1*expected+epochs {
		return []evidence.Impossible{*says.fault(evidence.LawSteps, "Total train batch size", raw["Total train batch size"], "Num examples × Num Epochs / Total optimization steps", plainFloat(examples*epochs/steps))}
	}
	return nil
}
