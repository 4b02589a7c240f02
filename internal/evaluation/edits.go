package evaluation

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
)

// Edit is one word of a policy before and after a change to it.
type Edit struct {
	Word, Before, After string
	Loosened            bool // the change lets more pass, or what it lets pass cannot be compared
}

// tighter says which way a word of the vocabulary is stricter: 1 where a larger
// number is, -1 where a smaller one is.
var tighter = map[string]int{"min": 1, "above": 1, "min_samples": 1, "confidence": 0, "max": -1, "below": -1, "not_worse_by": -1, "and": -1, "better_by": 1, "ratchet": -1, "suspicious_above": -1,
	"disparity.min": 1, "disparity.max": -1, "disparity.min_samples": 0, "drift.max": -1}

// ranked lists words whose values are stricter the later they stand.
var ranked = map[string][]string{
	"require": {"point", "bound"}, "on_insufficient": {"warn", config.Block}, "severity": {"info", "warn", config.Block}, "slices.others": {"ignore", "all"}, "correction": {"holm", "none"},
}

// Edits compares two states of one threshold, word by word.
func Edits(before, after config.Threshold) []Edit {
	was, is := vocabulary(before), vocabulary(after)
	var out []Edit
	for _, word := range slices.Sorted(keysOf(was, is)) {
		if plainDecimal(was[word]) != plainDecimal(is[word]) {
			out = append(out, Edit{word, was[word], is[word], loosened(word, was[word], is[word])})
		}
	}
	return out
}

// loosened judges one edit. A word that was not there restricts nothing, but for
// those that choose what is looked at.
func loosened(word, was, is string) bool {
	if order, ok := ranked[word]; ok {
		return slices.Index(order, is) < slices.Index(order, was)
	}
	way, known := tighter[word]
	switch {
	case slices.Contains([]string{"slices.required", "disparity.required", "drift.columns"}, word):
		return !containsAll(strings.Split(is, ","), strings.Split(was, ","))
	case !known || way == 0 || strings.HasSuffix(was, "%") != strings.HasSuffix(is, "%") && was != "" && is != "":
		return true
	case was == "":
		return word == "and"
	case is == "":
		return word != "and"
	}
	before, err1 := parse(strings.TrimSuffix(was, "%"))
	after, err2 := parse(strings.TrimSuffix(is, "%"))
	return err1 != nil || err2 != nil || way*after.Cmp(before) < 0
}

func containsAll(all, some []string) bool {
	for _, s := range some {
		if s != "" && !slices.Contains(all, s) {
			return false
		}
	}
	return true
}

// vocabulary is a threshold as words and their values.
func vocabulary(t config.Threshold) map[string]string {
	if t.ID == "" {
		return map[string]string{}
	}
	w := map[string]string{
		"min": t.Min, "max": t.Max, "above": t.Above, "below": t.Below, "require": t.Require, "interval": t.Interval, "not_worse_by": t.NotWorse, "and": t.And, "better_by": t.Better, "ratchet": t.Ratchet, "mode": t.Mode,
		"suspicious_above": t.Suspicious, "confidence": t.Confidence, "min_samples": t.MinSamples, "on_insufficient": t.OnInsufficient,
		"correction": t.Correction, "severity": t.Severity, "baseline": t.Baseline, "unit": t.Unit, "aim": aim(t),
	}
	if s := t.Slices; s != nil {
		w["slices.by"], w["slices.required"], w["slices.others"] = s.By, strings.Join(s.Required, ","), s.Others
	}
	if d := t.Disparity; d != nil {
		w["disparity"], w["disparity.min"], w["disparity.max"], w["disparity.min_samples"] = d.Measure+" by "+d.By, d.Min, d.Max, d.MinSamples
		w["disparity.required"] = strings.Join(d.Required, ",")
	}
	if d := t.Drift; d != nil {
		w["drift"] = fmt.Sprintf("%s of %s from %s", d.Measure, d.File, d.Reference)
		if d.Measure != "ks" {
			w["drift"] += fmt.Sprintf(", %d bins", d.Bins)
		}
		w["drift.max"], w["drift.columns"] = d.Max, strings.Join(d.Columns, ",")
	}
	return w
}

// plainDecimal writes equal numbers equally, so that 0.80 is no edit of 0.8.
func plainDecimal(literal string) string {
	r, err := parse(literal)
	if err != nil {
		return literal
	}
	if s := decimalText(r); mustEqual(s, r) {
		return s
	}
	return literal
}

func mustEqual(literal string, r *big.Rat) bool {
	again, err := parse(literal)
	return err == nil && again.Cmp(r) == 0
}

// aim is what a threshold is about.
func aim(t config.Threshold) string {
	parts := []string{"metric " + t.Metric}
	for _, p := range [][2]string{{"slice", t.Slice}, {"task", t.Task}, {"dataset", t.Dataset}, {"split", t.Split}, {"evaluation", t.Evaluation},
		{"evidence", t.Evidence}, {"direction", t.Direction}, {"models", strings.Join(t.Models, ", ")}} {
		if p[1] != "" {
			parts = append(parts, p[0]+" "+p[1])
		}
	}
	for _, v := range t.Variant {
		parts = append(parts, v.Name+" "+v.Value)
	}
	return strings.Join(parts, ", ")
}

// Demands is what a threshold asks, in its own words.
func Demands(t config.Threshold) string {
	w := vocabulary(t)
	var parts []string
	for _, word := range []string{"min", "max", "above", "below", "not_worse_by", "and", "better_by", "ratchet", "suspicious_above", "disparity", "disparity.min", "disparity.max", "drift", "drift.max"} {
		if w[word] != "" {
			parts = append(parts, word+" "+w[word])
		}
	}
	return strings.Join(parts, ", ")
}

func keysOf(a, b map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range a {
			if !yield(k) {
				return
			}
		}
		for k := range b {
			if _, both := a[k]; !both && !yield(k) {
				return
			}
		}
	}
}

// SettingEdits compares what the file says of the baseline and of evidence. The
// first entries of evidence ask for more, but for one that allows a partial run;
// a further one lets other files count, and any other change is one to look at.
func SettingEdits(before, after config.Config) []Edit {
	var out []Edit
	if was, is := fmt.Sprintf("%+v", before.Baseline), fmt.Sprintf("%+v", after.Baseline); was != is {
		out = append(out, Edit{"baseline", was, is, true})
	}
	was := map[string]string{}
	for _, e := range before.Evidence {
		was[e.ID] = describe(e)
	}
	for _, e := range after.Evidence {
		old, there := was[e.ID]
		delete(was, e.ID)
		if is := describe(e); is != old {
			out = append(out, Edit{"evidence " + e.ID, old, is, there || len(before.Evidence) > 0 || e.AllowPartial})
		}
	}
	for id, old := range was {
		out = append(out, Edit{"evidence " + id, old, "", true})
	}
	out = append(out, exceptionEdits(before.Exceptions, after.Exceptions)...)
	slices.SortFunc(out, func(a, b Edit) int { return cmp.Compare(a.Word, b.Word) })
	return out
}

// exceptionEdits compares exceptions: one that is new or another lets more pass,
// one that is gone less.
func exceptionEdits(before, after []config.Exception) []Edit {
	word := func(e config.Exception) string {
		return fmt.Sprintf("exception of %s for %s", e.Threshold, e.Model)
	}
	shown := func(e config.Exception) string {
		parts := make([]string, 0, len(e.Words))
		for _, w := range e.Words {
			parts = append(parts, w.Name+" "+plainDecimal(w.Value))
		}
		return fmt.Sprintf("%s from %s until %s", strings.Join(parts, ", "), e.Created, e.Expires)
	}
	was := map[string]string{}
	for _, e := range before {
		was[word(e)] = shown(e)
	}
	var out []Edit
	for _, e := range after {
		old, is := was[word(e)], shown(e)
		delete(was, word(e))
		if old != is {
			out = append(out, Edit{word(e), old, is, true})
		}
	}
	for name, old := range was {
		out = append(out, Edit{name, old, "", false})
	}
	return out
}

func describe(e config.Evidence) string {
	return fmt.Sprintf("path %s format %q dataset %q split %q digest %q model_digest %v commit %v partial %v latest %v max_age %q",
		e.Path, e.Format, e.DatasetName, e.DatasetSplit, e.DatasetDigest, e.ModelDigest, e.Commit, e.AllowPartial, e.Latest, e.MaxAge)
}
