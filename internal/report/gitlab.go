package report

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// gitlabIssue is an element of GitLab's code quality report
// (doc/ci/testing/code_quality.md of gitlab-org/gitlab).
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"` // unique in the report; stays when lines move
	Severity    string         `json:"severity"`    // info, minor, major, critical or blocker
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end,omitempty"`
}

// GitLab writes GitLab's code quality report: a JSON array without a byte order
// mark, empty when nothing was found, the gravest finding first. What could not
// be evaluated is an issue of its own.
func GitLab(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	rules, seen := catalogue(r), fingerprints{}
	out.WriteString("[")
	for i, e := range entries(r) {
		if i > 0 {
			out.WriteString(",")
		}
		raw, err := json.Marshal(gitlabIssueOf(e, rules, seen))
		if err != nil {
			return fmt.Errorf("writing the code quality report: %w", err)
		}
		out.WriteString("\n  ")
		out.Write(actions.PrintableJSON(raw))
	}
	out.WriteString("\n]\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the code quality report: %w", err)
	}
	return nil
}

func gitlabIssueOf(e entry, rules map[string]finding.Rule, seen fingerprints) gitlabIssue {
	issue := gitlabIssue{CheckName: cmp.Or(actions.Clean(e.rule), "modelgate")}
	if e.finding == nil {
		issue.Description, issue.Severity = actions.Clean(failureMessage(e)), "blocker"
		issue.Fingerprint = seen.unique(finding.Finding{Rule: e.rule, Key: "could not be evaluated"}.Fingerprint(e.subjects[0]))
		issue.Location = gitlabLocation{Path: cmp.Or(localPath(ownOrigin(rules[e.rule])), config.Dir), Lines: gitlabLines{Begin: 1}}
		return issue
	}
	s := spanOf(e.finding.At)
	issue.Description = explained(e, rules)
	issue.Severity = [...]string{denies: "critical", warns: "minor", notes: "info"}[e.weight]
	issue.Fingerprint = seen.unique(e.fingerprint)
	issue.Location = gitlabLocation{Path: cmp.Or(localFile(e.finding.At), config.Dir), Lines: gitlabLines{Begin: max(s.line, 1)}}
	if s.endLine > s.line {
		issue.Location.Lines.End = s.endLine
	}
	return issue
}

// fingerprints counts how often a fingerprint was given out.
type fingerprints map[string]int

// unique returns the fingerprint, with a number when it was given out before:
// a rule may find two things at one place, and GitLab shows a fingerprint once.
func (f fingerprints) unique(fingerprint string) string {
	f[fingerprint]++
	if n := f[fingerprint]; n > 1 {
		return fmt.Sprintf("%s-%d", fingerprint, n)
	}
	return fingerprint
}
