package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// jobWithScan is a job whose base requires a passed scan of the commit.
func jobWithScan(t *testing.T) *job {
	t.Helper()
	j := newJob(t)
	rule, err := os.ReadFile("../../docs/examples/policies/policies/governance/scan_passed.rego")
	if err != nil {
		t.Fatal(err)
	}
	j.repo.Commit(t, "main", "rule", map[string][]byte{".modelgate/policies/governance/scan_passed.rego": rule})
	j.repo.Commit(t, "feature", "better", map[string][]byte{"models/a/README.md": []byte(goodCard + "\nMore words.\n")})
	j.server.AddToken("job", githubtest.JobToken("acme/models", "contents=read", "pull_requests=write", "checks=read", "statuses=read"))
	return j
}

// TestScanOfTheCommit: a rule sees the newest check run of the App that it names, and
// nothing that modelgate or the change itself says.
func TestScanOfTheCommit(t *testing.T) {
	j := jobWithScan(t)
	head := j.repo.HeadSHA(j.pull)
	with := func(name, app, status, conclusion string) githubtest.CheckRun {
		return githubtest.CheckRun{Name: name, HeadSHA: head, App: app + "[bot]", Status: status, Conclusion: conclusion}
	}
	want := func(what, text string) {
		t.Helper()
		_, stdout, stderr := j.onPull(nil, "check", "-o", "text")
		if found := strings.Contains(stdout, "custom_governance/scan_passed"); found != (text != "") || !strings.Contains(stdout, text) {
			t.Errorf("%s: %q is not in %s%s", what, text, stdout, stderr)
		}
	}
	const none = `the check run "model-scan" of acme-scanner has no success`
	want("nothing", none)
	j.repo.AddCheckRun(with("model-scan", "github-actions", "completed", "success"))
	j.repo.AddStatus(head, "mallory", githubtest.Status{State: "success", Context: "model-scan"})
	want("of another", none)
	j.repo.AddCheckRun(with("model-scan", "acme-scanner", "in_progress", ""))
	want("running", none)
	j.repo.AddCheckRun(with("model-scan", "acme-scanner", "completed", "success"))
	want("success", "")
	j.repo.AddCheckRun(with("model-scan", "acme-scanner", "completed", "timed_out"))
	want("worse again", none)
	j.server.AddToken("job", githubtest.JobToken("acme/models", "contents=read", "pull_requests=write"))
	j.repo.SetPrivate() // what is public can be read by anyone
	want("no permission", "the check runs of the commit could not be read: ")
	want("no permission", "checks: read")
}

// TestStatusesAreReadWhereARuleWantsThem and not otherwise: they cost calls and permissions.
func TestStatusesAreReadWhereARuleWantsThem(t *testing.T) {
	j := newJob(t)
	j.onPull(nil, "check")
	if n := j.server.Count("checks/list-for-ref") + j.server.Count("repos/list-commit-statuses-for-ref"); n != 0 {
		t.Errorf("%d calls that no rule needs", n)
	}
}

// TestOwnChecksAreNoEvidence: what modelgate itself has said of the commit, in this run or
// another, is not among what rules see; near misses are, with what tells them apart.
func TestOwnChecksAreNoEvidence(t *testing.T) {
	s := githubtest.New(t, githubtest.Config{})
	repo := s.AddRepository(t, "acme/models")
	head := repo.Commit(t, "main", "first", map[string][]byte{"a": []byte("a")})
	s.AddToken("job", githubtest.JobToken("acme/models", "contents=read", "checks=read", "statuses=read"))
	for _, k := range []githubtest.CheckRun{
		{Name: "modelgate"}, {Name: "ModelGate/policy"}, {Name: "modelgate (advisory)"}, {Name: "gates"}, {Name: "gates (shard 1 of 2)"},
		{Name: "other", ExternalID: "9/1/gate"},
		{Name: "this job", DetailsURL: "https://github.com/acme/models/actions/runs/9/job/1", Status: "in_progress"},

		{Name: "modelgates"}, {Name: "gates-of-others"}, {Name: "elsewhere", ExternalID: "99/1/gate"},
		{Name: "tests", DetailsURL: "https://github.com/acme/models/actions/runs/9/job/2", Conclusion: "skipped"},
		{Name: "later", DetailsURL: "https://github.com/acme/models/actions/runs/99/job/3", Status: "queued"},
		{Name: "new word", Conclusion: "action_required"}, {Name: "fine", Conclusion: "neutral"},
	} {
		if k.HeadSHA, k.App = head, "ci[bot]"; k.Status == "" {
			k.Status = "completed"
		}
		if k.Status == "completed" && k.Conclusion == "" {
			k.Conclusion = "success"
		}
		repo.AddCheckRun(k)
	}
	repo.AddStatus(head, "ann", githubtest.Status{State: "success", Context: "modelgate"})
	repo.AddStatus(head, "ann", githubtest.Status{State: "success", Context: "lab/results"})
	repo.AddStatus(head, "bob", githubtest.Status{State: "failure", Context: "lab/results"})
	repo.AddStatus(head, "ann", githubtest.Status{State: "pending", Context: "Lab/results"})
	env := &Env{Getenv: func(name string) string {
		return map[string]string{"GITHUB_API_URL": s.APIURL(), "GITHUB_SERVER_URL": s.URL(), "MODELGATE_TOKEN": "job", "GITHUB_RUN_ID": "9", "GITHUB_REPOSITORY": "acme/models"}[name]
	}, Stderr: io.Discard}
	event := actions.Event{System: actions.OnGitHub, Head: head, Repository: "acme/models", API: s.APIURL(), Server: s.URL()}
	repository, ok, err := env.github(event)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	got, err := env.commitStatuses(t.Context(), repository, event, true, "gates")
	if err != nil || !got.Known {
		t.Fatal(err, got)
	}
	var lines []string
	for _, c := range got.Items {
		lines = append(lines, fmt.Sprintf("%s %s by %s%s: %s %s %t", c.Kind, c.Name, c.App, c.Creator, c.State, c.Word, c.SameRun))
	}
	want := `check_run elsewhere by ci: success success false
check_run fine by ci: neutral neutral false
check_run gates-of-others by ci: success success false
check_run later by ci: pending queued false
check_run modelgates by ci: success success false
check_run new word by ci: failure action_required false
check_run tests by ci: skipped skipped true
status Lab/results by ann: pending pending false
status lab/results by bob: failure failure false`
	if text := strings.Join(lines, "\n"); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}
