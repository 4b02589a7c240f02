package results

import (
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// formatEEE is a record of Every Eval Ever, schema 0.2 and 0.3
// (evaleval/every_eval_ever, eval.schema.json).
const formatEEE = "every-eval-ever"

func isEEE(d *document.Document) bool {
	return format.HasKeys("schema_version", "evaluation_results")(d)
}

func readEEE(r *Reading) {
	library := r.root.Get("eval_library")
	r.Producer = evidence.Producer{At: library.Anchor, Tool: library.Get("name").Value(), Version: library.Get("version").Value()}
	if r.Producer.Tool == "" {
		r.Producer = evidence.Producer{At: r.root.Get("source_metadata").Anchor, Tool: r.root.Get("source_metadata").Get("source_name").Value()}
	}
	model := r.root.Get("model_info")
	r.Subject = evidence.Subject{At: model.Anchor, Model: model.Get("id").Value()}
	if r.Subject.Model == "" {
		r.Subject.Model = model.Get("name").Value()
	}
	r.Created = r.root.Get("evaluation_timestamp").Moment() // retrieved_timestamp is the record's, who may have copied old results
	kind := r.root.Get("source_metadata").Get("source_type").Value()
	if kind == "" {
		kind = r.root.Get("source_data").Get("source_type").Value()
	}
	r.Claimed = kind == "documentation"
	for _, x := range r.root.Get("evaluation_results").Items() {
		r.eeeResult(x)
	}
}

func (r *Reading) eeeResult(p place.Place) {
	config, details, source := p.Get("metric_config"), p.Get("score_details"), p.Get("source_data")
	score := details.Get("score")
	metric := firstOf(config.Get("metric_id"), config.Get("metric_name"), p.Get("evaluation_name"))
	x := newResult(score, metric, "")
	if score.Node == nil {
		r.malformed(p, "the result has no score_details.score", "Generate the record again, and validate it with every_eval_ever.")
		x.At, x.Raw = p.Anchor, "no score"
	}
	x.Task, x.Unit = p.Get("evaluation_name").Value(), config.Get("metric_unit").Value()
	if x.Unit == "" && config.Get("metric_kind").Value() == "accuracy" && config.Get("max_score").Count() == "1" {
		x.Unit = "proportion"
	}
	x.Dataset = evidence.DatasetRef{Name: firstOf(source.Get("hf_repo"), source.Get("dataset_name")), Split: source.Get("hf_split").Value(), Revision: source.Get("dataset_version").Value()}
	switch config.Get("lower_is_better").Value() {
	case "true":
		x.Direction, x.DirectionFrom = "lower", "file"
	case "false":
		x.Direction, x.DirectionFrom = "higher", "file"
	}
	u := details.Get("uncertainty")
	x.Counted(r.examples(u.Get("num_samples")), "file")
	r.eeeUncertainty(&x, u)
	low, high, value := decimal.Rational(config.Get("min_score").Decimal()), decimal.Rational(config.Get("max_score").Decimal()), decimal.Rational(x.Value)
	if value != nil && (low != nil && value.Cmp(low) < 0 || high != nil && value.Cmp(high) > 0) {
		r.malformed(score, fmt.Sprintf("the score %s is outside its own bounds, %s to %s", x.Raw, config.Get("min_score").Value(), config.Get("max_score").Value()),
			"Correct the score or its bounds; a percentage is not a proportion.")
	}
	r.add(x)
}

func (r *Reading) eeeUncertainty(x *evidence.Result, u place.Place) {
	stderr, interval, deviation := u.Get("standard_error"), u.Get("confidence_interval"), u.Get("standard_deviation")
	value := stderr
	if stderr.Node != nil && stderr.Node.Kind == document.Mapping {
		value = stderr.Get("value")
	}
	switch {
	case value.Decimal() != "":
		x.Uncertainty = evidence.Uncertainty{At: value.Anchor, Kind: evidence.StdErr, Raw: value.Value(), Value: value.Decimal(), Method: stderr.Get("method").Value()}
	case interval.Get("lower").Decimal() != "" && interval.Get("upper").Decimal() != "":
		x.Uncertainty = evidence.Uncertainty{At: interval.Anchor, Kind: evidence.CI, Low: interval.Get("lower").Decimal(), High: interval.Get("upper").Decimal(), Method: interval.Get("method").Value()}
		if level := decimal.Rational(interval.Get("confidence_level").Decimal()); level != nil && level.Cmp(decimal.Rational("0.95")) == 0 {
			x.Uncertainty.Kind = evidence.CI95
		}
	case deviation.Decimal() != "":
		x.Uncertainty = evidence.Uncertainty{At: deviation.Anchor, Kind: evidence.StdDev, Raw: deviation.Value(), Value: deviation.Decimal()}
	}
}

// firstOf is the first of some texts that says anything.
func firstOf(places ...place.Place) string {
	for _, p := range places {
		if v := p.Value(); v != "" {
			return v
		}
		for _, item := range p.Items() { // hf_repo and the like may be lists of one
			if v := item.Value(); v != "" {
				return v
			}
		}
	}
	return ""
}
