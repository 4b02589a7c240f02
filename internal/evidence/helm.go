package evidence

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// Formats of Stanford's HELM (helm/benchmark/metrics/statistic.py: Stat).
const (
	FormatHELM            = "helm-stats"              // stats.json
	FormatHELMPerInstance = "helm-per-instance-stats" // per_instance_stats.json
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
	for _, s := range r.root.items() {
		x := helmResult(s, s.get("mean"))
		r.helmStat(s, &x)
		if deviation, trials := s.get("stddev"), rational(s.get("count").count()); trials != nil && trials.Cmp(big.NewRat(1, 1)) > 0 && deviation.present() {
			x.Uncertainty = Uncertainty{At: deviation.anchor, Kind: StdDev, Raw: deviation.value(), Value: deviation.decimal(), Method: "over " + s.get("count").count() + " trials"}
		}
		r.add(x)
	}
}

// helmStat holds the mean of a statistic against its sum and count. One that was never
// taken is of no example.
func (r *Reading) helmStat(s place, x *Result) {
	count := rational(r.examples(s.get("count")))
	if count == nil {
		return
	}
	if count.Sign() == 0 {
		x.counted("0", "file")
		return
	}
	if sum := rational(s.get("sum").decimal()); sum != nil {
		r.against(s.get("mean"), fmt.Sprintf("the mean of %q", x.Metric), figures{}, sum.Quo(sum, count), "its sum and count come to")
	}
	for _, edge := range []struct {
		key  string
		sign int
		is   string
	}{{"min", -1, "below its minimum"}, {"max", 1, "above its maximum"}} {
		value, limit := rational(x.Value), rational(s.get(edge.key).decimal())
		if value != nil && limit != nil && value.Cmp(limit) == edge.sign && !(figures{places: 6}).same(value, limit) {
			r.contradicted(s.get("mean"), fmt.Sprintf("the mean of %q is %s, %s, %s", x.Metric, x.Raw, edge.is, s.get(edge.key).value()))
		}
	}
}

func helmResult(s, value place) Result {
	name := s.get("name")
	p := name.get("perturbation")
	part := func(kind, text string) string {
		if text == "" {
			return ""
		}
		return slicePart(kind, text)
	}
	x := newResult(value, name.get("name").value(), joinSlices(part("perturbation", p.get("name").value()), part("computed_on", p.get("computed_on").value()), part("sub_split", name.get("sub_split").value())))
	x.Dataset.Split = name.get("split").value()
	if value.node == nil {
		x.At, x.Raw = s.anchor, "no mean"
	}
	return x
}

// readHELMPerInstance sums the statistics of the instances up: the mean over
// instances, and how many there were.
func readHELMPerInstance(r *Reading) {
	r.Producer.Tool = "helm"
	type sum struct {
		first Result
		total *big.Rat
		n     int
		ids   map[string]bool // an instance of several trials is one
		bad   bool
	}
	sums := map[string]*sum{}
	var order []string
	for _, instance := range r.root.items() {
		if instance.get("instance_id").value() == "" {
			r.malformed(instance, "the instance has no instance_id", "Generate the file again.")
		}
		for _, s := range instance.get("stats").items() {
			x := helmResult(s, s.get("mean"))
			key := x.Metric + "\x00" + x.Dataset.Split + "\x00" + x.Slice
			if sums[key] == nil {
				sums[key] = &sum{first: x, total: new(big.Rat), ids: map[string]bool{}}
				order = append(order, key)
			}
			r.helmStat(s, &x)
			t := sums[key]
			t.n++
			t.ids[instance.get("instance_id").value()] = true
			if v := rational(x.Value); v != nil && x.N != "0" {
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
		x.counted(strconv.Itoa(len(t.ids)), "file")
		if t.bad {
			x.Raw = "an instance has no finite value"
		} else {
			x.Value, x.Valid = shortDecimal(t.total.Quo(t.total, big.NewRat(int64(t.n), 1))), true
		}
		r.add(x)
	}
	r.Examples = append(r.Examples, Examples{At: r.root.anchor, Path: r.Path, Format: FormatHELMPerInstance})
}

// helmSamples are the instances' values of one statistic.
func helmSamples(c *sampleCollector, d *document.Document, r Result) {
	root := rootOf(d)
	for i, instance := range root.items() {
		for _, s := range instance.get("stats").items() {
			x := helmResult(s, s.get("mean"))
			if x.Metric != r.Metric || x.Dataset.Split != r.Dataset.Split || x.Slice != r.Slice {
				continue
			}
			v, ok := float(x.Value)
			id := instance.get("instance_id").value()
			if !ok || id == "" {
				c.fail(instance.node.Span.Line, document.Pointer(strconv.Itoa(i)), fmt.Sprintf("the instance has no id, or no finite value of %q", r.Metric))
				return
			}
			if !c.add(instance.node.Span.Line, id, v) {
				return
			}
		}
	}
	c.merge()
}
