package evidence

import (
	"encoding/base64"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatTFMA is a ValidationResult of TensorFlow Model Analysis as protobuf
// JSON (tensorflow_model_analysis/proto/validation_result.proto).
const FormatTFMA = "tfma-validation"

func isTFMA(d *document.Document) bool {
	return either(d.Root, "validationOk", "validation_ok") != nil || either(d.Root, "metricValidationsPerSlice", "metric_validations_per_slice") != nil
}

// either is a member by its protobuf JSON name or by the name of the field.
func either(n *document.Node, json, field string) *document.Node {
	if m := n.Get(json); m != nil {
		return m
	}
	return n.Get(field)
}

func (p place) either(json, field string) place {
	if p.node.Get(json) != nil || p.node.Get(field) == nil {
		return p.get(json)
	}
	return p.get(field)
}

// readTFMA reads the failures: the value of each metric that failed, and the
// judgement. protobuf JSON leaves out what is false, so that a result without
// validationOk is one that failed.
func readTFMA(r *Reading) {
	r.Producer.Tool = "tfma"
	ok := r.root.either("validationOk", "validation_ok")
	whole := Judgement{At: ok.anchor, Name: "validation_ok", Status: NotPass, Raw: ok.value()}
	failures := 0
	for _, s := range r.root.either("metricValidationsPerSlice", "metric_validations_per_slice").items() {
		slice := tfmaSlice(s.either("sliceKey", "slice_key"))
		for _, f := range s.get("failures").items() {
			failures++
			key := f.either("metricKey", "metric_key")
			value := f.either("metricValue", "metric_value")
			x := newResult(tfmaNumber(value), key.get("name").value(), slice)
			x.set("model", key.either("modelName", "model_name").value())
			x.set("output", key.either("outputName", "output_name").value())
			r.add(x)
			r.Judgements = append(r.Judgements, Judgement{At: f.anchor, Name: key.get("name").value(), Slice: slice, Status: NotPass, Raw: "failure", Reason: f.get("message").value()})
		}
	}
	for _, missing := range r.root.either("missingSlices", "missing_slices").items() {
		r.Judgements = append(r.Judgements, Judgement{At: missing.anchor, Name: "missing_slice", Slice: tfmaSlice(missing), Status: Errored, Raw: "missing"})
		r.incomplete(missing, Partial, "a slice to validate has no metrics")
	}
	if ok.value() == "true" {
		whole.Status = Passed
		if failures > 0 {
			r.malformed(ok, fmt.Sprintf("%d metrics failed, but the result is marked as valid", failures), "Generate the validation result again.")
		}
	}
	if r.root.either("missingThresholds", "missing_thresholds").value() == "true" {
		r.malformed(r.root.either("missingThresholds", "missing_thresholds"), "the validation had no thresholds", "Add thresholds to the TFMA configuration.")
	}
	r.Judgements = append(r.Judgements, whole)
}

// tfmaNumber is the number of a MetricValue: doubleValue is a number itself, or
// wrapped as {"value": …}.
func tfmaNumber(p place) place {
	v := p.either("doubleValue", "double_value")
	if b := p.either("boundedValue", "bounded_value"); b.node != nil {
		v = b.get("value")
	}
	if v.node != nil && v.node.Kind == document.Mapping {
		return v.get("value")
	}
	return v
}

// tfmaSlice writes a slice key. Texts are bytes in the protocol, base64 in JSON.
func tfmaSlice(key place) string {
	var parts []string
	for _, k := range key.either("singleSliceKeys", "single_slice_keys").items() {
		value := firstOf(k.either("int64Value", "int64_value"), k.either("floatValue", "float_value"))
		if b := k.either("bytesValue", "bytes_value").value(); b != "" {
			value = b
			if text, err := base64.StdEncoding.DecodeString(b); err == nil {
				value = string(text)
			}
		}
		parts = append(parts, slicePart(k.get("column").value(), value))
	}
	return joinSlices(parts...)
}
