package evaluation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
)

// words is the question as a person would ask it.
func (q question) words() string {
	t := q.threshold
	unit := ""
	if t.Unit != "" && t.Unit != "proportion" && t.Unit != "score" && t.Unit != "count" {
		unit = " " + t.Unit
	}
	if t.Unit == "percent" {
		unit = " %"
	}
	var w string
	switch q.bound {
	case Min:
		w = "at least " + q.limit + unit
	case Max:
		w = "at most " + q.limit + unit
	case Above:
		w = "more than " + q.limit + unit
	case Below:
		w = "less than " + q.limit + unit
	case Suspicious:
		w = "not suspiciously above " + q.limit + unit
	case NotWorse:
		w = "not worse than the baseline by more than " + amount(q.limit, unit)
		if t.And != "" {
			w += " and by more than " + t.And + unit
		}
	case Better:
		w = "better than the baseline by at least " + amount(q.limit, unit)
	case Ratchet:
		w = "not worse than the best so far by more than " + amount(q.limit, unit)
	case Disparate:
		d := t.Disparity
		w = fmt.Sprintf("lowest/highest by %s at least %s", d.By, d.Min)
		if d.Measure == "difference" {
			w = fmt.Sprintf("highest - lowest by %s at most %s%s", d.By, d.Max, unit)
		}
	case Drifted:
		w = fmt.Sprintf("%s from %s at most %s", measures[t.Drift.Measure], origin(t.Drift), q.limit)
	}
	switch q.mode() {
	case Bound:
		w += fmt.Sprintf(", with confidence %s", t.Confidence)
	case Catch:
		w += fmt.Sprintf(" (caught at confidence %s)", t.Confidence)
	case Prove:
		w += fmt.Sprintf(" (proved at confidence %s)", t.Confidence)
	}
	if e := t.Exception; e != nil && slices.ContainsFunc(e.Words, func(s config.Setting) bool { return q.has(s.Name) }) {
		w += ", by exception until " + e.Expires
	}
	return w
}

// has reports whether the question has the word of a threshold.
func (q question) has(word string) bool {
	return word == q.bound || word == "min_samples" || word == "and" && q.bound == NotWorse
}

// amount is a change in words: a percentage is one of the baseline.
func amount(limit, unit string) string {
	if strings.HasSuffix(limit, "%") {
		return limit + " of it"
	}
	return limit + unit
}
