package regal

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// maxFindings are told; of more, only their number is.
const maxFindings = 200

// report is what `regal lint --format json` writes (pkg/report of Regal), as far as it
// is read.
type report struct {
	Violations []violation `json:"violations"`
	Summary    *struct {
		Violations int `json:"num_violations"`
	} `json:"summary"`
}

type violation struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Level       string `json:"level"`
	Related     []struct {
		Ref string `json:"ref"`
	} `json:"related_resources"`
	Location struct {
		File   string   `json:"file"`
		Row    int      `json:"row"`
		Column int      `json:"col"`
		End    position `json:"end"`
	} `json:"location"`
}

type position struct {
	Row    int `json:"row"`
	Column int `json:"col"`
}

// ruleTitle is what Regal's own rules and those of its users are called.
var ruleTitle = pattern.New(`^[A-Za-z0-9_-]{1,80}$`)

// readReport makes findings of a report about files below dir.
func readReport(src []byte, dir string, files []File) ([]finding.Finding, error) {
	var r report
	if err := json.Unmarshal(src, &r); err != nil {
		return nil, err
	}
	if r.Summary == nil || r.Summary.Violations != len(r.Violations) {
		return nil, fmt.Errorf("it has %d violations, which is not what its summary states", len(r.Violations))
	}
	found := []finding.Finding{}
	for _, v := range r.Violations {
		if !ruleTitle.MatchString(v.Title) {
			return nil, fmt.Errorf("a rule is called %q", oneLine(v.Title))
		}
		found = append(found, v.finding(dir, files))
	}
	found = finding.Sort(found)
	if more := len(found) - maxFindings; more > 0 {
		found = append(found[:maxFindings], finding.Finding{
			Rule: "regal/more", Severity: found[maxFindings].Severity, Message: fmt.Sprintf("regal found %d more", more), At: finding.Start(dir), Help: "Fix the others first.",
		})
	}
	return found, nil
}

// finding has one severity less than Regal's: its defaults are about style, too, and
// modelgate takes no error from another program.
func (v violation) finding(dir string, files []File) finding.Finding {
	f := finding.Finding{Rule: "regal/" + v.Title, Severity: finding.Note, Message: cmp.Or(oneLine(v.Description), v.Title), At: finding.Start(dir)}
	if v.Level == "error" {
		f.Severity = finding.Warning
	}
	if len(v.Related) > 0 {
		f.Help = oneLine(v.Related[0].Ref)
	}
	name := filepath.ToSlash(v.Location.File)
	if slices.ContainsFunc(files, func(of File) bool { return of.Path == name }) { // elsewhere nothing of ours is
		f.At = finding.Position{Path: name, Line: max(1, v.Location.Row), Column: max(1, v.Location.Column), EndLine: v.Location.End.Row, EndColumn: v.Location.End.Column}
	}
	return f
}
