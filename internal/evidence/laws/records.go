package laws

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

const (
	maxRecords  = 200 // of a card that are compared
	minAgreeing = 2   // values by which two records are of one evaluation
	minUnits    = 5   // of its last digit, that a value has which is compared with one of another scale
)

// record is what a card states together of one evaluation: labels that follow one another, a row
// of a training log, or an entry of model-index. A name that is there twice has no value.
type record struct {
	kind    string
	section int
	values  map[string]*entry
	keys    []string // in the order of the card
}

// entry is one value of a record.
type entry struct {
	at evidence.Anchor
	*amount
	name string
}

// noResult are the names of values of a training that are no results.
var noResult = passage.WordSet(`epoch epochs step steps numepochs learningrate seed trainloss trainingloss runtime samplespersecond stepspersecond trainbatchsize evalbatchsize batchsize inputtokensseen loss/train`)

// recordKey is a name by which values of different records are told to be of one metric, "" for
// one that is no result.
func recordKey(name string) string {
	plain := passage.LettersOf(name)
	for _, split := range []string{"validation", "evaluation", "eval", "val"} {
		if rest := strings.TrimPrefix(plain, split); rest != "" {
			plain = rest
		}
	}
	if noResult[plain] || strings.HasPrefix(plain, "train") || len(plain) < 2 {
		return ""
	}
	if m := figures.HeadMetric(name); m.Name != "" {
		return strings.TrimSpace(m.Name + " " + m.Averaged)
	}
	return plain
}

func (r *record) add(name string, at evidence.Anchor, a *amount) {
	key := recordKey(name)
	if key == "" || a == nil {
		return
	}
	if _, twice := r.values[key]; twice {
		r.values[key] = nil
		return
	}
	r.values[key], r.keys = &entry{at, a, strings.TrimSpace(name)}, append(r.keys, key)
}

func newRecord(kind string, section int) *record {
	return &record{kind: kind, section: section, values: map[string]*entry{}}
}

const (
	labelRecord = "labels"
	logRecord   = "log"
	indexRecord = "index"
)

// recordsOf are the records of a card.
func recordsOf(d *document.Document, claims []evidence.Claim) []*record {
	out := slices.DeleteFunc(slices.Concat(labelRecords(d), logRecords(d), indexRecords(claims)), func(r *record) bool { return len(r.keys) == 0 })
	return out[:min(len(out), maxRecords)]
}

// labelRecords are the labels that stand in lines that follow one another.
func labelRecords(d *document.Document) []*record {
	var out []*record
	end, section := -1, -1
	for i, l := range d.Marks.Labels {
		at := passage.SectionAt(d, l.Span.Start)
		if end < 0 || at != section || l.Span.Start < end || strings.Count(string(d.Source[end:l.Span.Start]), "\n") > 1 {
			out = append(out, newRecord(labelRecord, at))
		}
		end, section = l.Span.End, at
		value := changeBehind.ReplaceAllString(l.Value, "")
		out[len(out)-1].add(strings.Trim(l.Name, " :*"), evidence.Anchor(d.Path+"#"+document.Pointer("body", "labels", strconv.Itoa(i))), amountOf(value, 0, 0))
	}
	return out
}

// logRecords are the rows of training logs.
func logRecords(d *document.Document) []*record {
	var out []*record
	for i, t := range d.Marks.Tables {
		if len(t.Rows) < 2 || len(t.Rows) > maxFaultCells || !figures.IsTrainingLog(t) {
			continue
		}
		for r, row := range t.Rows[1:] {
			of := newRecord(logRecord, passage.SectionAt(d, t.Span.Start))
			for j, c := range row[:min(len(row), len(t.Rows[0]))] {
				of.add(t.Rows[0][j].Text, evidence.Anchor(d.Path+"#"+document.Pointer("body", "tables", strconv.Itoa(i), strconv.Itoa(r+1), strconv.Itoa(j))), amountOf(c.Text, r+1, j))
			}
			out = append(out, of)
		}
	}
	return out
}

// indexRecords are the entries of model-index, each of one dataset.
func indexRecords(claims []evidence.Claim) []*record {
	var out []*record
	last := ""
	for _, c := range claims {
		of, _, isIndexed := strings.Cut(string(c.At), "/metrics/")
		if !isIndexed || !strings.Contains(of, "#/model-index/") {
			continue
		}
		if of != last {
			out, last = append(out, newRecord(indexRecord, -1)), of
		}
		out[len(out)-1].add(c.Metric, c.At, amountOf(c.Raw, 0, 0))
	}
	return out
}

// isSame reports whether two values may be of one number, rounded or cut off, as a fraction or a
// percentage.
func (a *amount) isSame(other *amount) bool {
	for _, scale := range []float64{1, 100, 0.01} {
		if room := 1.01 * max(a.unit, scale*other.unit); math.Abs(a.value-scale*other.value) <= room && (scale == 1 || math.Abs(a.value) >= minUnits*room) {
			return true
		}
	}
	return false
}

// isTelling reports whether two values are one with so many digits that no other has them by chance.
func (a *amount) isTelling(other *amount) bool {
	return a.value == other.value && a.unit == other.unit && math.Abs(a.value) >= 100*a.unit
}

// against are the values of two records that agree, and those that do not.
func (r *record) against(other *record) (agree, differ []string) {
	for _, key := range r.keys {
		a, b := r.values[key], other.values[key]
		switch {
		case a == nil || b == nil:
		case a.isSame(b.amount):
			agree = append(agree, key)
		default:
			differ = append(differ, key)
		}
	}
	return agree, differ
}

// recordFaults are single values by which a list of results differs from the row of the training
// log, or the entry of model-index, that all its other values are of.
func recordFaults(d *document.Document, claims []evidence.Claim) []evidence.Impossible {
	records := recordsOf(d, claims)
	out := append([]evidence.Impossible{}, labelMargins(records)...)
	for _, r := range records {
		for _, kind := range []string{logRecord, indexRecord} {
			if r.kind == kind || r.kind == logRecord {
				continue
			}
			key, other := r.oneOff(records, kind)
			if other == nil {
				continue
			}
			wrong, right := r.values[key], other.values[key]
			if supporters(records, right, key, other) < supporters(records, wrong, key, r) {
				wrong, right = right, wrong
			}
			found := evidence.Impossible{At: wrong.at, Law: evidence.LawRecord, Claimed: true, Value: wrong.stated(), Others: []evidence.Stated{right.stated()}}
			if len(out) < maxFaults && !slices.ContainsFunc(out, func(f evidence.Impossible) bool { return f.At == found.At }) {
				out = append(out, found)
			}
		}
	}
	return out
}

func (e *entry) stated() evidence.Stated {
	return evidence.Stated{At: e.at, Metric: e.name, Raw: e.raw}
}

// supporters is how many other records have a value. Rows of a log have that of another step.
func supporters(records []*record, e *entry, key string, own *record) int {
	n := 0
	for _, r := range records {
		if v := r.values[key]; r != own && r.kind != logRecord && v != nil && v.isSame(e.amount) {
			n++
		}
	}
	return n
}

// oneOff is the value by which a record differs from the only one of a kind that has its others.
func (r *record) oneOff(records []*record, kind string) (string, *record) {
	var best *record
	most, off, key, same := 0, 0, "", ""
	for _, other := range records {
		if other == r || other.kind != kind {
			continue
		}
		agree, differ := r.against(other)
		switch {
		case len(differ) == 0 && len(agree) > 0:
			return "", nil
		case len(agree) > most:
			best, most, off, same = other, len(agree), len(differ), agree[0]
			if off > 0 {
				key = differ[0]
			}
		case len(agree) == most && most > 0:
			off = maxRecords // which of them, is not told
		}
	}
	if best == nil || off != 1 || most < minAgreeing && !(kind == logRecord && r.values[same].isTelling(best.values[same].amount)) {
		return "", nil
	}
	return key, best
}

// noNumber is a result that is none.
var noNumber = pattern.New(`(?i)^[-+]?(?:nan|inf(?:inity)?)$`)

// noNumberFaults are labels beside results whose own result is no number.
func noNumberFaults(d *document.Document) []evidence.Impossible {
	var out []evidence.Impossible
	for i, l := range d.Marks.Labels {
		if !noNumber.MatchString(strings.TrimSpace(l.Value)) || i == 0 && len(d.Marks.Labels) == 1 || len(out) == maxFaults {
			continue
		}
		other := d.Marks.Labels[max(i-1, 0)]
		if i == 0 {
			other = d.Marks.Labels[1]
		}
		if name := strings.Trim(l.Name, " :*"); recordKey(name) != "" && amountOf(other.Value, 0, 0) != nil && passage.SectionAt(d, other.Span.Start) == passage.SectionAt(d, l.Span.Start) {
			at := evidence.Anchor(d.Path + "#" + document.Pointer("body", "labels", strconv.Itoa(i)))
			out = append(out, evidence.Impossible{At: at, Law: evidence.LawFinite, Claimed: true, Value: evidence.Stated{At: at, Metric: name, Raw: strings.TrimSpace(l.Value)}, Others: []evidence.Stated{}})
		}
	}
	return out
}

// ListsOf are the records of a card, and the columns of tables that have a metric in each row, as
// results that are stated together.
func ListsOf(d *document.Document, claims []evidence.Claim) []evidence.StatedList {
	out := []evidence.StatedList{}
	for _, r := range slices.Concat(recordsOf(d, claims), columnRecords(d)) {
		var list []evidence.Stated
		for _, key := range r.keys {
			if e := r.values[key]; e != nil {
				list = append(list, e.stated())
			}
		}
		if len(list) > minAgreeing {
			out = append(out, evidence.StatedList{Results: list})
		}
	}
	return out[:min(len(out), maxRecords)]
}

// columnRecords are the columns of tables that have a metric in each row.
func columnRecords(d *document.Document) []*record {
	var out []*record
	for i, t := range d.Marks.Tables {
		if len(t.Rows) <= minAgreeing || len(t.Rows) > maxFaultCells || figures.IsTrainingLog(t) || !figures.HasMetricRows(t) {
			continue
		}
		for j := 1; j < len(t.Rows[0]); j++ {
			of := newRecord(labelRecord, passage.SectionAt(d, t.Span.Start))
			for r, row := range t.Rows[1:] {
				if j < len(row) {
					of.add(row[0].Text, evidence.Anchor(d.Path+"#"+document.Pointer("body", "tables", strconv.Itoa(i), strconv.Itoa(r+1), strconv.Itoa(j))), amountOf(row[j].Text, r+1, j))
				}
			}
			out = append(out, of)
		}
	}
	return out
}
