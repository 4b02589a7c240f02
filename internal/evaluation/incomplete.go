package evaluation

import (
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Incomplete finds the evaluations that say of themselves that they are partial or failed and that
// no check speaks of: without a threshold, a run of 50 examples would pass for a whole one. Left out
// are files that the policy allows to be partial, files that are no record of a run, and runs of
// which a whole one beside them has every result, such as a trial before it.
func Incomplete(in Inputs, checks []evidence.Check) []evidence.Incomplete {
	out := []evidence.Incomplete{}
	judged := map[evidence.Anchor]bool{}
	for _, c := range checks {
		judged[c.At] = true
	}
	x := judge{Inputs: in}
	whole := map[subject]bool{} // what complete runs have a value of
	for _, f := range in.Head.Evaluations {
		if !isIncomplete(f) && !f.Claimed {
			for _, r := range f.Results {
				whole[subjectOf(r)] = r.Valid || whole[subjectOf(r)]
			}
		}
	}
	for _, f := range in.Head.Evaluations {
		if !isIncomplete(f) || f.Claimed || isJudged(f, judged) || f.Completeness.State == evidence.Partial && x.allowsPartial(f) {
			continue
		}
		if len(f.Results) > 0 && !slices.ContainsFunc(f.Results, func(r evidence.Result) bool { return !whole[subjectOf(r)] }) {
			continue
		}
		out = append(out, evidence.Incomplete{At: f.Completeness.At, Path: f.Path, State: f.Completeness.State, Reason: f.Completeness.Reason})
	}
	return out
}

// isJudged reports whether a check stands at the file, or at one of its results.
func isJudged(f evidence.Evaluation, judged map[evidence.Anchor]bool) bool {
	return judged[f.At] || slices.ContainsFunc(f.Results, func(r evidence.Result) bool { return judged[r.At] })
}

func isIncomplete(f evidence.Evaluation) bool {
	return f.Completeness.State == evidence.Partial || f.Completeness.State == evidence.Failed
}

// subject is what a result measures, and under which settings: a complete run with 5 examples in
// the prompt says nothing of a partial one with 25.
type subject struct{ metric, task, dataset, split, slice, settings string }

func subjectOf(r evidence.Result) subject {
	return subject{r.Metric, r.Task, r.Dataset.Name, r.Dataset.Split, r.Slice, fmt.Sprintf("%q", r.Variant)}
}
