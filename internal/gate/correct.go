package gate

import (
	"slices"

	"github.com/modelgate-dev/modelgate/internal/correction"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// correct gives the findings about documents of head the edits that mend them.
// It changes neither what is found nor what is decided.
func correct(verdicts []finding.Verdict, head finder.Snapshot) {
	paths := map[string][]*finding.Finding{}
	for _, v := range verdicts {
		for i := range v.Findings {
			if f := &v.Findings[i]; f.Suggestion.Action != "" && f.At.Repository == "" {
				paths[f.At.Path] = append(paths[f.At.Path], f)
			}
		}
	}
	for _, path := range sortedKeys(paths) {
		d, ok := head.Document(path)
		if !ok {
			continue
		}
		found := make([]finding.Finding, len(paths[path]))
		for i, f := range paths[path] {
			found[i] = *f
		}
		correction.Propose(d, found)
		for i, f := range paths[path] {
			f.Fixes = slices.Clip(found[i].Fixes)
		}
	}
}
