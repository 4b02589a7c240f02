package finder

import (
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Of many files that are not recognized for the same reason, one finding tells: a directory
// of raw outputs is one thing to look at, not one for each file.
const (
	fewAlike  = 3  // findings that are shown one by one
	maxFolded = 10 // other files that one finding lists
)

// fold makes one finding of those that say the same of more than fewAlike files.
func fold(sorted []finding.Finding) []finding.Finding {
	type said struct {
		severity finding.Severity
		message  string
	}
	of := func(f finding.Finding) said { return said{f.Severity, f.Message} }
	counts, first := map[said]int{}, map[said]int{} // how many say it, and the index of the first
	for _, f := range sorted {
		if f.Rule == "evidence/not_recognised" {
			counts[of(f)]++
		}
	}
	var out []finding.Finding
	for _, f := range sorted {
		n := counts[of(f)]
		i, told := first[of(f)]
		switch {
		case f.Rule != "evidence/not_recognised" || n <= fewAlike:
			out = append(out, f)
		case !told:
			first[of(f)] = len(out)
			f.Message += fmt.Sprintf(" (and %d more files)", n-1)
			out = append(out, f)
		case len(out[i].Related) < maxFolded:
			out[i].Related = append(slices.Clone(out[i].Related), finding.Related{At: f.At, Message: "this file too"})
		}
	}
	return out
}
