package results

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// Formats of Stanford's HELM (helm/benchmark/metrics/statistic.py: Stat).
const (
	formatHELM            = "helm-stats"              // stats.json
	formatHELMPerInstance = "helm-per-instance-stats" // per_instance_stats.json
)

func isHELMStat(n *document.Node) bool {
	return n.Get("name").Get("name") != nil && n.Get("count") != nil && n.Get("sum_squared") != nil
}

func isHELM(d *document.Document) bool {
	return d.Root != nil && d.Root.Kind == document.Sequence && len(d.Root.Children) > 0 && isHELMStat(d.Root.Children[0])
}

func isHELMPerInstance(d *document.Document) bool {
	if d.Root == nil || d.Root.Kind != document.Sequence || len(d.Root.Children) == 0 {
		return false
	}
	first := d.Root.Children[0]
	return first.Get("instance_id") != nil && first.Get("stats") != nil
}

// readHELM reads the mean of each statistic. Its count is that of trials with
// other examples in the prompt, not of examples, and its deviation is between
// trials: over one trial it is 0 and says nothing.
func readHELM(r *Reading) {
	r.Producer.Tool = "helm"
	for _, s := range r.root.Items() {
		x := helmResult(s, s.Get("mean"))
		r.helmStat(s, &x)
		if deviation, trials := s.Get("stddev"), decimal.Rational(s.Get("count").Count()); trials != nil && trials.Cmp(big.NewRat(1, 1)) > 0 && deviation.Present() {
			x.Uncertainty = evidence.Uncertainty{At: deviation.Anchor, Kind: evidence.StdDev, Raw: deviation.Value(), Value: deviation.Decimal(), Method: "over " + s.Get("count").Count() + " trials"}
		}
		r.add(x)
	}
}

// helmStat holds the mean of a statistic against its sum and count. One that was never
// taken is of no example.
func (r *Reading) helmStat(s place.Place, x *evidence.Result) {
	count := decimal.Rational(r.examples(s.Get("count")))
	if count == nil {
		return
	}
	if count.Sign() == 0 {
		x.Counted("0", "file")
		return
	}
	if sum := decimal.Rational(s.Get("sum").Decimal()); sum != nil {
		r.against(s.Get("mean"), fmt.Sprintf("the mean of %q", x.Metric), decimal.Figures{}, sum.Quo(sum, count), "its sum and count come to")
	}
	for _, edge := range []struct {
		key  string
		sign int
		is   string
	}{{"min", -1, "below its minimum"}, {"max", 1, "above its maximum"}} {
		value, limit := decimal.Rational(x.Value), decimal.Rational(s.Get(edge.key).Decimal())
		if value != nil && limit != nil && value.Cmp(limit) == edge.sign && !(decimal.Figures{Places: 6}).Same(value, limit) {
			r.contradicted(s.Get("mean"), fmt.Sprintf("the mean of %q is %s, %s, %s", x.Metric, x.Raw, edge.is, s.Get(edge.key).Value()))
		}
	}
}

func helmResult(s, value place.Place) evidence.Result {
	name := s.Get("name")
	p := name.Get("perturbation")
	part := func(kind, text string) string {
		if text == "" {
			return ""
		}
		return slicePart(kind, text)
	}
	x := newResult(value, name.Get("name").Value(), joinSlices(part("perturbation", p.Get("name").Value()), part("computed_on", p.Get("computed_on").Value()), part("sub_split", name.Get("sub_split").Value())))
	x.Dataset.Split = name.Get("split").Value()
	if value.Node == nil {
		x.At, x.Raw = s.Anchor, "no mean"
	}
	return x
}

// readHELMPerInstance sums the statistics of the instances up: the mean over
// instances, and how many there were.
func readHELMPerInstance(r *Reading) {
	r.Producer.Tool = "helm"
	type sum struct {
		first evidence.Result
		total *big.Rat
		n     int
		ids   map[string]bool // an instance of several trials is one
		bad   bool
	}
	sums := map[string]*sum{}
	var order []string
	for _, instance := range r.root.Items() {
		if instance.Get("instance_id").Value() == "" {
			r.malformed(instance, "the instance has no instance_id", "Generate the file again.")
		}
		for _, s := range instance.Get("stats").Items() {
			x := helmResult(s, s.Get("mean"))
			key := x.Metric + "\x00" + x.Dataset.Split + "\x00" + x.Slice
			if sums[key] == nil {
				sums[key] = &sum{first: x, total: new(big.Rat), ids: map[string]bool{}}
				order = append(order, key)
			}
			r.helmStat(s, &x)
			t := sums[key]
			t.n++
			t.ids[instance.Get("instance_id").Value()] = true
			if v := decimal.Rational(x.Value); v != nil && x.N != "0" {
				t.total.Add(t.total, v)
			} else {
				t.bad = true
			}
		}
	}
	for _, key := range order {
		t := sums[key]
		x := t.first
		x.Raw = fmt.Sprintf("mean of %d instances", t.n)
		x.Value, x.Valid = "", false
		x.Counted(strconv.Itoa(len(t.ids)), "file")
		if t.bad {
			x.Raw = "an instance has no finite value"
		} else {
			x.Value, x.Valid = shortDecimal(t.total.Quo(t.total, big.NewRat(int64(t.n), 1))), true
		}
		r.add(x)
	}
	r.Examples = append(r.Examples, evidence.Examples{At: r.root.Anchor, Path: r.Path, Format: formatHELMPerInstance})
}

// helmSamples are the instances' values of one statistic.
func helmSamples(c *sampleCollector, d *document.Document, r evidence.Result) {
	root := place.Root(d)
	for i, instance := range root.Items() {
		for _, s := range instance.Get("stats").Items() {
			x := helmResult(s, s.Get("mean"))
			if x.Metric != r.Metric || x.Dataset.Split != r.Dataset.Split || x.Slice != r.Slice {
				continue
			}
			v, ok := decimal.Float(x.Value)
			id := instance.Get("instance_id").Value()
			if !ok || id == "" {
				c.fail(instance.Node.Span.Line, document.Pointer(strconv.Itoa(i)), fmt.Sprintf("the instance has no id, or no finite value of %q", r.Metric))
				return
			}
			if !c.add(instance.Node.Span.Line, id, v) {
				return
			}
		}
	}
	c.merge()
}
