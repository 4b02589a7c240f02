package report

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// commands counts the workflow commands of a log by name, and fails the test on
// a line that a runner would act upon and that is not one of ours.
func commands(t *testing.T, log string) map[string]int {
	t.Helper()
	n := map[string]int{}
	for line := range strings.Lines(log) {
		trimmed := strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(trimmed, "::"); ok {
			name, _, _ = strings.Cut(name, " ")
			n[name]++
		}
		if strings.Contains(line, "##[") || strings.Contains(line, "##vso[") || strings.ContainsRune(line, '\x1b') {
			t.Errorf("a runner acts upon %q", line)
		}
	}
	return n
}

func TestGitHubKeepsToTheLimits(t *testing.T) {
	for _, c := range []struct {
		name                     string
		models, findings         int // of each, a warning and a waived error; the others deny
		preview                  bool
		errors, warnings, notice int
		count                    string
	}{
		{"fits", 3, 5, false, 9, 3, 3, ""},
		{"errors at the limit", 1, 12, false, 10, 1, 1, ""},
		{"one error more", 1, 13, false, 10, 1, 2, "1 finding is not shown"},
		{"warnings and notices at the limit", 10, 2, false, 0, 10, 10, ""},
		{"one of each more", 11, 2, false, 0, 10, 10, "3 findings are not shown"},
		{"all overflow", 50, 5, false, 10, 10, 10, "221 findings are not shown"},
		{"preview takes a warning", 50, 5, true, 10, 10, 10, "222 findings are not shown"},
		{"preview at the limit", 9, 2, true, 0, 10, 9, ""},
		{"preview and one more", 10, 2, true, 0, 10, 10, "2 findings are not shown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := many(c.models, c.findings)
			r.Preview = c.preview
			log := render(t, "github", r)
			got := commands(t, log)
			if got["error"] != c.errors || got["warning"] != c.warnings || got["notice"] != c.notice {
				t.Errorf("got %v", got)
			}
			if !strings.Contains(log, c.count) || (c.count == "") != !strings.Contains(log, "not shown") {
				t.Errorf("the count is wrong:\n%s", log)
			}
			lines := strings.Split(strings.TrimSpace(log), "\n")
			if last := lines[len(lines)-1]; strings.HasPrefix(last, "::") || !strings.Contains(last, "failed: ") {
				t.Errorf("the last line is %q", last)
			}
		})
	}
}

func TestRegion(t *testing.T) {
	at := func(line, column, endLine, endColumn int) finding.Position {
		return finding.Position{Path: "a", Line: line, Column: column, EndLine: endLine, EndColumn: endColumn}
	}
	for name, c := range map[string]struct {
		at   finding.Position
		want string
	}{
		"no file":           {finding.Position{Line: 3}, "::error::"},
		"file only":         {finding.Position{Path: "a"}, "::error file=a::"},
		"line only":         {at(3, 0, 0, 0), "::error file=a,line=3::"},
		"empty":             {at(3, 5, 3, 5), "::error file=a,line=3,col=5::"},
		"in a line":         {at(3, 5, 3, 9), "::error file=a,line=3,col=5,endLine=3,endColumn=9::"},
		"two lines":         {at(3, 5, 4, 2), "::error file=a,line=3,endLine=4::"},
		"whole line":        {at(3, 5, 4, 1), "::error file=a,line=3,col=5::"},
		"three lines":       {at(3, 5, 6, 1), "::error file=a,line=3,endLine=5::"},
		"end before start":  {at(3, 5, 2, 9), "::error file=a,line=3,col=5::"},
		"start of the file": {finding.Start("a"), "::error file=a,line=1,col=1::"},
	} {
		if got := actions.Command("error", region(c.at), ""); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestLogsCannotBeForged quotes each hostile text at the start of every line
// that a log can have.
func TestLogsCannotBeForged(t *testing.T) {
	for _, s := range append(hostileTexts, "::error::x", "  ::error::x", "\u00a0::error::x", "x\n::set-output name=a::b", "##[error]", "x##vso[task.complete]", "\u200b::stop-commands::t") {
		r := read(t, "report")
		r.Result, r.Notices = "deny", []string{s}
		d := &r.Models[0]
		d.Subject.ID, d.Subject.Version = s, s
		d.Outcomes[0].State, d.Outcomes[0].Error, d.Outcomes[0].Rule = "error", s, s
		for i := range d.Findings {
			j := &d.Findings[i]
			j.Rule, j.Message, j.Help, j.At.Path = s, s, s, s
		}
		r.Waivers[0].ID, r.Waivers[0].Owner, r.Waivers[0].Rule = s, s, s
		if n := commands(t, render(t, "text", r)); len(n) != 0 {
			t.Errorf("the text report of %q holds commands: %v", s, n)
		}
		if n := commands(t, render(t, "github", r)); n["error"]+n["warning"]+n["notice"] != 9 || len(n) != 3 {
			t.Errorf("the log of %q holds %v", s, n)
		}
	}
}
