package cli

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// job is a job of GitHub Actions for a pull request of a fake GitHub.
type job struct {
	t      *testing.T
	server *githubtest.Server
	repo   *githubtest.Repository
	pull   int
	temp   string
}

const badCard = "---\nlicense: no-such-licence\n---\n# A model\n"

func newJob(t *testing.T) *job {
	t.Helper()
	s := githubtest.New(t, githubtest.Config{})
	s.AddToken("job", githubtest.JobToken("acme/models", "contents=read", "pull_requests=write", "checks=write", "statuses=write"))
	j := &job{t: t, server: s, repo: s.AddRepository(t, "acme/models"), temp: t.TempDir()}
	j.repo.Commit(t, "main", "first", map[string][]byte{
		".modelgate/config.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: review\nrules: {card/license_unknown: {severity: error}}\n"),
		".github/CODEOWNERS":     []byte("/.modelgate/ @acme/governance @bob\n"),
		"models/a/README.md":     []byte(goodCard),
	})
	j.repo.Commit(t, "feature", "worse", map[string][]byte{"models/a/README.md": []byte(badCard)})
	j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Title: "Retrain", Author: "alice", Head: "feature"})
	return j
}

// run is one run of the job: the clone that actions/checkout leaves, its event
// and its files.
func (j *job) run(event string, payload []byte, commit string, more map[string]string, args ...string) (code int, stdout, stderr string) {
	j.t.Helper()
	dir := checkout(j.t, j.repo.Dir(), commit, j.repo.CloneURL())
	path := filepath.Join(j.t.TempDir(), "event.json")
	if err := os.WriteFile(path, payload, 0o644); err != nil {
		j.t.Fatal(err)
	}
	variables := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": path, "GITHUB_SHA": commit, "GITHUB_REPOSITORY": "acme/models",
		"GITHUB_SERVER_URL": j.server.URL(), "GITHUB_API_URL": j.server.APIURL(), "GITHUB_RUN_ID": "9", "GITHUB_RUN_ATTEMPT": "1", "GITHUB_JOB": "gate",
		"GITHUB_OUTPUT": filepath.Join(j.temp, "output"), "GITHUB_STEP_SUMMARY": filepath.Join(j.temp, "summary"), "RUNNER_TEMP": j.temp, "MODELGATE_TOKEN": "job",
	}
	for k, v := range more {
		variables[k] = v
	}
	return runWith(j.t, dir, variables, args...)
}

func (j *job) onPull(more map[string]string, args ...string) (code int, stdout, stderr string) {
	j.t.Helper()
	return j.run("pull_request", j.repo.PullRequestEvent(j.t, j.pull, "synchronize"), j.repo.MergeSHA(j.pull), more, args...)
}

func (j *job) file(name string) string {
	j.t.Helper()
	raw, err := os.ReadFile(filepath.Join(j.temp, name))
	if err != nil {
		j.t.Fatal(err)
	}
	return string(raw)
}

// TestPullRequestIsDeniedThenMended is the life of a pull request: comment,
// check run, status and files say what is wrong, and then that it is mended.
func TestPullRequestIsDeniedThenMended(t *testing.T) {
	j := newJob(t)
	flags := []string{"check", "--check-run", "--status"}
	code, stdout, stderr := j.onPull(nil, flags...)
	if code != Denied || !strings.Contains(stdout, "::error file=models/a/README.md,line=2,col=10") {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	comments := j.repo.Comments(j.pull)
	if len(comments) != 1 || !strings.Contains(comments[0].Body, "no-such-licence") || !strings.HasPrefix(comments[0].Body, "<!-- modelgate:check -->\n") {
		t.Fatalf("comments: %+v", comments)
	}
	if foot := "head " + j.repo.HeadSHA(j.pull) + ", merged into the base as " + j.repo.MergeSHA(j.pull); !strings.Contains(comments[0].Body, foot) {
		t.Errorf("the comment does not say %q: %s", foot, comments[0].Body)
	}
	runs := j.repo.CheckRuns()
	if len(runs) != 1 || runs[0].Conclusion != "failure" || runs[0].Name != "modelgate" || runs[0].HeadSHA != j.repo.HeadSHA(j.pull) || len(runs[0].Annotations) == 0 {
		t.Fatalf("check runs: %+v", runs)
	}
	if s := j.repo.Statuses(j.repo.HeadSHA(j.pull)); len(s) != 1 || s[0].State != "failure" || s[0].Context != "modelgate" || !strings.HasPrefix(s[0].TargetURL, j.server.URL()) {
		t.Fatalf("statuses: %+v", s)
	}
	if page := j.file("summary"); !strings.Contains(page, "no-such-licence") {
		t.Errorf("summary: %s", page)
	}
	for _, name := range []string{"modelgate/report.json", "modelgate/modelgate.sarif", "modelgate/summary.md"} {
		if !strings.Contains(j.file(name), "no-such-licence") {
			t.Errorf("%s does not name the licence", name)
		}
	}
	if out := j.file("output"); !strings.Contains(out, "\ndeny\n") || !strings.Contains(out, `{"include":[{"model":"models/a","decision":"deny"}]}`) {
		t.Errorf("outputs: %s", out)
	}

	j.repo.Commit(t, "feature", "better", map[string][]byte{"models/a/README.md": []byte(goodCard + "\nMore words.\n"), "models/a/metrics.json": []byte(`{"accuracy": 0.9}`)})
	code, stdout, stderr = j.onPull(nil, append(flags, "--stage", "draft")...)
	if code != Done || !strings.Contains(stdout, "partial check (as stage draft): no finding blocks this change. This is not a decision") {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	if comments := j.repo.Comments(j.pull); !strings.Contains(comments[0].Body, "no-such-licence") {
		t.Errorf("a partial check took the comment of a decision: %+v", comments)
	}
	if runs := j.repo.CheckRuns(); len(runs) != 2 || runs[1].Conclusion != "neutral" || runs[1].Name != "modelgate/draft" {
		t.Errorf("check runs: %+v", runs)
	}
	if s := j.repo.Statuses(j.repo.HeadSHA(j.pull)); len(s) != 1 || s[0].Context != "modelgate/draft" || !strings.HasPrefix(s[0].Description, "partial check (as stage draft)") {
		t.Errorf("statuses: %+v", s)
	}

	j.repo.Commit(t, "main", "settings", map[string][]byte{".modelgate/config.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: draft\n")})
	if code, stdout, stderr = j.onPull(nil, flags...); code != Done {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	after := j.repo.Comments(j.pull)
	if len(after) != 1 || after[0].ID != comments[0].ID || strings.Contains(after[0].Body, "no-such-licence") {
		t.Errorf("the comment was not updated in place: %+v", after)
	}
	if runs := j.repo.CheckRuns(); len(runs) != 3 || runs[2].Conclusion != "success" || runs[2].Name != "modelgate" {
		t.Errorf("check runs: %+v", runs)
	}
}

func TestNoCommentWhereThereIsNothingToSay(t *testing.T) {
	j := newJob(t)
	j.repo.Commit(t, "feature", "aside", map[string][]byte{"models/a/README.md": []byte(goodCard), "docs/x.md": []byte("x")})
	for _, c := range []struct {
		word string
		want int
	}{{"never", 0}, {"auto", 0}, {"always", 1}} {
		if code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": c.word}, "check"); code != Done {
			t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
		}
		if got := len(j.repo.Comments(j.pull)); got != c.want {
			t.Errorf("%s: %d comments", c.word, got)
		}
	}
	if code, _, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": "sometimes"}, "check"); code != Misused || !strings.Contains(stderr, "valid values: auto, always, never") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}

func TestFewCallsForOnePullRequest(t *testing.T) {
	j := newJob(t)
	j.server.Forget()
	if code, stdout, stderr := j.onPull(nil, "check", "--check-run", "--status"); code != Denied {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	if calls := j.server.Count("") - j.server.Count("git"); calls > 7 {
		t.Errorf("%d calls: %+v", calls, j.server.Requests())
	}
}

// TestForkIsJudgedWithoutLeaveToWrite runs with a token that may only read.
func TestForkIsJudgedWithoutLeaveToWrite(t *testing.T) {
	j := newJob(t)
	j.server.AddToken("fork", githubtest.ForkToken("acme/models"))
	j.repo.Commit(t, "theirs", "worse", map[string][]byte{"models/a/README.md": []byte(badCard)})
	j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Author: "mallory", Head: "theirs", HeadRepo: "mallory/models"})
	code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_TOKEN": "fork"}, "check", "--check-run", "--status")
	if code != Denied || !strings.Contains(stdout, "::error file=models/a/README.md") || strings.Count(stdout, "::warning title=modelgate") != 3 {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	if !strings.Contains(j.file("summary"), "no-such-licence") || len(j.repo.Comments(j.pull)) != 0 {
		t.Error("the summary must say what no comment can")
	}
}

// TestLogIsNeverEmpty asks for a file only: the job is red, and its log says why.
func TestLogIsNeverEmpty(t *testing.T) {
	j := newJob(t)
	sarif := "sarif=" + filepath.Join(j.temp, "x.sarif")
	never := map[string]string{"MODELGATE_COMMENT": "never"}
	if code, stdout, stderr := j.onPull(never, "check", "-o", sarif); code != Denied || !strings.Contains(stdout, "::error file=models/a/README.md,line=2") {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	if code, stdout, stderr := j.onPull(never, "check", "--shard", "1/1", "-o", sarif); code != Denied || !strings.Contains(stdout, "models/a/README.md:2:10: error: ") || strings.Contains(stdout, "::error") {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	if code, stdout, stderr := j.onPull(never, "check", "--base", "nowhere"); code != Misused || stdout != "" || !strings.HasPrefix(stderr, "::error title=modelgate::") || strings.Count(stderr, "\n") != 1 {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
}

// TestLessThanTheChangeIsSaid: what a workflow that the proposal edits may ask for
// instead of a check of the whole proposal never gives its headline or its name.
func TestLessThanTheChangeIsSaid(t *testing.T) {
	j := newJob(t)
	j.repo.Commit(t, "feature", "another", map[string][]byte{"models/b/README.md": []byte(goodCard)})
	for name, args := range map[string][]string{
		"of selected commits":                 {"--base", "HEAD", "--head", "HEAD"},
		"only models that match models/[b-z]": {"--model", "models/[b-z]", "--stage", "review"},
		"only policy":                         {"--gate", "policy", "--stage", "review"},
		"as of 2026-10-01":                    {"--as-of", "2026-10-01", "--gate", "policy", "--stage", "review"},
	} {
		code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": "never"}, append([]string{"check", "-o", "text"}, args...)...)
		if strings.Contains(stdout, "passed: no") || !strings.Contains(stdout, "\npartial check (") || !strings.Contains(stdout, name) {
			t.Errorf("%s: exit code %d: %s%s", name, code, stdout, stderr)
		}
	}
	code, _, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": "never"}, "check", "--model", "models/b", "--check-run", "--status", "--name", "modelgate")
	if code == Misused {
		t.Fatal(stderr)
	}
	for _, run := range j.repo.CheckRuns() {
		if run.Name != "modelgate (only models that match models/b)" {
			t.Errorf("check run %q", run.Name)
		}
	}
	for _, s := range j.repo.Statuses(j.repo.HeadSHA(j.pull)) {
		if s.Context != "modelgate (only models that match models/b)" {
			t.Errorf("status %q", s.Context)
		}
	}
}

// TestCheckRunThatCannotBeMadeIsAnError: the branch may wait for it.
func TestCheckRunThatCannotBeMadeIsAnError(t *testing.T) {
	j := newJob(t)
	j.server.AddFault(githubtest.Fault{Operation: "checks/create", Kind: githubtest.Forbidden})
	code, _, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": "never"}, "check", "--check-run")
	if code != Failed || !strings.Contains(stderr, "checks: write") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}

func TestCommentThatCannotBeWrittenChangesNoDecision(t *testing.T) {
	j := newJob(t)
	j.server.AddFault(githubtest.Fault{Operation: "issues/create-comment", Kind: githubtest.Forbidden})
	code, stdout, _ := j.onPull(nil, "check")
	if code != Denied || !strings.Contains(stdout, "::warning title=modelgate::Could not update the pull request comment") {
		t.Errorf("exit code %d: %s", code, stdout)
	}
}

// TestApprovalsDecideAboutTheRules: who approves what, of which commit, is asked
// of GitHub.
func TestApprovalsDecideAboutTheRules(t *testing.T) {
	j := newJob(t)
	j.server.AddTeam("acme", "governance", "carol")
	j.server.AddToken("app", githubtest.AppToken("gate", "contents=read", "pull_requests=write", "members=read"))
	old := j.repo.Commit(t, "feature", "rules", map[string][]byte{"models/a/README.md": []byte(goodCard),
		".modelgate/config.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: draft\n")})
	check := func(want int, words, token string) {
		t.Helper()
		code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_TOKEN": token, "MODELGATE_COMMENT": "never"}, "check", "-o", "text")
		if code != want || !strings.Contains(stdout, words) {
			t.Errorf("exit code %d, want %d with %q: %s%s", code, want, words, stdout, stderr)
		}
	}
	check(Denied, "without approval from @acme/governance or @bob", "job")
	check(Denied, "the approvals of the pull request could not be read", "")
	j.repo.Review(j.pull, githubtest.Review{User: "carol", State: "APPROVED"})
	check(Done, "", "app")
	check(Denied, "without approval", "job") // the job's token cannot see who is in a team
	j.repo.Review(j.pull, githubtest.Review{User: "bob", State: "APPROVED", Commit: old})
	check(Done, "", "job")
	j.repo.Commit(t, "feature", "more", map[string][]byte{"docs/x": []byte("x")})
	check(Denied, "the approval of bob is for commit "+old[:12], "job")
	j.repo.Review(j.pull, githubtest.Review{User: "bob", State: "APPROVED"})
	j.repo.Review(j.pull, githubtest.Review{User: "dave", State: "CHANGES_REQUESTED"})
	check(Denied, "for commit "+j.repo.HeadSHA(j.pull)[:12]+": dave requests changes", "job")
	j.repo.SetPermission("dave", "read")
	check(Done, "", "job")
	j.repo.SetPermission("dave", "write")
	j.repo.Review(j.pull, githubtest.Review{User: "dave", State: "DISMISSED"})
	check(Done, "", "job")
	j.repo.SetPermission("bob", "read") // a collaborator by association
	check(Denied, "bob has no write permission", "job")
	j.repo.SetPermission("bob", "write")
	j.server.AddFault(githubtest.Fault{Operation: "repos/get-collaborator-permission-level", Kind: githubtest.Forbidden})
	check(Denied, "the permission of bob could not be read", "job")
	j.server.AddFault(githubtest.Fault{Operation: "repos/compare-commits-with-basehead", Kind: githubtest.Forbidden})
	check(Denied, "the approvals of the pull request could not be read", "job")
}

// TestTeamsApproveWhatTheyOwn: a workflow that runs the gate has owners too.
func TestTeamsApproveWhatTheyOwn(t *testing.T) {
	j := newJob(t)
	j.server.AddTeam("acme", "platform", "carol")
	j.server.AddToken("app", githubtest.AppToken("gate", "contents=read", "pull_requests=write", "members=read"))
	const gate = "jobs: {modelgate: {steps: [{uses: modelgate-dev/modelgate@v0.1.0%s}]}}\n"
	j.repo.Commit(t, "main", "workflow", map[string][]byte{".github/workflows/gate.yml": fmt.Appendf(nil, gate, ""), ".github/CODEOWNERS": []byte("/.github/ @acme/platform\n")})
	j.repo.Commit(t, "weaker", "weaker", map[string][]byte{".github/workflows/gate.yml": fmt.Appendf(nil, gate, ", with: {stage: draft}")})
	j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Author: "mallory", Head: "weaker"})
	check := func(want int, words string) {
		t.Helper()
		code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_TOKEN": "app", "MODELGATE_COMMENT": "never"}, "check", "-o", "text")
		if code != want || !strings.Contains(stdout, words) {
			t.Errorf("exit code %d, want %d with %q: %s%s", code, want, words, stdout, stderr)
		}
	}
	check(Denied, `".github/workflows/gate.yml" was edited without approval from @acme/platform`)
	j.repo.Review(j.pull, githubtest.Review{User: "carol", State: "APPROVED"})
	check(Done, "")
}

// TestWhoeverWroteItDoesNotApproveIt: a pull request that somebody else has
// opened is no second person.
func TestWhoeverWroteItDoesNotApproveIt(t *testing.T) {
	for name, c := range map[string]struct{ author, committer, message, says string }{
		"author":           {"bob@acme.example", "noreply@github.com", "rules", "bob is author of commit"},
		"committer":        {"person@example.com", "bob@acme.example", "rules", "bob is committer of commit"},
		"co-author":        {"person@example.com", "person@example.com", "rules\n\nCo-authored-by: Bob <1+bob@users.noreply.github.com>", "bob is co-author of commit"},
		"unlinked address": {"bob@laptop.local", "person@example.com", "rules", `no account has the address "bob@laptop.local" of the author of commit`},
		"another person":   {"person@example.com", "noreply@github.com", "rules\n\nCo-authored-by: Claude <noreply@anthropic.com>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			j := newJob(t)
			j.server.AddAccount("bob", "bob@acme.example")
			j.repo.CommitBy(t, "feature", c.author, c.committer, c.message)
			j.repo.Commit(t, "feature", "rules", map[string][]byte{"models/a/README.md": []byte(goodCard), ".modelgate/config.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: draft\n")})
			j.repo.Review(j.pull, githubtest.Review{User: "bob", State: "APPROVED"})
			want := map[bool]int{true: Done, false: Denied}[c.says == ""]
			code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": "never"}, "check", "-o", "text")
			if code != want || !strings.Contains(stdout, c.says) {
				t.Errorf("exit code %d, want %d with %q: %s%s", code, want, c.says, stdout, stderr)
			}
		})
	}
}

// TestReportOfAForkIsShownByAnotherJob renders the artifact of a fork's run anew.
func TestReportOfAForkIsShownByAnotherJob(t *testing.T) {
	j := newJob(t)
	j.repo.Commit(t, "theirs", "worse", map[string][]byte{"models/a/README.md": []byte(badCard)})
	j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Author: "mallory", Head: "theirs", HeadRepo: "mallory/models"})
	if code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": "never"}, "check"); code != Denied {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	j.server.AddToken("job", githubtest.JobToken("acme/models", "contents=read", "pull_requests=write", "actions=read"))
	j.repo.AddArtifact(77, "modelgate-report", zipped(t, "report.json", j.file("modelgate/report.json")))
	j.repo.AddArtifact(78, "modelgate-report", zipped(t, "report.json", strings.Replace(j.file("modelgate/report.json"), `"decision": "deny"`, `"decision": "allow"`, 1)))
	event := func(run int64) []byte { return j.repo.WorkflowRunEvent(t, run, j.pull, "failure") }
	code, stdout, stderr := j.run("workflow_run", event(77), j.repo.Tip("main"), nil, "report", "--artifact", "modelgate-report")
	if code != Done {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	comments := j.repo.Comments(j.pull)
	if len(comments) != 1 || !strings.Contains(comments[0].Body, "no-such-licence") || !strings.Contains(comments[0].Body, "is not a decision") {
		t.Fatalf("comments: %+v", comments)
	}
	if code, _, stderr := j.run("workflow_run", event(78), j.repo.Tip("main"), nil, "report", "--artifact", "modelgate-report"); code != Failed || !strings.Contains(stderr, `is "deny", but that of the report is "allow"`) {
		t.Errorf("a report that contradicts itself: exit code %d: %s", code, stderr)
	}
	if code, _, stderr := j.onPull(nil, "report", "--artifact", "modelgate-report"); code != Misused || !strings.Contains(stderr, "workflow_run") {
		t.Errorf("on a pull request: exit code %d: %s", code, stderr)
	}
}

// TestRulesOutOfTime: a run whose rules were cut short is no denial and no pass,
// wherever it is told.
func TestRulesOutOfTime(t *testing.T) {
	j := newJob(t)
	code, stdout, stderr := j.onPull(map[string]string{"deadline of the rules": "1ns"}, "check", "--check-run", "--status")
	if code != Failed || !strings.Contains(stdout, "modelgate: check incomplete for") && !strings.Contains(stdout, "undecided: ") {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	if runs := j.repo.CheckRuns(); len(runs) != 1 || runs[0].Conclusion != "timed_out" {
		t.Errorf("check runs: %+v", runs)
	}
	if s := j.repo.Statuses(j.repo.HeadSHA(j.pull)); len(s) != 1 || s[0].State != "error" || !strings.HasPrefix(s[0].Description, "undecided: ") {
		t.Errorf("statuses: %+v", s)
	}
	if out := j.file("output"); !strings.Contains(out, "\nundecided\n") || !strings.Contains(out, `{"include":[{"model":"models/a","decision":"undecided"}]}`) {
		t.Errorf("outputs: %s", out)
	}
	for name, want := range map[string]string{"summary": "modelgate: check incomplete for this change", "modelgate/modelgate.sarif": `"executionSuccessful": false`, "modelgate/report.json": `"decision": "undecided"`} {
		if !strings.Contains(j.file(name), want) {
			t.Errorf("%s has no %q", name, want)
		}
	}
}

func TestPromoteOfAJob(t *testing.T) {
	j := newJob(t)
	if code, _, stderr := j.onPull(nil, "promote", "--env", "production", "--to", j.server.URL()+"/acme/environments.git"); code != Misused || !strings.Contains(stderr, "only what is merged is promoted") {
		t.Errorf("on a pull request: exit code %d: %s", code, stderr)
	}
	environments := j.server.AddRepository(t, "acme/environments")
	environments.Commit(t, "main", "first", map[string][]byte{".modelgate/env.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments:\n  production: {stage: draft, namespace: models}\n")})
	j.server.AddToken("app", githubtest.AppToken("promoter", "contents=write"))
	before := j.repo.Tip("main")
	digest := strings.Repeat("0", 64)
	after := j.repo.Commit(t, "main", "a model to deploy", map[string][]byte{"models/a/modelgate.yaml": []byte(`apiVersion: modelgate.dev/v1
kind: Model
name: a
version: 1.0.0
owner: a-ml
artifacts:
  - uri: s3://models/a/sha256-` + digest + `
    digest: sha256:` + digest + `
deploy:
  target: kserve
  parameters: {modelFormat: sklearn}
`)})
	args := []string{"promote", "--env", "production", "--to", j.server.URL() + "/acme/environments.git", "--merged-into", after}
	promote := func(token string) (int, string) {
		code, stdout, stderr := j.run("push", j.repo.PushEvent(t, "main", before, after), after, map[string]string{"MODELGATE_TOKEN": token}, args...)
		return code, stdout + stderr
	}
	if code, words := promote("job"); code != Misused {
		t.Errorf("with the token of another repository: exit code %d: %s", code, words)
	}
	code, stdout, stderr := j.run("push", j.repo.PushEvent(t, "main", before, after), after, map[string]string{"MODELGATE_TOKEN": "app", "deadline of the rules": "1ns"}, args...)
	if code != Failed || !strings.Contains(stdout, "undecided: a (models/a)") || strings.Contains(stdout, "denied") || strings.Contains(stdout, "promoted:") {
		t.Errorf("out of time: exit code %d: %s%s", code, stdout, stderr)
	}
	code, words := promote("app")
	if code != Done || !strings.Contains(words, "promoted: a 1.0.0") {
		t.Fatalf("exit code %d: %s", code, words)
	}
	if record := environments.File("main", ".modelgate/records/production/a/000001.json"); !strings.Contains(string(record), after) {
		t.Errorf("the record is %q", record)
	}
	sameOutputs(t, "actions/promote/action.yml", j.file("output"))
	if out := j.file("output"); !strings.Contains(out, environments.Tip("main")) || !strings.Contains(out, `{"include":[{"model":"models/a","version":"1.0.0"}]}`) {
		t.Errorf("outputs: %s", out)
	}
	if code, words := promote("app"); code != Done || !strings.Contains(words, "nothing to commit") {
		t.Errorf("a second time: exit code %d: %s", code, words)
	}
}

func TestDoctorAsksGitHub(t *testing.T) {
	j := newJob(t)
	j.server.AddToken("app", githubtest.AppToken("doctor", "contents=read", "metadata=read", "administration=read"))
	j.repo.SetRules(map[string]any{"type": "deletion", "ruleset_source_type": "Repository", "ruleset_source": "acme/models", "ruleset_id": 1})
	j.repo.SetJobPermissions("write")
	payload := j.repo.PushEvent(t, "main", j.repo.Tip("main"), j.repo.Tip("main"))
	code, stdout, stderr := j.run("push", payload, j.repo.Tip("main"), map[string]string{"MODELGATE_TOKEN": "app"}, "doctor", "--rev", "HEAD")
	if code != Denied {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	for _, want := range []string{"problem  required: no modelgate check", "problem  reviews:", "problem  workflow:", "advice   job-permissions:", "ok       branch: the default branch is protected from deletion"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%q is not in\n%s", want, stdout)
		}
	}
}

func zipped(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create(name)
	if err == nil {
		_, err = f.Write([]byte(content))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFixesAreSuggestedOnThePullRequest: a fix is a suggestion on the line that it changes, and goes once the line is mended.
func TestFixesAreSuggestedOnThePullRequest(t *testing.T) {
	j := newJob(t)
	j.repo.Commit(t, "feature", "upper case", map[string][]byte{"models/a/README.md": []byte("---\nlicense: MIT\n---\n# A model\n")})
	if code, stdout, stderr := j.onPull(nil, "check", "--suggest"); !strings.Contains(stdout, "suggestions: 1 added") {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	got := j.repo.ReviewComments(j.pull)
	if len(got) != 1 || got[0].Path != "models/a/README.md" || got[0].Start != 2 || got[0].End != 2 || !strings.Contains(got[0].Body, "\n```suggestion\nlicense: mit\n```\n") {
		t.Fatalf("%+v", got)
	}
	if code, stdout, stderr := j.onPull(nil, "check", "--suggest"); !strings.Contains(stdout, "suggestions: 0 added, 0 removed, 1 unchanged") {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	j.repo.Commit(t, "feature", "mended", map[string][]byte{"models/a/README.md": []byte("---\nlicense: mit\n---\n# A model\n")})
	if code, stdout, stderr := j.onPull(nil, "check", "--suggest"); !strings.Contains(stdout, "suggestions: 0 added, 1 removed") || len(j.repo.ReviewComments(j.pull)) != 0 {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
}
