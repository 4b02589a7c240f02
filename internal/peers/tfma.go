package peers

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// tfma reads an EvalConfig of TensorFlow Model Analysis in its JSON form
// (tensorflow_model_analysis/proto/config.proto): the thresholds of metricsSpecs, by
// metric and below thresholds, for the whole and per slice.
func tfma(m *maker, root *document.Node) {
	for _, spec := range children(get(root, "metricsSpecs", "metrics_specs")) {
		for _, metric := range children(get(spec, "metrics")) {
			name := get(metric, "className", "class_name")
			if name == nil {
				continue
			}
			m.tfmaMetric(snake(name.Value), get(metric, "threshold"), get(metric, "perSliceThresholds", "per_slice_thresholds"))
		}
		for _, named := range children(get(spec, "thresholds")) {
			m.tfmaMetric(named.Key, named, nil)
		}
		for _, named := range children(get(spec, "perSliceThresholds", "per_slice_thresholds")) {
			m.tfmaMetric(named.Key, nil, get(named, "thresholds"))
		}
	}
	if size := get(get(get(root, "options"), "minSliceSize", "min_slice_size"), "value"); size != nil {
		m.say("min_slice_size %s: TFMA drops a smaller slice and then fails on the missing metric; use min_samples: %s, which makes the slice inconclusive", size.Value, size.Value)
	}
	if len(m.thresholds) > 0 {
		m.say("a change threshold without a baseline raises an error in TFMA; in modelgate, the result is first_model, or an error with baseline.on_missing: fail")
	}
}

func (m *maker) tfmaMetric(metric string, threshold, slices *document.Node) {
	if threshold != nil {
		m.say("%s: TFMA applies a threshold without a slice to every slice; in modelgate, it applies to the whole dataset. For the slices, add slices: {by: …}", metric)
		m.tfmaThreshold(metric, "", threshold)
	}
	for _, s := range children(slices) {
		for _, spec := range children(get(s, "slicingSpecs", "slicing_specs")) {
			var names []string
			for _, v := range children(get(spec, "featureValues", "feature_values")) {
				names = append(names, v.Key+"="+v.Value)
			}
			if keys := children(get(spec, "featureKeys", "feature_keys")); len(keys) > 0 {
				m.say("%s: a slicing spec with feature_keys covers every value; add slices: {by: %s} manually", metric, keys[0].Value)
				continue
			}
			m.tfmaThreshold(metric, strings.Join(names, ","), get(s, "threshold"))
		}
	}
}

func (m *maker) tfmaThreshold(metric, slice string, t *document.Node) {
	words := []word{}
	if slice != "" {
		words = append(words, word{key: "slice", value: text(slice)})
	}
	if v := get(t, "valueThreshold", "value_threshold"); v != nil {
		bounds := append(words[:len(words):len(words)],
			word{key: "min", value: m.number(wrapped(get(v, "lowerBound", "lower_bound")), metric+": lower_bound")},
			word{key: "max", value: m.number(wrapped(get(v, "upperBound", "upper_bound")), metric+": upper_bound")})
		m.add(metric, bounds...)
	}
	c := get(t, "changeThreshold", "change_threshold")
	if c == nil {
		return
	}
	direction := ""
	if d := get(c, "direction"); d != nil {
		direction = map[string]string{"HIGHER_IS_BETTER": "higher", "1": "higher", "LOWER_IS_BETTER": "lower", "2": "lower"}[d.Value]
	}
	if direction == "" {
		m.fail("%s: change_threshold has no direction, which TFMA rejects too", metric)
		return
	}
	for _, kind := range []string{"absolute", "relative"} {
		amount := m.number(wrapped(get(c, kind)), metric+": "+kind)
		if amount == "" {
			continue
		}
		key, size := m.signed(amount, direction)
		if kind == "relative" {
			size = text(m.percent(size))
			m.say("%s: TFMA divides by the baseline, so a negative baseline inverts the comparison, and a baseline of 0 always fails; in modelgate, the share is relative to the baseline's absolute value", metric)
		}
		m.add(metric, append(words[:len(words):len(words)], word{key: "direction", value: direction}, word{key: key, value: size})...)
		m.say("%s: the signed %s %s becomes %s: %s, compared in exact decimals; TFMA misses ties in floating point", metric, kind, amount, key, size)
	}
}

// signed reads TFMA's signs: a change in the bad direction is an allowance, one in
// the good direction an improvement that is asked for.
func (m *maker) signed(amount, direction string) (key, size string) {
	r, ok := rational(amount)
	if !ok {
		m.fail("%q is not a valid threshold", amount)
		return "not_worse_by", "0"
	}
	bad := r.Sign() < 0
	if direction == "lower" {
		bad = r.Sign() > 0
	}
	size = plain(new(big.Rat).Abs(r))
	if bad || r.Sign() == 0 {
		return "not_worse_by", size
	}
	return "better_by", size
}

// wrapped takes a number out of protobuf's DoubleValue, {value: 0.8}.
func wrapped(n *document.Node) *document.Node {
	if v := get(n, "value"); v != nil {
		return v
	}
	return n
}

// snake writes BinaryAccuracy as binary_accuracy, as TFMA names the metric itself.
func snake(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r >= 'A' && r <= 'Z' {
			if i > 0 && s[i-1] >= 'a' && s[i-1] <= 'z' {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		fmt.Fprintf(&b, "%c", r)
	}
	return b.String()
}
