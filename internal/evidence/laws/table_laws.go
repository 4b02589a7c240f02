package laws

import (
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// laws compares metrics of each row, and of each column, of which one is at most another.
func (c *computed) laws(isQA bool) {
	heads := metricKeys(c.shown)
	for i := 1; i < len(c.cells); i++ {
		c.lawful(isQA, heads, func(k int) *amount { return c.cells[i][k] }, c.byColumn, false)
	}
	rows := metricKeys(c.rows)
	for j := range c.heads {
		if !spreads.MatchString(c.heads[j]) && !figures.OtherColumn.MatchString(c.heads[j]) && !figures.SaysNothing(c.heads[j]) || c.heads[j] == "baseline" {
			c.lawful(isQA, rows, func(k int) *amount { return c.cells[k][j] }, c.byRow, true)
		}
	}
}

// metricKeys are the places of names that are metrics, by what they were measured on and the
// metric; -1 for those that are there twice.
func metricKeys(names []string) map[string]int {
	out := map[string]int{}
	for i, name := range names {
		of := figures.LabelledMetric{Metric: figures.HeadMetric(name)}
		if of.Metric.Name == "" {
			of = figures.WithMetric(figures.BareLabel(name))
		}
		if of.Metric.Name == "" {
			continue
		}
		key := passage.LettersOf(of.Label) + "\x00" + strings.TrimSpace(of.Metric.Name+" "+of.Metric.Averaged)
		if _, twice := out[key]; twice {
			i = -1
		}
		out[key] = i
	}
	return out
}

// lawful looks for values of one line that cannot be true together. Precision, recall and F1 of
// a row are compared elsewhere.
func (c *computed) lawful(isQA bool, keys map[string]int, value func(int) *amount, called func(*amount) string, transposed bool) {
	at := func(label, name string) *amount {
		if k, known := keys[label+"\x00"+name]; known && k > 0 {
			return value(k)
		}
		return nil
	}
	for _, label := range labelsOfKeys(keys) {
		for _, law := range pairLaws {
			low, high := at(label, law.low), at(label, law.high)
			if low != nil && high != nil && isNear(low, high) && (isQA || !law.qa) && low.value > high.value+low.unit+high.unit {
				wrong, other := low, high
				if law.law == evidence.LawCutoff {
					wrong, other = high, low
				}
				c.tell(law.law, called(wrong), wrong, []*amount{other}, called)
			}
		}
		if rmse, mse := at(label, "rmse"), at(label, "mse"); isRootBeyond(rmse, mse) {
			c.tell(evidence.LawRoot, called(rmse), rmse, []*amount{mse}, called)
		}
		for _, averaged := range []string{"", " macro", " weighted"} {
			p, r, f := at(label, "precision"+averaged), at(label, "recall"+averaged), at(label, "f1"+averaged)
			if p == nil || r == nil || f == nil || !isNear(p, f) || !isNear(r, f) {
				continue
			}
			switch slack := f.unit + max(p.unit, r.unit); {
			case transposed && f.value > (p.value+r.value)/2+slack:
				c.tell(evidence.LawF1, called(f), f, []*amount{p, r}, called)
			case f.value < farBelow*min(p.value, r.value):
				c.tell(evidence.LawHarmonic, called(f), f, []*amount{p, r}, called)
			}
		}
	}
}

// labelsOfKeys are what metrics were measured on, in the order of their names.
func labelsOfKeys(keys map[string]int) []string {
	out := []string{}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if label, _, _ := strings.Cut(key, "\x00"); len(out) == 0 || out[len(out)-1] != label {
			out = append(out, label)
		}
	}
	return out
}
