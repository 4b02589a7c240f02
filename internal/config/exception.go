package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Exception asks something else of one model for a time, in place of what a
// threshold asks of every one. A threshold of its own for the model could only
// ask for more, since every threshold counts.
type Exception struct {
	Threshold, Model string
	Words            []Setting // of the threshold, by name, with what takes their place
	Owner, Reason    string
	Created, Expires string // YYYY-MM-DD, the first and the last day
	At               finding.Position
}

// InForce reports whether the exception counts at the given time, as a waiver does.
func (e Exception) InForce(now time.Time) bool { return inForce(e.Created, e.Expires, now) }

// Expired reports whether the exception's last day has passed.
func (e Exception) Expired(now time.Time) bool { return expired(e.Expires, now) }

// Of reports whether the exception is one of the threshold for the model.
func (e Exception) Of(t Threshold, model string) bool { return e.Threshold == t.ID && e.Model == model }

// Changes says what takes the place of what.
func (e Exception) Changes(t Threshold) string {
	var parts []string
	for _, w := range e.Words {
		was := cmp.Or(*t.excepted()[w.Name], "none")
		parts = append(parts, fmt.Sprintf("%s %s instead of %s", w.Name, w.Value, was))
	}
	return strings.Join(parts, ", ")
}

// Except is the threshold with the words of an exception in place of its own.
func (t Threshold) Except(e Exception) Threshold {
	if t.Disparity != nil {
		d := *t.Disparity
		t.Disparity = &d
	}
	if t.Drift != nil {
		d := *t.Drift
		t.Drift = &d
	}
	words := t.excepted()
	for _, w := range e.Words {
		*words[w.Name] = w.Value
	}
	t.Exception = &e
	return t
}

// excepted are the words of the threshold that an exception may speak of, where
// they stand.
func (t *Threshold) excepted() map[string]*string {
	words := map[string]*string{"min": &t.Min, "max": &t.Max, "above": &t.Above, "below": &t.Below, "not_worse_by": &t.NotWorse, "better_by": &t.Better,
		"ratchet": &t.Ratchet, "suspicious_above": &t.Suspicious, "min_samples": &t.MinSamples}
	maps.DeleteFunc(words, func(_ string, at *string) bool { return *at == "" })
	if t.NotWorse != "" {
		words["and"] = &t.And
	}
	if d := t.Disparity; d != nil {
		words["disparity"] = &d.Min
		if d.Min == "" {
			words["disparity"] = &d.Max
		}
	}
	if t.Drift != nil {
		words["drift"] = &t.Drift.Max
	}
	return words
}

// decodeExceptions reads exceptions. One that changes nothing that a threshold
// asks of its model is a mistake.
func decodeExceptions(c *Config, d *document.Document) []finding.Finding {
	var found []finding.Finding
	known := map[string]Threshold{}
	for _, t := range c.Thresholds {
		known[t.ID] = t
	}
	for i, n := range children(d.Root.Get("exceptions")) {
		at := document.Pointer("exceptions", fmt.Sprint(i))
		e := Exception{Threshold: text(n, "threshold"), Model: text(n, "model"), Owner: text(n, "owner"), Reason: text(n, "reason"),
			Created: text(n, "created"), Expires: text(n, "expires"), At: d.At(at + "/threshold")}
		e.At.Pointer = at
		for _, w := range children(n.Get("with")) {
			e.Words = append(e.Words, Setting{w.Key, w.Value})
		}
		slices.SortFunc(e.Words, func(a, b Setting) int { return cmp.Compare(a.Name, b.Name) })
		found = append(found, checkTerm(c, d, at, "exception", e.Created, e.Expires)...)
		t, there := known[e.Threshold]
		switch {
		case !there:
			found = append(found, problem(d, at+"/threshold", fmt.Sprintf("unknown threshold %q%s", e.Threshold, finding.DidYouMean(e.Threshold, slices.Collect(maps.Keys(known)))), "Use the id of a threshold."))
		case !t.For(e.Model):
			found = append(found, problem(d, at+"/model", fmt.Sprintf("threshold %q does not apply to model %q", t.ID, e.Model), "Specify a model that the threshold applies to. This model needs no exception."))
		}
		for _, w := range e.Words {
			if _, asks := t.excepted()[w.Name]; there && !asks {
				found = append(found, problem(d, at+"/with/"+w.Name, fmt.Sprintf("threshold %q has no %s to replace", t.ID, w.Name), "Use a key that the threshold has."))
			}
		}
		if slices.ContainsFunc(c.Exceptions, func(other Exception) bool { return other.Of(t, e.Model) && e.Threshold == t.ID }) {
			found = append(found, problem(d, at, fmt.Sprintf("duplicate exception to threshold %q for %q", e.Threshold, e.Model), "Keep one of them."))
		}
		c.Exceptions = append(c.Exceptions, e)
	}
	return found
}
