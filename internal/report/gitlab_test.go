package report

import (
	"encoding/json"
	"strings"
	"testing"
)

func gitlabOf(t *testing.T, r Report) []gitlabIssue {
	t.Helper()
	raw := render(t, "gitlab", r)
	if !strings.HasPrefix(raw, "[") {
		t.Errorf("the report starts with %q", raw[:1])
	}
	var list []gitlabIssue
	if err := json.Unmarshal([]byte(raw), &list); err != nil || list == nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return list
}

func TestGitLabOfNothingIsAnEmptyArray(t *testing.T) {
	r := many(1, 0)
	r.Models[0].Outcomes = nil
	if list := gitlabOf(t, r); len(list) != 0 {
		t.Errorf("got %v", list)
	}
}

func TestGitLabIssues(t *testing.T) {
	r := read(t, "report")
	list := gitlabOf(t, r)
	if len(list) != len(entries(r)) {
		t.Errorf("%d issues, want %d", len(list), len(entries(r)))
	}
	severities := map[string]int{}
	for _, issue := range list {
		severities[issue.Severity]++
	}
	if severities["critical"] != 2 || severities["blocker"] != 1 || severities["minor"] != 2 || severities["info"] != 3 {
		t.Errorf("severities %v", severities)
	}
}

func TestGitLabFingerprints(t *testing.T) {
	r := many(2, 5)
	for i := range r.Models[0].Findings {
		r.Models[0].Findings[i].Key = "" // five findings at one anchor
	}
	before := gitlabOf(t, r)
	seen := map[string]bool{}
	for _, issue := range before {
		if seen[issue.Fingerprint] {
			t.Errorf("%s is given twice", issue.Fingerprint)
		}
		seen[issue.Fingerprint] = true
	}
	for i := range r.Models {
		for k := range r.Models[i].Findings {
			r.Models[i].Findings[k].At.Line += 7
			r.Models[i].Findings[k].At.EndLine += 7
		}
	}
	for i, issue := range gitlabOf(t, r) {
		if issue.Fingerprint != before[i].Fingerprint || issue.Location.Lines.Begin != before[i].Location.Lines.Begin+7 {
			t.Errorf("issue %d depends on its line: %+v", i, issue)
		}
	}
}

func TestGitLabPaths(t *testing.T) {
	for path, want := range map[string]string{"./a/b": "a/b", "a/../b": "b", "/etc/passwd": ".modelgate", "": ".modelgate", "../x": ".modelgate", "a b/c:d": "a b/c:d"} {
		r := many(1, 1)
		r.Models[0].Findings[0].At.Path = path
		if got := gitlabOf(t, r)[0].Location.Path; got != want {
			t.Errorf("%q becomes %q, want %q", path, got, want)
		}
	}
}
