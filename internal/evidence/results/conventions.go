package results

import (
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// A tree of metrics may say how precise a metric is, by the names of our own format
// (native.go): beside it (accuracy, accuracy_n, accuracy_stderr), by themselves where
// it is the only metric (accuracy, n, k, stderr), or around its value (accuracy:
// {value, n, k}).

// precisionKeys are those names; dataset, date and model_digest are of the whole file.
var precisionKeys = []string{"n", "k", "stderr", "interval", "runs"}

// valueKeys are what stands in a mapping around a value.
var valueKeys = append([]string{"value", "unit", "direction", "groups"}, precisionKeys...)

// isValue recognises a mapping around one value: nothing else is in it, and one name
// of its precision is.
func isValue(p place.Place) bool {
	value := p.Get("value").Node
	if value == nil || value.Kind == document.Mapping || value.Kind == document.Sequence {
		return false
	}
	precise := false
	for _, c := range p.InOrder() {
		if !slices.Contains(valueKeys, c.Node.Key) {
			return false
		}
		precise = precise || slices.Contains(precisionKeys, c.Node.Key)
	}
	return precise
}

// value reads a mapping around a value, with its groups.
func (r *Reading) value(p place.Place, path []string, slice, n string) {
	name := strings.Join(path, ".")
	read := func(at place.Place, slice string) {
		x := newResult(at.Get("value"), name, slice)
		if at.Get("value").Node == nil {
			x.At, x.Raw = at.Anchor, "no value"
		}
		x.Dataset, x.Unit = r.dataset, p.Get("unit").Value()
		if d := evidence.Direction(p.Get("direction").Value()); d == "higher" || d == "lower" {
			x.Direction, x.DirectionFrom = d, evidence.DirectionOfFile
		}
		if at.Node == p.Node {
			x.Counted(n, "file")
		}
		r.precision(&x, at)
		r.shareOf(&x)
		r.add(x)
	}
	read(p, slice)
	for _, attribute := range p.Get("groups").InOrder() {
		for _, group := range attribute.InOrder() {
			read(group, joinSlices(slice, slicePart(attribute.Node.Key, group.Node.Key)))
		}
	}
}

// companions are the members of a mapping that say how precise another one is.
type companions struct {
	of   map[string]place.Place // by metric and kind
	used map[string]bool        // keys of members that are no metrics
}

// companionsIn finds them: NAME_n, NAME_k, NAME_stderr and NAME_runs beside NAME, and
// k, stderr and runs beside the only metric.
func companionsIn(p place.Place) companions {
	c := companions{map[string]place.Place{}, map[string]bool{}}
	members := p.ByKey()
	var metrics []string
	for _, m := range p.InOrder() {
		if m.Node.Kind == document.Number && !isCount(m.Node.Key) && !slices.Contains(precisionKeys, m.Node.Key) {
			metrics = append(metrics, m.Node.Key)
		}
		for _, kind := range precisionKeys {
			base, ok := strings.CutSuffix(m.Node.Key, "_"+kind)
			if ok && isMeasured(members[base].Node) && isPrecision(m.Node, kind) {
				c.take(base, kind, m)
				metrics = slices.DeleteFunc(metrics, func(s string) bool { return s == m.Node.Key })
			}
		}
	}
	if len(metrics) != 1 {
		return c
	}
	for _, kind := range []string{"k", "stderr", "runs"} {
		if m := members[kind]; isPrecision(m.Node, kind) && (kind != "k" || isShare(members[metrics[0]], m, members["n"])) {
			c.take(metrics[0], kind, m)
		}
	}
	return c
}

func (c companions) take(metric, kind string, m place.Place) {
	c.of[metric+"\x00"+kind], c.used[m.Node.Key] = m, true
}

// isMeasured reports whether a member is, or was to be, the value of a metric.
func isMeasured(n *document.Node) bool {
	return n != nil && (n.Kind == document.Number || n.Kind == document.Null)
}

// isPrecision reports whether a member can be what its name says: a list of runs, else
// a number.
func isPrecision(n *document.Node, kind string) bool {
	switch {
	case n == nil || kind == "interval":
		return false
	case kind == "runs":
		return n.Kind == document.Sequence
	}
	return n.Kind == document.Number
}

// isShare reports whether a value is k of n: k is the name of much else.
func isShare(value, k, n place.Place) bool {
	v, part, of := decimal.Rational(value.Decimal()), decimal.Rational(k.Count()), decimal.Rational(n.Count())
	if v == nil || part == nil || of == nil || of.Sign() == 0 {
		return false
	}
	f := decimal.Figures{}
	f.Saw(value.Decimal())
	return f.Same(v, new(big.Rat).Quo(part, of))
}

// precisionOf gives a result what its companions say.
func (r *Reading) precisionOf(x *evidence.Result, c companions, key string) {
	get := func(kind string) place.Place { return c.of[key+"\x00"+kind] }
	x.Counted(r.examples(get("n")), "file")
	r.statedCount(x, get("k"))
	r.statedError(x, get("stderr"))
	r.statedRuns(x, get("runs"))
	r.shareOf(x)
}

// shares are metrics that are a share of all examples, whoever computed them.
var shares = []string{"accuracy", "accuracy_score", "acc", "zero_one_loss", "error_rate", "misclassification_rate", "selection_rate", "exact_match", "pass_rate"}

// shareOf gives a share of all examples its k, if k / n is the very number.
func (r *Reading) shareOf(x *evidence.Result) {
	last := strings.ToLower(x.Metric[strings.LastIndexByte(x.Metric, '.')+1:])
	if x.K == "" && x.N != "" && slices.Contains(shares, last) {
		x.K = proportionOf(x.Value, x.N)
	}
}

// isCount reports whether a name is that of a number of examples.
func isCount(key string) bool {
	name := strings.ToLower(key)
	return slices.Contains(countNames, name) || slices.Contains(wholeNames, name)
}

// wholeDataset is the dataset that a file is of, by its name or by its facts.
func wholeDataset(root place.Place) (d evidence.DatasetRef, ok bool) {
	p := root.Get("dataset")
	if p.Node == nil {
		return d, false
	}
	if p.Node.Kind == document.String {
		return evidence.DatasetRef{Name: short(p.Value())}, true
	}
	d = datasetAt(p)
	for _, c := range p.InOrder() {
		if !slices.Contains([]string{"name", "split", "digest", "revision"}, c.Node.Key) {
			return evidence.DatasetRef{}, false
		}
	}
	return d, d.Name != ""
}
