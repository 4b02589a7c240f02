package results

import (
	"encoding/base64"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatTFMA is a ValidationResult of TensorFlow Model Analysis as protobuf
// JSON (tensorflow_model_analysis/proto/validation_result.proto).
const formatTFMA = "tfma-validation"

func isTFMA(d *document.Document) bool {
	return either(d.Root, "validationOk", "validation_ok") != nil || either(d.Root, "metricValidationsPerSlice", "metric_validations_per_slice") != nil
}

// eitherOf is a member by its protobuf JSON name or by the name of the field.
func eitherOf(p place.Place, json, field string) place.Place {
	if p.Node.Get(json) != nil || p.Node.Get(field) == nil {
		return p.Get(json)
	}
	return p.Get(field)
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
	whole := evidence.Judgement{At: ok.Anchor, Name: "validation_ok", Status: evidence.NotPass, Raw: ok.Value()}
	failures := 0
	for _, s := range eitherOf(r.root, "metricValidationsPerSlice", "metric_validations_per_slice").Items() {
		slice := tfmaSlice(eitherOf(s, "sliceKey", "slice_key"))
		for _, f := range s.Get("failures").Items() {
			failures++
			key := eitherOf(f, "metricKey", "metric_key")
			value := eitherOf(f, "metricValue", "metric_value")
			x := newResult(tfmaNumber(value), key.Get("name").Value(), slice)
			x.Set("model", eitherOf(key, "modelName", "model_name").Value())
			x.Set("output", eitherOf(key, "outputName", "output_name").Value())
			r.add(x)
			r.Judgements = append(r.Judgements, evidence.Judgement{At: f.Anchor, Name: key.Get("name").Value(), Slice: slice, Status: evidence.NotPass, Raw: "failure", Reason: f.Get("message").Value()})
		}
	}
	for _, missing := range eitherOf(r.root, "missingSlices", "missing_slices").Items() {
		r.Judgements = append(r.Judgements, evidence.Judgement{At: missing.Anchor, Name: "missing_slice", Slice: tfmaSlice(missing), Status: evidence.Errored, Raw: "missing"})
		r.incomplete(missing, evidence.Partial, "a slice to validate has no metrics")
	}
	if ok.Value() == "true" {
		whole.Status = evidence.Passed
		if failures > 0 {
			r.malformed(ok, fmt.Sprintf("%d metrics failed, but the result is marked as valid", failures), "Generate the validation result again.")
		}
	}
	if eitherOf(r.root, "missingThresholds", "missing_thresholds").Value() == "true" {
		r.malformed(eitherOf(r.root, "missingThresholds", "missing_thresholds"), "the validation had no thresholds", "Add thresholds to the TFMA configuration.")
	}
	r.Judgements = append(r.Judgements, whole)
}

// tfmaNumber is the number of a MetricValue: doubleValue is a number itself, or
// wrapped as {"value": …}.
func tfmaNumber(p place.Place) place.Place {
	v := eitherOf(p, "doubleValue", "double_value")
	if b := eitherOf(p, "boundedValue", "bounded_value"); b.Node != nil {
		v = b.Get("value")
	}
	if v.Node != nil && v.Node.Kind == document.Mapping {
		return v.Get("value")
	}
	return v
}

// tfmaSlice writes a slice key. Texts are bytes in the protocol, base64 in JSON.
func tfmaSlice(key place.Place) string {
	var parts []string
	for _, k := range eitherOf(key, "singleSliceKeys", "single_slice_keys").Items() {
		value := firstOf(eitherOf(k, "int64Value", "int64_value"), eitherOf(k, "floatValue", "float_value"))
		if b := eitherOf(k, "bytesValue", "bytes_value").Value(); b != "" {
			value = b
			if text, err := base64.StdEncoding.DecodeString(b); err == nil {
				value = string(text)
			}
		}
		parts = append(parts, slicePart(k.Get("column").Value(), value))
	}
	return joinSlices(parts...)
}
