package evidence

import (
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// FormatEEE is a record of Every Eval Ever, schema 0.2 and 0.3
// (evaleval/every_eval_ever, eval.schema.json).
const FormatEEE = "every-eval-ever"

func isEEE(d *document.Document) bool { return HasKeys("schema_version", "evaluation_results")(d) }

func readEEE(r *Reading) {
	library := r.root.get("eval_library")
	r.Producer = Producer{At: library.anchor, Tool: library.get("name").value(), Version: library.get("version").value()}
	if r.Producer.Tool == "" {
		r.Producer = Producer{At: r.root.get("source_metadata").anchor, Tool: r.root.get("source_metadata").get("source_name").value()}
	}
	model := r.root.get("model_info")
	r.Subject = Subject{At: model.anchor, Model: model.get("id").value()}
	if r.Subject.Model == "" {
		r.Subject.Model = model.get("name").value()
	}
	r.Created = r.root.get("evaluation_timestamp").moment() // retrieved_timestamp is the record's, who may have copied old results
	kind := r.root.get("source_metadata").get("source_type").value()
	if kind == "" {
		kind = r.root.get("source_data").get("source_type").value()
	}
	r.Claimed = kind == "documentation"
	for _, x := range r.root.get("evaluation_results").items() {
		r.eeeResult(x)
	}
}

func (r *Reading) eeeResult(p place) {
	config, details, source := p.get("metric_config"), p.get("score_details"), p.get("source_data")
	score := details.get("score")
	metric := firstOf(config.get("metric_id"), config.get("metric_name"), p.get("evaluation_name"))
	x := newResult(score, metric, "")
	if score.node == nil {
		r.malformed(p, "the result has no score_details.score", "Generate the record again, and validate it with every_eval_ever.")
		x.At, x.Raw = p.anchor, "no score"
	}
	x.Task, x.Unit = p.get("evaluation_name").value(), config.get("metric_unit").value()
	if x.Unit == "" && config.get("metric_kind").value() == "accuracy" && config.get("max_score").count() == "1" {
		x.Unit = "proportion"
	}
	x.Dataset = DatasetRef{Name: firstOf(source.get("hf_repo"), source.get("dataset_name")), Split: source.get("hf_split").value(), Revision: source.get("dataset_version").value()}
	switch config.get("lower_is_better").value() {
	case "true":
		x.Direction, x.DirectionFrom = "lower", "file"
	case "false":
		x.Direction, x.DirectionFrom = "higher", "file"
	}
	u := details.get("uncertainty")
	x.counted(r.examples(u.get("num_samples")), "file")
	r.eeeUncertainty(&x, u)
	low, high, value := rational(config.get("min_score").decimal()), rational(config.get("max_score").decimal()), rational(x.Value)
	if value != nil && (low != nil && value.Cmp(low) < 0 || high != nil && value.Cmp(high) > 0) {
		r.malformed(score, fmt.Sprintf("the score %s is outside its own bounds, %s to %s", x.Raw, config.get("min_score").value(), config.get("max_score").value()),
			"Correct the score or its bounds; a percentage is not a proportion.")
	}
	r.add(x)
}

func (r *Reading) eeeUncertainty(x *Result, u place) {
	stderr, interval, deviation := u.get("standard_error"), u.get("confidence_interval"), u.get("standard_deviation")
	value := stderr
	if stderr.node != nil && stderr.node.Kind == document.Mapping {
		value = stderr.get("value")
	}
	switch {
	case value.decimal() != "":
		x.Uncertainty = Uncertainty{At: value.anchor, Kind: StdErr, Raw: value.value(), Value: value.decimal(), Method: stderr.get("method").value()}
	case interval.get("lower").decimal() != "" && interval.get("upper").decimal() != "":
		x.Uncertainty = Uncertainty{At: interval.anchor, Kind: CI, Low: interval.get("lower").decimal(), High: interval.get("upper").decimal(), Method: interval.get("method").value()}
		if level := rational(interval.get("confidence_level").decimal()); level != nil && level.Cmp(rational("0.95")) == 0 {
			x.Uncertainty.Kind = CI95
		}
	case deviation.decimal() != "":
		x.Uncertainty = Uncertainty{At: deviation.anchor, Kind: StdDev, Raw: deviation.value(), Value: deviation.decimal()}
	}
}

// firstOf is the first of some texts that says anything.
func firstOf(places ...place) string {
	for _, p := range places {
		if v := p.value(); v != "" {
			return v
		}
		for _, item := range p.items() { // hf_repo and the like may be lists of one
			if v := item.value(); v != "" {
				return v
			}
		}
	}
	return ""
}
