package evaluation

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"path"
	"slices"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// measures are the measures of drift in words.
var measures = map[string]string{"psi": "population stability index", "js": "Jensen-Shannon distance", "ks": "Kolmogorov-Smirnov distance"}

// origin is what a drift is measured from, in words.
func origin(d *config.Drift) string {
	if d.Reference == config.SameFile {
		return "the baseline"
	}
	return d.Reference
}

// drifted holds one column of the proposal against the same of the reference.
func (x *judge) drifted(c evidence.Check, q question) evidence.Check {
	d := q.threshold.Drift
	name := q.slice[len("column="):]
	from, file, model, named := x.BaseColumns, d.Reference, x.Base, "the base's "+d.Reference
	if d.Reference == config.SameFile {
		from, file, model, named = x.ComparedColumns, d.File, x.Compared.Model, x.Compared.Named
	}
	now, err := x.column(x.HeadColumns, d.File, name)
	var none *evidence.NoColumn
	if errors.As(err, &none) {
		c.At, c.Near = cmp.Or(none.At, c.At), none.Near
		return refuse(c, map[bool]evidence.Reason{true: evidence.ReasonSliceMissing, false: evidence.ReasonUnreadable}[none.Missing], none.Reason)
	}
	c.At, c.N, c.BaselineFrom = now.At, strconv.FormatInt(now.N(), 10), named
	if d.Reference == config.SameFile && x.Compared.Fault != "" {
		return refuse(c, evidence.ReasonBaselineMissing, x.Compared.Fault)
	}
	if !model.Present && x.Policy.OnMissing != "fail" {
		c.Verdict, c.Reason, c.Detail = FirstModel, evidence.ReasonNoBaseline, "the model has no baseline"
		return c
	}
	was, err := x.column(from, file, name)
	if errors.As(err, &none) {
		return refuse(c, evidence.ReasonBaselineMissing, "the reference cannot be used: "+none.Reason)
	}
	if x.err != nil { // reading failed: nothing is decided
		return c
	}
	c.BaseN = strconv.FormatInt(was.N(), 10)
	for _, n := range []string{c.N, c.BaseN} {
		if short, detail := tooFew(q.threshold.MinSamples, n); short {
			c.Verdict, c.Reason, c.Detail = Inconclusive, evidence.ReasonInsufficient, detail
			return c
		}
	}
	m, err := distance(d, was, now)
	if err != nil {
		return refuse(c, evidence.ReasonNotComparable, err.Error())
	}
	limit, err := parse(q.limit)
	if err != nil {
		return refuse(c, evidence.ReasonNotANumber, "the bound is not a number")
	}
	c.Method, c.P, c.Detail, c.Reason, c.Verdict = m.method, m.p, m.detail, "", Fail
	if !math.IsInf(m.value, 1) && new(big.Rat).SetFloat64(m.value).Cmp(limit) <= 0 {
		c.Verdict = Pass
	}
	c.Value = measuredText(m.value, limit)
	return c
}

// column reads a column of a model's file; whatever is no answer ends the check.
func (x *judge) column(read columns, file, name string) (evidence.Column, error) {
	if read == nil {
		return evidence.Column{}, &evidence.NoColumn{Missing: true, Reason: "there is no file " + file}
	}
	c, err := read(path.Join(x.Head.ID, file), name)
	var none *evidence.NoColumn
	if err != nil && !errors.As(err, &none) && x.err == nil {
		x.err = err
	}
	return c, err
}

// moved is a distance, how it was measured, and what is to be said of it.
type moved struct {
	value             float64 // infinite where only one side has a bin
	method, p, detail string
}

// distance measures how far a column has moved.
func distance(d *config.Drift, was, now evidence.Column) (moved, error) {
	if d.Measure == "ks" && was.Empty+now.Empty > 0 {
		return moved{}, fmt.Errorf("%d values of the reference and %d of now are empty, and have no place in an order", was.Empty, now.Empty)
	}
	if d.Measure == "ks" && kind(was) == hasNumbers && kind(now) == hasNumbers {
		ks, p, err := kolmogorovSmirnov(was.Numbers, now.Numbers)
		return moved{value: ks, p: shown(p), method: fmt.Sprintf("%s of %d and %d values", measures["ks"], len(was.Numbers), len(now.Numbers))}, err
	}
	t, err := tabulate(d, was, now)
	if err != nil {
		return moved{}, err
	}
	distances, err := binDistances(t.was, t.now)
	m := moved{value: map[string]float64{"psi": distances.PSI, "js": distances.JS, "ks": distances.KS}[d.Measure], method: measures[d.Measure] + " over " + t.over}
	if math.IsInf(m.value, 1) {
		m.detail = t.alone()
	}
	return m, err
}

// What a column holds.
const (
	hasNothing    = "no value"
	hasNumbers    = "numbers"
	hasBins       = "bins"
	hasCategories = "categories"
)

func kind(c evidence.Column) string {
	switch {
	case len(c.Edges) > 0:
		return hasBins
	case len(c.Counts) > 0:
		return hasCategories
	case len(c.Numbers) > 0:
		return hasNumbers
	}
	return hasNothing
}

// table holds the counts of both sides over the same bins.
type table struct {
	names    []string
	was, now []float64
	over     string // in words
}

func (t *table) add(name string, was, now float64) {
	t.names, t.was, t.now = append(t.names, name), append(t.was, was), append(t.now, now)
}

// alone says which bin one side alone has.
func (t *table) alone() string {
	for i, name := range t.names {
		if (t.was[i] == 0) != (t.now[i] == 0) {
			return fmt.Sprintf("%s has %.0f examples in the reference and %.0f now, and what one side alone has makes the index infinite", name, t.was[i], t.now[i])
		}
	}
	return ""
}

// tabulate counts both sides over the same bins: those of the reference where it
// has some; for numbers, those that cut the reference into equal shares.
// Whatever lies outside, and what has no value, is a bin of its own.
func tabulate(d *config.Drift, was, now evidence.Column) (*table, error) {
	t := &table{}
	a, b := kind(was), kind(now)
	switch {
	case a == hasCategories && b == hasCategories && d.Measure != "ks":
		t.categories(was, now)
	case a == hasBins && b == hasBins:
		if !slices.EqualFunc(was.Edges, now.Edges, func(x, y *big.Rat) bool { return x.Cmp(y) == 0 }) {
			return nil, errors.New("the bins are not those of the reference: count again with the same edges")
		}
		t.over = fmt.Sprintf("%d bins of both files", len(was.Counts))
		for i, c := range was.Counts {
			t.add(between(was.Edges, i), float64(c.N), float64(now.Counts[i].N))
		}
	case a == hasBins && b == hasNumbers:
		t.binned(was, now.Numbers)
		t.over = fmt.Sprintf("%d bins of the reference", len(was.Counts))
	case a == hasNumbers && b == hasBins: // one bin that holds everything would show no drift at all
		return nil, errors.New("the reference contains numbers, but the head contains bins; use the same bins for the reference, or numbers for the head")
	case a == hasNumbers && (b == hasNumbers || b == hasNothing):
		t.shares(was.Numbers, now.Numbers, d.Bins)
	default:
		return nil, fmt.Errorf("the column holds %s in the reference and %s now, of which %s has no comparison", a, b, d.Measure)
	}
	if was.Empty+now.Empty > 0 {
		t.add("what has no value", float64(was.Empty), float64(now.Empty))
	}
	return t, nil
}

func (t *table) categories(was, now evidence.Column) {
	counts := map[string][2]float64{}
	for side, c := range []evidence.Column{was, now} {
		for _, x := range c.Counts {
			both := counts[x.Name]
			both[side] = float64(x.N)
			counts[x.Name] = both
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		t.add("the category "+strconv.Quote(clip(name)), counts[name][0], counts[name][1])
	}
	t.over = fmt.Sprintf("%d categories", len(counts))
}

// binned counts numbers into the bins that a column has, each of which holds its
// lower edge and not its upper one, but for the last, which holds both.
func (t *table) binned(c evidence.Column, numbers []float64) {
	edges := make([]float64, len(c.Edges))
	for i, e := range c.Edges {
		edges[i], _ = e.Float64()
	}
	last := len(edges) - 1
	in := make([]float64, len(edges)+1) // below the first, in each, above the last
	for _, x := range numbers {
		at, _ := slices.BinarySearchFunc(edges, x, func(e, x float64) int { return cmp.Or(cmp.Compare(e, x), -1) })
		if x == edges[last] {
			at = last
		}
		in[at]++
	}
	t.add("values below the bins", 0, in[0])
	for i, x := range c.Counts {
		t.add(between(c.Edges, i), float64(x.N), in[i+1])
	}
	t.add("values above the bins", 0, in[last+1])
}

// shares counts numbers into n bins that hold equal shares of the reference: the
// inner edges are its quantiles (type 7), without repetition, and each bin holds
// its lower edge. The outer bins are open. A value that is several quantiles at
// once is a bin of its own: nothing else may come to stand in for it.
func (t *table) shares(was, now []float64, n int) {
	sorted := slices.Sorted(slices.Values(was))
	var edges []float64
	last := sorted[0]
	for i := 1; i <= n; i++ {
		next := quantile(sorted, float64(i)/float64(n))
		if next == last {
			edges = append(edges, next, math.Nextafter(next, math.Inf(1)))
		}
		if i < n {
			edges = append(edges, next)
		}
		last = next
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	count := func(numbers []float64) []float64 {
		in := make([]float64, len(edges)+1)
		for _, x := range numbers {
			at, _ := slices.BinarySearchFunc(edges, x, func(e, x float64) int { return cmp.Or(cmp.Compare(e, x), -1) })
			in[at]++
		}
		return in
	}
	a, b := count(was), count(now)
	for i := range a {
		t.add(fmt.Sprintf("bin %d of %d", i+1, len(a)), a[i], b[i])
	}
	t.over = fmt.Sprintf("%d bins with equal shares of the reference", len(a))
}

func between(edges []*big.Rat, i int) string {
	return fmt.Sprintf("the bin from %s to %s", decimalText(edges[i]), decimalText(edges[i+1]))
}

// measuredText is a distance with as many digits as it takes to see on which side
// of the limit it is.
func measuredText(x float64, limit *big.Rat) string {
	if math.IsInf(x, 1) {
		return "infinite"
	}
	short := strconv.FormatFloat(x, 'g', 4, 64)
	r, err := parse(short)
	if err == nil && r.Cmp(limit) == new(big.Rat).SetFloat64(x).Cmp(limit) {
		return short
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}
