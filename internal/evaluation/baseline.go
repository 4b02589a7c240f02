package evaluation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Baseline is the model that a proposal is compared with, and what it is called.
type Baseline struct {
	Model evidence.Model
	Named string // "the base", "production at 0123abc"
	// Unread are files of its evaluations that cannot be read, sorted.
	Unread []string
	// Rivals are the ids of several models that it may have been, where that cannot be told.
	Rivals []string
	// Fault is why what is promoted cannot be compared with, "" if it can.
	Fault string
}

// comparable says in what a result and a baseline's differ as measurements; ""
// where nothing does. What the policy lists must be stated and equal; of
// everything else, what both sides state must not differ.
func (x *judge) comparable(c, b evidence.Result) string {
	head, base := conditions(c), conditions(b)
	for _, key := range x.Policy.Comparable {
		h, hasHead := head[key]
		o, hasBase := base[key]
		switch {
		case !hasHead && !hasBase:
			return fmt.Sprintf("neither side states %s", key)
		case !hasHead:
			return fmt.Sprintf("the result does not state %s, which is %q in the baseline", key, o)
		case !hasBase:
			return fmt.Sprintf("the baseline does not state %s; the current result has %q", key, h)
		}
	}
	var differ []string
	for key, h := range head {
		if o, both := base[key]; both && o != h {
			o, h = apartFrom(o, h), apartFrom(h, o)
			differ = append(differ, fmt.Sprintf("%s was %q and is %q", key, o, h))
		}
	}
	slices.Sort(differ)
	return strings.Join(differ, ", ")
}

// apartFrom is a value from where it starts to differ from another, for people.
func apartFrom(value, other string) string {
	v, o := []rune(value), []rune(other)
	i := 0
	for i < len(v) && i < len(o) && v[i] == o[i] {
		i++
	}
	if i -= 12; len(v) <= 60 || i <= 0 {
		return clip(value)
	}
	return clip("…" + string(v[i:]))
}

// conditions are what a result states of how it was measured, by the names that
// a policy's comparable has.
func conditions(r evidence.Result) map[string]string {
	out := map[string]string{}
	for key, value := range map[string]string{"task": r.Task, "dataset.name": r.Dataset.Name, "dataset.split": r.Dataset.Split,
		"dataset.digest": r.Dataset.Digest, "dataset.revision": r.Dataset.Revision, "unit": r.Unit, "direction": string(r.Direction)} {
		if value != "" {
			out[key] = value
		}
	}
	for _, s := range r.Variant {
		out["variant."+s.Name] = s.Value
	}
	return out
}

// baselinesFor are the results that one result is compared with. Of several, those
// measured under the same conditions count. The reason says why there is none.
func (x *judge) baselinesFor(q question, r evidence.Result) (found []located, reason evidence.Reason, detail string) {
	if len(x.Compared.Rivals) > 1 {
		return nil, evidence.ReasonBaselineMissing, fmt.Sprintf("the model may have been any of %s: move them one at a time, or name them in their manifests", strings.Join(x.Compared.Rivals, ", "))
	}
	if x.Compared.Fault != "" {
		return nil, evidence.ReasonBaselineMissing, x.Compared.Fault
	}
	if !x.Compared.Model.Present {
		if x.Policy.OnMissing == "fail" {
			return nil, evidence.ReasonBaselineMissing, "no baseline was found, but the policy requires one"
		}
		return nil, evidence.ReasonNoBaseline, "the model has no baseline"
	}
	other, same := "", false
	for _, b := range x.selectBase(q.threshold).of(q.slice) {
		if differ := x.comparable(r, b.Result); differ != "" {
			if here := part(b.Result, parts) == part(r, parts); here || !same { // what differs in the same part says more
				other, same = differ, here
			}
			continue
		}
		found = append(found, b)
	}
	switch {
	case len(found) > 0:
	case other != "":
		return nil, evidence.ReasonNotComparable, other + ": evaluate the baseline again under the same conditions"
	case len(x.Compared.Unread) > 0:
		return nil, evidence.ReasonBaselineMissing, fmt.Sprintf("%s has no such result that can be read: there are errors in its %s", x.Compared.Named, strings.Join(x.Compared.Unread, ", "))
	default:
		return nil, evidence.ReasonBaselineMissing, x.Compared.Named + " has no such result"
	}
	for _, b := range found {
		if old, detail := tooOld(x.Policy.MaxAge, b.file, x.Now); old {
			return nil, evidence.ReasonBaselineStale, "the baseline is too old: " + detail
		}
	}
	return found, "", ""
}
