package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// newDeploying is a pull request that raises the version of a model of the demonstration,
// and the directory of the demonstration.
func newDeploying(t *testing.T) (j *job, demo string) {
	t.Helper()
	demo = filepath.Join(demoOf(t), "demo")
	s := githubtest.New(t, githubtest.Config{})
	s.AddToken("job", githubtest.JobToken("acme/models", "contents=read", "pull_requests=write"))
	s.AddToken("app", githubtest.AppToken("promoter", "contents=read"))
	j = &job{t: t, server: s, repo: s.AddRepository(t, "acme/models"), temp: t.TempDir()}
	models := git.Repo{Dir: filepath.Join(demo, "models")}
	if _, err := models.Run(t.Context(), "push", "--quiet", j.repo.Dir(), "HEAD:refs/heads/main"); err != nil {
		t.Fatal(err)
	}
	const path = "models/churn/modelgate.yaml"
	manifest, err := os.ReadFile(filepath.Join(models.Dir, path))
	if err != nil {
		t.Fatal(err)
	}
	j.repo.Commit(t, "raise", "raise the version", map[string][]byte{path: []byte(strings.Replace(string(manifest), `"1.1.0"`, `"1.2.0"`, 1))})
	j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Title: "Raise", Author: "alice", Head: "raise"})
	return j, demo
}

// The pull request has one comment on what merging it deploys, by the job's own token.
func TestDeploymentsAreShownOnThePullRequest(t *testing.T) {
	t.Parallel()
	j, demo := newDeploying(t)
	tokens := map[string]string{"MODELGATE_TOKEN": "app", "GITHUB_TOKEN": "job"}
	show := func(more ...string) (int, string) {
		t.Helper()
		code, stdout, stderr := j.onPull(tokens, append([]string{"env", "diff", "--to", filepath.Join(demo, "pipeline.git")}, more...)...)
		return code, stdout + stderr
	}
	if code, told := show(); code != Done || !strings.Contains(told, "comment created: ") {
		t.Fatalf("exit code %d: %s", code, told)
	}
	comments := j.repo.Comments(j.pull)
	if len(comments) != 1 {
		t.Fatalf("%d comments", len(comments))
	}
	for _, want := range []string{"## What this change deploys", "### Environment staging", "not yet: churn 1.2.0 (models/churn): "} {
		if !strings.Contains(comments[0].Body, want) {
			t.Errorf("%q is missing in %s", want, comments[0].Body)
		}
	}
	if _, told := show(); !strings.Contains(told, "comment unchanged: ") {
		t.Error(told)
	}
	if _, told := show("--env", "staging"); !strings.Contains(told, "comment created: ") || len(j.repo.Comments(j.pull)) != 2 {
		t.Errorf("other environments have a comment of their own: %s", told)
	}
	j.server.AddToken("reader", githubtest.ForkToken("acme/models"))
	tokens["GITHUB_TOKEN"] = "reader"
	if code, told := show("--env", "production"); code != Done || !strings.Contains(told, "::warning title=modelgate::Could not update the pull request comment") {
		t.Errorf("exit code %d: %s", code, told)
	}
	if code, told := show("--comment", "sometimes"); code != Misused || !strings.Contains(told, "valid values: auto, always, never") {
		t.Errorf("exit code %d: %s", code, told)
	}
}

// A credential that a model has is in neither the comment nor the output, which name why the
// check failed.
func TestCredentialsAreNotInTheCommentOnDeployments(t *testing.T) {
	t.Parallel()
	j, demo := newDeploying(t)
	const token = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
	j.repo.Commit(t, "raise", "a token", map[string][]byte{"models/churn/modelgate.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Model\nname: churn\nversion: 1.2.0\nowner: " + token + "\ntarget: {name: kserve, parameters: {namespace: " + token + "}}\n")})
	code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_TOKEN": "app", "GITHUB_TOKEN": "job"}, "env", "diff", "--to", filepath.Join(demo, "environment.git"), "--env", "production")
	comments := j.repo.Comments(j.pull)
	if code != Done || len(comments) != 1 || !strings.Contains(comments[0].Body, "failed: churn (models/churn), checked at stage production\n  models/churn/") {
		t.Fatalf("exit code %d: %s%s%v", code, stdout, stderr, comments)
	}
	if all := stdout + stderr + comments[0].Body; strings.Contains(all, token) {
		t.Errorf("the token is shown: %s", all)
	}
}

// What deploys nothing makes no comment, and none is made where nobody wants one.
func TestNoCommentWhereNothingIsDeployed(t *testing.T) {
	t.Parallel()
	j, demo := newDeploying(t)
	j.repo.Commit(t, "docs", "a page", map[string][]byte{"docs/page.md": []byte("x")})
	raise := j.pull
	docs := j.repo.AddPullRequest(t, githubtest.PullRequest{Title: "Docs", Author: "alice", Head: "docs"})
	for _, c := range []struct {
		pull int
		when string
		want int
	}{{docs, "auto", 0}, {docs, "always", 1}, {raise, "never", 0}, {raise, "auto", 1}} {
		j.pull = c.pull
		code, stdout, stderr := j.onPull(map[string]string{"GITHUB_TOKEN": "job", "MODELGATE_TOKEN": ""}, "env", "diff", "--to", filepath.Join(demo, "pipeline.git"), "--comment", c.when)
		if code != Done || len(j.repo.Comments(c.pull)) != c.want {
			t.Errorf("%+v: exit code %d, %d comments: %s%s", c, code, len(j.repo.Comments(c.pull)), stdout, stderr)
		}
	}
}
