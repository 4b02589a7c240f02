//go:build act

package acttest

import (
	"archive/zip"
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

const gateWorkflow = ".github/workflows/modelgate.yml"

// adopted is a model repository that has merged what `modelgate init` writes and
// the workflows for promotion and comments, with the models of the demonstration.
func adopted(t *testing.T) *forge {
	f := newForge(t)
	files := starter(t, "init")
	maps.Copy(files, starter(t, "model-repository"))
	maps.Copy(files, starter(t, "demo/main"))
	f.models.Commit(t, "main", "Adopt modelgate", files)
	return f
}

func (f *forge) artifact(path string) string {
	f.Helper()
	raw, err := os.ReadFile(filepath.Join(f.temp, "artifacts", filepath.FromSlash(path)))
	if err != nil {
		f.Fatal(err)
	}
	return string(raw)
}

// TestFromPullRequestToEnvironment is the whole line on GitHub: a bad pull request
// fails with its findings on the lines, the mended one passes and its comment is
// the same, and the merge promotes into the environment repository over git.
func TestFromPullRequestToEnvironment(t *testing.T) {
	f := adopted(t)
	f.models.Commit(t, "retrain", "Retrain churn", starter(t, "demo/proposal"))
	pull := f.models.AddPullRequest(t, githubtest.PullRequest{Title: "Retrain; $(touch pwned) `id` ::error::", Author: "alice", Head: "retrain"})
	event := func() []byte { return f.models.PullRequestEvent(t, pull, "synchronize") }

	r := f.act("pull_request", event(), f.models.MergeSHA(pull), gateWorkflow)
	f.want(r, 1, "models/churn/README.md", "1 model checked, 1 failed")
	comments := f.models.Comments(pull)
	if len(comments) != 1 || !strings.Contains(comments[0].Body, "models/churn") || !strings.Contains(comments[0].Body, "❌") {
		t.Fatalf("comments: %+v", comments)
	}
	if report := f.artifact("modelgate-report/report.json"); !strings.Contains(report, `"decision": "deny"`) {
		t.Errorf("report: %.200s", report)
	}

	// The proposal edits the rules too: somebody else must have approved what it is now.
	f.models.Commit(t, "retrain", "Mend", starter(t, "demo/mended"))
	f.models.Review(pull, githubtest.Review{User: "bob", State: "APPROVED"})
	r = f.act("pull_request", event(), f.models.MergeSHA(pull), gateWorkflow)
	f.want(r, 0, "1 model checked, 0 failed")
	after := f.models.Comments(pull)
	if len(after) != 1 || after[0].ID != comments[0].ID || !strings.Contains(after[0].Body, "✅") {
		t.Fatalf("the comment was not updated in place: %+v", after)
	}

	before := f.models.Tip("main")
	merged := f.models.Commit(t, "main", "Merge pull request #1", starter(t, "demo/mended"))
	const promote = ".github/workflows/modelgate-promote.yml"
	r = f.act("push", f.models.PushEvent(t, "main", before, merged), merged, promote)
	f.want(r, 0, "promoted: churn 1.1.0")
	first := f.environments.Tip("main")
	record := f.environments.File("main", ".modelgate/records/production/churn/000001.json")
	if !strings.Contains(string(record), merged) || f.environments.File("main", "environments/production/models/churn/inferenceservice.yaml") == nil {
		t.Fatalf("record: %s", record)
	}
	r = f.act("push", f.models.PushEvent(t, "main", before, merged), merged, promote)
	f.want(r, 0, "nothing to commit")
	if f.environments.Tip("main") != first {
		t.Error("a second run committed again")
	}
}

// TestMergeQueue judges what the queue makes: there is no pull request, and nothing
// to comment on.
func TestMergeQueue(t *testing.T) {
	f := adopted(t)
	base := f.models.Tip("main")
	head := f.models.Commit(t, "gh-readonly-queue/main/pr-1-"+base, "queued", starter(t, "demo/proposal"))
	r := f.act("merge_group", f.models.MergeGroupEvent(t, "main", head, 1), head, gateWorkflow)
	f.want(r, 1, "1 model checked, 1 failed")
}

// TestForkIsCommentedOnByItsCompanion: the fork's own run may only read, and leaves
// a report; the companion renders it anew.
func TestForkIsCommentedOnByItsCompanion(t *testing.T) {
	f := adopted(t)
	f.server.AddToken("fork", githubtest.ForkToken("acme/models"))
	f.models.Commit(t, "patch", "Retrain churn", starter(t, "demo/proposal"))
	pull := f.models.AddPullRequest(t, githubtest.PullRequest{Author: "mallory", Head: "patch", HeadRepo: "mallory/models"})
	r := f.act("pull_request", f.models.PullRequestEvent(t, pull, "opened"), f.models.MergeSHA(pull), gateWorkflow, "-s", "GITHUB_TOKEN=fork")
	f.want(r, 1, "1 model checked, 1 failed", "Could not update the pull request comment")
	if n := len(f.models.Comments(pull)); n != 0 {
		t.Fatalf("%d comments by a token that may only read", n)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	file, err := w.Create("report.json")
	if err == nil {
		_, err = file.Write([]byte(f.artifact("modelgate-report/report.json")))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	f.models.AddArtifact(77, "modelgate-report", b.Bytes())
	r = f.act("workflow_run", f.models.WorkflowRunEvent(t, 77, pull, "failure"), f.models.Tip("main"), ".github/workflows/modelgate-comment.yml")
	f.want(r, 0, "comment created")
	if c := f.models.Comments(pull); len(c) != 1 || !strings.Contains(c[0].Body, "models/churn") {
		t.Errorf("comments: %+v", c)
	}
}

// TestShardsDecideTogether runs the matrix, and the job that joins it.
func TestShardsDecideTogether(t *testing.T) {
	f := adopted(t)
	f.models.Commit(t, "retrain", "Retrain churn", starter(t, "demo/proposal"))
	pull := f.models.AddPullRequest(t, githubtest.PullRequest{Author: "alice", Head: "retrain"})
	const sharded = ".github/workflows/modelgate-sharded.yml"
	r := f.act("pull_request", f.models.PullRequestEvent(t, pull, "opened"), f.models.MergeSHA(pull), sharded)
	f.want(r, 1, "1 model checked, 1 failed")
	if report := f.artifact("modelgate-report/report.json"); !strings.Contains(report, `"decision": "deny"`) || strings.Contains(report, `"shard"`) {
		t.Errorf("report: %.200s", report)
	}
	if c := f.models.Comments(pull); len(c) != 1 {
		t.Errorf("comments: %+v", c)
	}
}

// TestScheduledRecheck judges everything that is in force, by a program that its
// step builds: the actions' tree is no release.
func TestScheduledRecheck(t *testing.T) {
	f := adopted(t)
	f.tree = "../.."
	tip := f.models.Tip("main")
	r := f.act("schedule", f.models.PushEvent(t, "main", tip, tip), tip, ".github/workflows/modelgate-recheck.yml")
	f.want(r, 0, "2 models checked, 0 failed")
}
