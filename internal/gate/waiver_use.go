package gate

import (
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/decision"
)

func waiverUse(models []decision.Decision) map[string]int {
	use := map[string]int{}
	for _, d := range models {
		for _, f := range d.Findings {
			if f.Waiver != nil {
				use[f.Waiver.ID]++
			}
		}
	}
	return use
}

// judged has the ids of the waivers of which something could be found: their model was
// judged, with all that their rule reads, or every model was and theirs does not exist.
func (r *run) judged(models []decision.Decision) map[string]bool {
	seen := map[string]bool{}
	for _, d := range models {
		seen[d.Subject.ID] = true
	}
	all := r.All && len(r.Models) == 0 && r.Shard.Of == 0
	out := map[string]bool{}
	for _, w := range r.config.Waivers {
		out[w.ID] = seen[w.Model] && !r.lacks(w) || !seen[w.Model] && all
	}
	return out
}

// lacks reports whether the rule of a waiver finds nothing in most runs, whatever the waiver
// is for: it is about a change, and the waiver is there before the change that needs it; or
// about the environment of a promotion, which this run does not have.
func (r *run) lacks(w config.Waiver) bool {
	return r.rules.Compares(w.Rule) || r.rules.Promotes(w.Rule) && !r.Target.Present
}
