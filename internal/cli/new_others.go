package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// otherSubject is a part of the name of a metric that says whose it is, where it is not the
// model's that is gated: what the model is compared with.
var otherSubject = pattern.New(`(?i)^(?:base(?:[ _-]?models?)?(?: ?\(.*)?|baselines?(?:[ _(-].*)?|(?:original|pre-?trained|untuned|teacher|reference|previous)(?:[ _-]models?)?|before(?:[ _-].*)?|zero[ _-]?shot(?:[ _-].*)?|dummy(?:[ _-].*)?|random(?:[ _-](?:baseline|guess|chance))?)$`)

// ofTraining is a part of the name of a metric on the data that the model was trained with.
var ofTraining = pattern.New(`(?i)^train(?:ing)?(?:[ _-].*)?$`)

// isOfOthers reports whether a result is of a baseline, or was measured on the data of the
// training. Of a log with both, what has no prefix is of the training. What a person names
// is taken.
func (b beginning) isOfOthers(r evidence.Result) bool {
	if slices.Contains(b.higher, r.Metric) || slices.Contains(b.lower, r.Metric) {
		return false
	}
	if ofTraining.MatchString(r.Dataset.Split) || r.Setting("row") != "" && b.hasMetric("val_"+r.Metric) {
		return true
	}
	for part := range strings.FieldsFuncSeq(r.Metric, func(c rune) bool { return c == '.' || c == '/' }) {
		if otherSubject.MatchString(part) || ofTraining.MatchString(part) {
			return true
		}
	}
	return false
}

func (b beginning) hasMetric(name string) bool {
	return slices.ContainsFunc(b.model.Evaluations, func(e evidence.Evaluation) bool {
		return slices.ContainsFunc(e.Results, func(r evidence.Result) bool { return r.Metric == name })
	})
}

// ofTheModel leaves out the results of others.
func (b beginning) ofTheModel(d *begun, results []evidence.Result, from []string) (own []evidence.Result, ownFrom []string) {
	for i, r := range results {
		if b.isOfOthers(r) {
			d.others++
			continue
		}
		own, ownFrom = append(own, r), append(ownFrom, from[i])
	}
	return own, ownFrom
}

// othersLeftOut says that results of others are not in the document.
func (d begun) othersLeftOut() string {
	return fmt.Sprintf("a baseline or the training has them (pass --higher METRIC or --lower METRIC to use one): %s", counted(d.others, "result", "results"))
}

// ofOneModel leaves out the results that are by model, where there are several: which of
// them the repository has is for a person to say.
func (d *begun) ofOneModel(results []evidence.Result, from []string) (own []evidence.Result, ownFrom []string) {
	model := func(r evidence.Result) string {
		i := slices.IndexFunc(r.Variant, func(s evidence.Setting) bool { return s.Name == "model" })
		if i < 0 {
			return ""
		}
		return r.Variant[i].Value
	}
	var models []string
	for _, r := range results {
		if m := actions.Clean(model(r)); m != "" && !slices.Contains(models, m) {
			models = append(models, m)
		}
	}
	if len(models) < 2 {
		return results, from
	}
	d.rivals = models
	for i, r := range results {
		if model(r) != "" {
			d.rivalry++
			continue
		}
		own, ownFrom = append(own, r), append(ownFrom, from[i])
	}
	return own, ownFrom
}
