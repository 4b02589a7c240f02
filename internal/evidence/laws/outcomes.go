package laws

import (
	"math"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

var (
	// outcomesIn are the four counts of a binary confusion matrix.
	outcomesIn = pattern.New(`\b(TP|FP|FN|TN)s?\s*(?:[:=]|is|of)?\s*(` + wholeNumber + `)\b|\b(` + wholeNumber + `) (?i:(true|false) (positive|negative))s?\b`)
	errorRate  = pattern.New(`(?i)(\pL+ )?\berror rate\**\s*(?:of|is|was|:|=|at)\s*\**([0-9]+(?:[.,][0-9]+)?) ?(%)?`)
	// otherErrors are words before an error rate that is of something else than whole examples.
	otherErrors = pattern.New(`(?i)^(?:word|character|phoneme|token|diarization|equal|label|sentence|tag|edit|phone|bit|translation|match) $`)
)

// outcomes are the counts of a sentence by their short names; ok is false if one is there twice.
func (s sentence) outcomes() (counts map[string]float64, ok bool) {
	counts = map[string]float64{}
	for _, m := range outcomesIn.FindAllStringSubmatch(s.Text, 9) {
		name, raw := m[1], m[2]
		if name == "" {
			name, raw = strings.ToUpper(m[4][:1]+m[5][:1]), m[3]
		}
		if _, twice := counts[name]; twice {
			return nil, false
		}
		counts[name] = wholeOf(raw)
	}
	return counts, len(counts) >= 2
}

// ofOutcomes is a metric that the counts of its sentence are not.
func (s sentence) ofOutcomes() *evidence.Impossible {
	counts, ok := s.outcomes()
	if !ok {
		return nil
	}
	tp, fp, fn, tn := counts["TP"], counts["FP"], counts["FN"], counts["TN"]
	needed := map[string][]string{"precision": {"TP", "FP"}, "recall": {"TP", "FN"}, "f1": {"TP", "FP", "FN"}, "accuracy": {"TP", "FP", "FN", "TN"}}
	of := map[string]float64{"precision": tp / (tp + fp), "recall": tp / (tp + fn), "f1": 2 * tp / (2*tp + fp + fn), "accuracy": (tp + tn) / (tp + tn + fp + fn)}
	stated, _ := figures.MetricsIn(s.Text, figures.Told{})
	for _, m := range stated {
		name, a := figures.HeadMetric(m.Metric).Name, amountOf(m.Raw, 0, 0)
		is, known := of[name]
		if !known || a == nil || math.IsNaN(is) {
			continue
		}
		var shown []string
		for _, count := range needed[name] {
			if _, has := counts[count]; has {
				shown = append(shown, count+" "+plainFloat(counts[count]))
			}
		}
		if a.percent || a.value > 1 {
			is *= 100
		}
		if len(shown) == len(needed[name]) && math.Abs(is-a.value) > a.unit*1.01 {
			return s.fault(evidence.LawOutcomes, m.Metric, a.raw, strings.Join(shown, ", "), plainFloat(is))
		}
	}
	return nil
}

// complement is an accuracy and an error rate that are not all of the examples together.
func (s sentence) complement() *evidence.Impossible {
	errors := errorRate.FindAllSubmatchIndex([]byte(s.Text), 2)
	if len(errors) != 1 {
		return nil
	}
	stated, _ := figures.MetricsIn(s.Text, figures.Told{})
	if len(stated) != 1 || figures.HeadMetric(stated[0].Metric) != (figures.Metric{Name: "accuracy"}) || figures.NotOfModel.MatchString(s.Text) || passage.Inexact.MatchString(s.Text) {
		return nil
	}
	m := passage.Groups(s.Text, errors[0])
	accuracy, rate := amountOf(stated[0].Raw, 0, 0), amountOf(m[2]+m[3], 0, 0)
	if accuracy == nil || rate == nil || otherErrors.MatchString(m[1]) {
		return nil
	}
	fraction := func(a *amount) (value, unit float64) {
		if a.percent || a.value > 1 {
			return a.value / 100, a.unit / 100
		}
		return a.value, a.unit
	}
	a, unitA := fraction(accuracy)
	b, unitB := fraction(rate)
	if math.Abs(a+b-1) <= unitA+unitB {
		return nil
	}
	return s.fault(evidence.LawComplement, stated[0].Metric, accuracy.raw, "error rate", rate.raw)
}

// isRootBeyond reports whether a root mean squared error is above the root of the mean squared
// error. A mean over parts of the data may be below it.
func isRootBeyond(rmse, mse *amount) bool {
	return rmse != nil && mse != nil && !rmse.percent && !mse.percent && rmse.value > rmse.unit && (rmse.value-rmse.unit)*(rmse.value-rmse.unit) > (mse.value+mse.unit)*(1+1e-9)
}
