package evaluation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// question is one bound of one threshold on one slice.
type question struct {
	threshold config.Threshold
	bound     evidence.Bound
	limit     string
	pointer   string // of the bound, below the threshold
	slice     string
	several   bool // the threshold asks of several slices
	owed      bool // the slice must be there: the threshold requires it, or the baseline has it
	further   int  // slices beside this one that are ignored and not listed
}

// questions lists what a threshold asks, bound by bound and slice by slice.
func (x *judge) questions(t config.Threshold) []question {
	var out []question
	for _, b := range []struct {
		bound evidence.Bound
		limit string
	}{
		{Min, t.Min}, {Max, t.Max}, {Above, t.Above}, {Below, t.Below}, {NotWorse, t.NotWorse}, {Better, t.Better}, {Ratchet, t.Ratchet}, {Suspicious, t.Suspicious},
	} {
		if b.limit == "" {
			continue
		}
		q := question{threshold: t, bound: b.bound, limit: b.limit, pointer: "/" + string(b.bound), slice: t.Slice, owed: true}
		if t.Slices == nil {
			out = append(out, q)
			continue
		}
		out = append(out, x.sliced(q)...)
	}
	if d := t.Disparity; d != nil {
		out = append(out, question{threshold: t, bound: Disparate, limit: cmp.Or(d.Min, d.Max), pointer: "/disparity", slice: t.Slice})
	}
	if d := t.Drift; d != nil {
		for _, column := range d.Columns {
			out = append(out, question{threshold: t, bound: Drifted, limit: d.Max, pointer: "/drift/max", slice: "column=" + column, several: true, owed: true})
		}
	}
	return out
}

// maxListed bounds the slices that are listed though nothing is asked of them.
const maxListed = 100

// sliced asks a question of every slice: of those that are required, that the
// results have, and that the baseline or the lock has, which must not vanish.
func (x *judge) sliced(q question) []question {
	s := q.threshold.Slices
	owed := map[string]bool{}
	for _, g := range s.Required {
		owed[g] = true
	}
	names := append(slices.Clone(s.Required), x.selectHead(q.threshold).groups(s.By)...)
	if s.Others != "ignore" {
		for _, g := range x.selectBase(q.threshold).groups(s.By) {
			owed[g] = true
			names = append(names, g)
		}
	}
	if q.bound == Ratchet {
		for _, b := range x.Locked {
			if g, ok := strings.CutPrefix(b.Slice, s.By+"="); ok && b.Threshold == q.threshold.ID {
				owed[g] = true
				names = append(names, g)
			}
		}
	}
	slices.Sort(names)
	var out []question
	ignored := 0
	for _, g := range slices.Compact(names) {
		one := q
		one.slice, one.several, one.owed = s.By+"="+g, true, owed[g]
		if s.Others == "ignore" && !owed[g] {
			if ignored++; ignored > maxListed {
				continue
			}
		}
		out = append(out, one)
	}
	if first := slices.IndexFunc(out, func(o question) bool { return s.Others == "ignore" && !o.owed }); first >= 0 {
		out[first].further = max(0, ignored-maxListed)
	}
	if len(out) == 0 { // no slice at all: asked for, and silently empty otherwise
		one := q
		one.slice, one.several, one.owed = s.By+"=", true, true
		out = append(out, one)
	}
	return out
}

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
		w = "no worse than the baseline by more than " + amount(q.limit, unit)
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
		w += fmt.Sprintf(" (catch mode, confidence %s)", t.Confidence)
	case Prove:
		w += fmt.Sprintf(" (prove mode, confidence %s)", t.Confidence)
	}
	if e := t.Exception; e != nil && slices.ContainsFunc(e.Words, func(s config.Setting) bool { return q.has(s.Name) }) {
		w += ", by exception until " + e.Expires
	}
	return w
}

// has reports whether the question has the word of a threshold.
func (q question) has(word string) bool {
	return word == string(q.bound) || word == "min_samples" || word == "and" && q.bound == NotWorse
}

// amount is a change in words: a percentage is one of the baseline.
func amount(limit, unit string) string {
	if strings.HasSuffix(limit, "%") {
		return limit + " of it"
	}
	return limit + unit
}
