package decision

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// BaselineFindings reports the adoptions that have expired, and by model how many of
// their findings are fixed. found has the fingerprints of what was found, by model;
// asked tells whether a rule ran, and everything that every model was judged, so that
// what names a model that does not exist is fixed too. at finds the place of a pointer.
func BaselineFindings(adoptions []config.Adoption, found map[string]map[string]bool, asked func(rule string) bool, everything bool, at func(pointer string) finding.Position, now time.Time) []finding.Finding {
	var out []finding.Finding
	for i, a := range adoptions {
		if a.Expired(now) {
			out = append(out, finding.Finding{Rule: "baseline/expired", Severity: finding.Warning, At: a.At, Key: fmt.Sprintf("%s %s %d", a.Owner, a.Expires, i),
				Message: fmt.Sprintf("the baseline of %q expired on %s, so it has no effect (%d listed)", a.Owner, a.Expires, a.Count()),
				Help:    "Fix the findings, then run `modelgate adopt`, which drops what is fixed."})
			continue
		}
		for _, model := range slices.Sorted(maps.Keys(a.Findings)) {
			there, judged := found[model]
			if model == "" || !judged && !everything {
				continue // not every run finds all there is to find about the repository
			}
			fixed := 0
			for rule, entries := range a.Findings[model] {
				for fingerprint := range entries {
					if asked(rule) && !there[fingerprint] {
						fixed++
					}
				}
			}
			if fixed == 0 {
				continue
			}
			noun := "findings"
			if fixed == 1 {
				noun = "finding"
			}
			out = append(out, finding.Finding{Rule: "baseline/fixed", Severity: finding.Note, At: at(a.At.Pointer + document.Pointer("findings", model)), Key: model,
				Message: fmt.Sprintf("%d %s of %s in the baseline cannot be found any more", fixed, noun, model),
				Help:    "Run `modelgate adopt`, which drops them."})
		}
	}
	return out
}
