package evaluation

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Results of several tasks, splits or variants answer a question each, and the gravest
// answer counts. Only of one and the same part must all results agree.

// answered is an answer, and the p-value of a test that is still to be corrected.
type answered struct {
	check evidence.Check
	p     *float64
}

// parted answers a question from the results of each part.
func (x *judge) parted(c evidence.Check, q question, results []located) (evidence.Check, *float64) {
	results = x.alreadyThere(q, results)
	byPart, named := map[string][]located{}, map[string][]string{}
	for _, r := range results {
		of := facetsOf(r)
		name := strings.Join(of, ", ")
		byPart[name], named[name] = append(byPart[name], r), of
	}
	names := distinct(named)
	var worst answered
	for i, name := range sorted(byPart) {
		a := x.agreed(c, q, byPart[name])
		if len(byPart) > 1 {
			a.check.Part = names[name]
		}
		if i == 0 || outweighs(a.check, a.p, worst.check, worst.p) {
			worst = a
		}
	}
	return worst.check, worst.p
}

// alreadyThere leaves out of a comparison with the baseline what is of a part that the
// baseline has not: it is measured for the first time.
func (x *judge) alreadyThere(q question, results []located) []located {
	had := variety(x.selectBase(q.threshold).of(q.slice))
	if q.bound != NotWorse && q.bound != Better || len(had) == 0 {
		return results
	}
	var out []located
	for _, r := range results {
		if had[part(r.Result, parts)] != nil {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return results
	}
	return out
}

// isNew reports whether a question is about a slice that is asked about because the
// results have it.
func (q question) isNew() bool { return q.several && !q.owed }

// hasOthers reports whether the baseline has slices of the kind.
func (x *judge) hasOthers(q question) bool {
	return len(x.selectBase(q.threshold).groups(q.threshold.Slices.By)) > 0
}

// facetsOf is what a result is of, as far as it tells it from others.
func facetsOf(r located) []string {
	out := facets(r.Result, append(parts[:len(parts):len(parts)], changing...))
	if r.Dataset.Name != "" {
		out = append(out, "dataset "+clip(r.Dataset.Name))
	}
	return out
}

// agreed answers a question from the results of one part, which must say the same.
func (x *judge) agreed(c evidence.Check, q question, results []located) answered {
	var all []answered
	for _, r := range results {
		a, p := x.one(c, q, r)
		all = append(all, answered{a, p})
	}
	first := all[0]
	for _, a := range all[1:] {
		agree := a.check.Verdict == first.check.Verdict && a.check.Reason == first.check.Reason
		if agree && (a.check.Value == first.check.Value || a.check.Verdict == Pass && first.p == nil) {
			continue
		}
		out := a.check
		out.Verdict, out.Reason = Error, evidence.ReasonAmbiguous
		out.Detail = fmt.Sprintf("%d results with this name disagree: %s", len(results), values(results))
		return answered{out, nil}
	}
	for _, a := range all[1:] { // of tests that are to be corrected the one that shows most
		if a.p != nil && (first.p == nil || *a.p < *first.p) {
			first = a
		}
	}
	return first
}
