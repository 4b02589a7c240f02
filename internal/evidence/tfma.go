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

// eitherOf is a member by its protobuf JSON name or by the name of the field.
func eitherOf(p place, json, field string) place {
	if p.node.Get(json) != nil || p.node.Get(field) == nil {
		return p.get(json)
	}
	return p.get(field)
}

func either(n *document.Node, json, field string) *document.Node {
	if m := n.Get(json); m != nil {
		return m
	}
	return n.Get(field)
}

// readTFMA reads the failures: the value of each metric that failed, and the
// judgement. protobuf JSON leaves out what is false, so that a result without
// validationOk is one that failed.
func readTFMA(r *Reading) {
	r.Producer.Tool = "tfma"
	ok := eitherOf(r.root, "validationOk", "validation_ok")
	whole := Judgement{At: ok.anchor, Name: "validation_ok", Status: NotPass, Raw: ok.value()}
	failures := 0
	for _, s := range eitherOf(r.root, "metricValidationsPerSlice", "metric_validations_per_slice").items() {
		slice := tfmaSlice(eitherOf(s, "sliceKey", "slice_key"))
		for _, f := range s.get("failures").items() {
			failures++
			key := eitherOf(f, "metricKey", "metric_key")
			value := eitherOf(f, "metricValue", "metric_value")
			x := newResult(tfmaNumber(value), key.get("name").value(), slice)
			x.set("model", eitherOf(key, "modelName", "model_name").value())
			x.set("output", eitherOf(key, "outputName", "output_name").value())
			r.add(x)
			r.Judgements = append(r.Judgements, Judgement{At: f.anchor, Name: key.get("name").value(), Slice: slice, Status: NotPass, Raw: "failure", Reason: f.get("message").value()})
		}
	}
	for _, missing := range eitherOf(r.root, "missingSlices", "missing_slices").items() {
		r.Judgements = append(r.Judgements, Judgement{At: missing.anchor, Name: "missing_slice", Slice: tfmaSlice(missing), Status: Errored, Raw: "missing"})
		r.incomplete(missing, Partial, "a slice to validate has no metrics")
	}
	if ok.value() == "true" {
		whole.Status = Passed
		if failures > 0 {
			r.malformed(ok, fmt.Sprintf("%d metrics failed, but the result is marked as valid", failures), "Generate the validation result again.")
		}
	}
	if eitherOf(r.root, "missingThresholds", "missing_thresholds").value() == "true" {
		r.malformed(eitherOf(r.root, "missingThresholds", "missing_thresholds"), "the validation had no thresholds", "Add thresholds to the TFMA configuration.")
	}
	r.Judgements = append(r.Judgements, whole)
}

// tfmaNumber is the number of a MetricValue: doubleValue is a number itself, or
// wrapped as {"value": …}.
func tfmaNumber(p place) place {
	v := eitherOf(p, "doubleValue", "double_value")
	if b := eitherOf(p, "boundedValue", "bounded_value"); b.node != nil {
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
	for _, k := range eitherOf(key, "singleSliceKeys", "single_slice_keys").items() {
		value := firstOf(eitherOf(k, "int64Value", "int64_value"), eitherOf(k, "floatValue", "float_value"))
		if b := eitherOf(k, "bytesValue", "bytes_value").value(); b != "" {
			value = b
			if text, err := base64.StdEncoding.DecodeString(b); err == nil {
				value = string(text)
			}
		}
		parts = append(parts, slicePart(k.get("column").value(), value))
	}
	return joinSlices(parts...)
}
