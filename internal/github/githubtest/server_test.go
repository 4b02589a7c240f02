package githubtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// ask sends one request and returns status and body.
func ask(t *testing.T, s *githubtest.Server, token, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.APIURL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// seeded is a server with one repository, one pull request and one token.
func seeded(t *testing.T, c githubtest.Config) (*githubtest.Server, *githubtest.Repository) {
	t.Helper()
	s := githubtest.New(t, c)
	r := s.AddRepository(t, "acme/models")
	s.AddToken("job", githubtest.JobToken("acme/models", "contents=write", "pull_requests=write", "checks=write", "statuses=write", "security_events=write", "actions=read"))
	r.Commit(t, "main", "first", map[string][]byte{"a b/é.md": []byte("# é\n")})
	r.Commit(t, "change", "second", map[string][]byte{"b": []byte("1")})
	r.AddPullRequest(t, githubtest.PullRequest{Head: "change"})
	return s, r
}

func TestListensOnLoopbackOnly(t *testing.T) {
	for _, addr := range []string{":0", "0.0.0.0:0", "localhost:0", "[::]:0", "10.0.0.1:80", "127.0.0.1"} {
		if s, err := githubtest.Serve(context.Background(), addr, githubtest.Config{}); err == nil {
			s.Close()
			t.Errorf("it listens on %s", addr)
		}
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := githubtest.Serve(ctx, "127.0.0.1:0", githubtest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := ask(t, s, "", "GET", "/repos/a/b", ""); status != 404 {
		t.Errorf("got %d", status)
	}
	cancel()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// What GitHub's description of its API forbids is caught.
func TestRequestsAreChecked(t *testing.T) {
	s, r := seeded(t, githubtest.Config{})
	head := r.Tip("change")
	annotations := strings.TrimSuffix(strings.Repeat(`{"path":"a","start_line":1,"end_line":1,"annotation_level":"notice","message":"m"},`, 51), ",")
	for _, c := range []struct{ name, method, path, body string }{
		{"51 annotations", "POST", "/repos/acme/models/check-runs", `{"name":"n","head_sha":"` + head + `","output":{"title":"t","summary":"s","annotations":[` + annotations + `]}}`},
		{"level error", "POST", "/repos/acme/models/check-runs", `{"name":"n","head_sha":"` + head + `","output":{"title":"t","summary":"s","annotations":[` + strings.ReplaceAll(annotations[:strings.Index(annotations, "}")+1], "notice", "error") + `]}}`},
		{"state passed", "POST", "/repos/acme/models/statuses/" + head, `{"state":"passed"}`},
		{"comment without body", "POST", "/repos/acme/models/issues/1/comments", `{}`},
		{"tree mode", "POST", "/repos/acme/models/git/trees", `{"tree":[{"path":"a","mode":"777","type":"blob","content":"x"}]}`},
	} {
		status, _ := ask(t, s, "job", c.method, c.path, c.body)
		if v := s.TakeViolations(); status != 422 || len(v) != 1 {
			t.Errorf("%s: got %d, %q", c.name, status, v)
		}
	}
}

// All operations that need no arrangement answer as GitHub's description says:
// otherwise the test fails at its end.
func TestAnswersAreChecked(t *testing.T) {
	s, r := seeded(t, githubtest.Config{})
	head := r.Tip("change")
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "", "", 200},
		{"GET", "/pulls/1", "", 200},
		{"GET", "/pulls/2", "", 404},
		{"GET", "/pulls", "", 200},
		{"GET", "/pulls/1/files", "", 200},
		{"GET", "/pulls/1/reviews", "", 200},
		{"GET", "/contents/a%20b/%C3%A9.md", "", 200},
		{"GET", "/contents/none", "", 404},
		{"GET", "/commits/change/check-runs", "", 200},
		{"GET", "/commits/change/status", "", 200},
		{"POST", "/statuses/" + head, `{"state":"success","context":"a"}`, 201},
		{"GET", "/commits/change/status", "", 200},
		{"POST", "/check-runs", `{"name":"n","head_sha":"` + head + `","output":{"title":"t","summary":"s","annotations":[{"path":"a","start_line":1,"end_line":1,"annotation_level":"notice","message":"m"}]}}`, 201},
		{"GET", "/check-runs/1003/annotations", "", 200},
		{"GET", "/branches/main", "", 200},
		{"GET", "/rules/branches/main", "", 200},
		{"GET", "/git/blobs/" + strings.Repeat("1", 40), "", 404},
		{"GET", "/git/trees/main?recursive=1", "", 200},
		{"POST", "/git/refs", `{"ref":"refs/heads/new","sha":"` + head + `"}`, 201},
		{"POST", "/git/refs", `{"ref":"refs/heads/new","sha":"` + head + `"}`, 422},
		{"POST", "/code-scanning/sarifs", `{"commit_sha":"` + head + `","ref":"refs/heads/main","sarif":"H4sI"}`, 202},
		{"GET", "/actions/runs/1/artifacts", "", 200},
	} {
		if status, body := ask(t, s, "job", c.method, "/repos/acme/models"+c.path, c.body); status != c.status {
			t.Errorf("%s %s: got %d, %s", c.method, c.path, status, body)
		}
	}
	if len(r.Sarifs()) != 1 {
		t.Error("the SARIF upload is gone")
	}
}

// The list of files ends at 3,000, and nothing says so.
func TestListOfFilesEndsSilently(t *testing.T) {
	s, r := seeded(t, githubtest.Config{})
	r.Commit(t, "big", "big", map[string][]byte{"c": []byte("1")})
	n := r.AddPullRequest(t, githubtest.PullRequest{Head: "big", Files: 3001})
	for page, want := range map[int]int{30: 100, 31: 0} {
		_, body := ask(t, s, "job", "GET", fmt.Sprintf("/repos/acme/models/pulls/%d/files?per_page=500&page=%d", n, page), "")
		var files []any
		if err := json.Unmarshal([]byte(body), &files); err != nil || len(files) != want {
			t.Errorf("page %d has %d files, %v", page, len(files), err)
		}
	}
}

func TestCommentsAreLimited(t *testing.T) {
	s, _ := seeded(t, githubtest.Config{})
	for n, want := range map[int]int{65536: 201, 65537: 422} {
		status, body := ask(t, s, "job", "POST", "/repos/acme/models/issues/1/comments", `{"body":"`+strings.Repeat("é", n)+`"}`)
		if status != want || want == 422 && !strings.Contains(body, "too long") {
			t.Errorf("%d characters: got %d, %.200s", n, status, body)
		}
	}
}

func TestUploadsOfSARIFAreLimited(t *testing.T) {
	s, r := seeded(t, githubtest.Config{})
	const most = 10 << 20 * 4 / 3 // 10 MB, in base64
	for n, want := range map[int]int{most: 202, most + 1: 413} {
		body := fmt.Sprintf(`{"commit_sha":%q,"ref":"refs/heads/main","sarif":%q}`, r.Tip("change"), strings.Repeat("A", n))
		if status, answer := ask(t, s, "job", "POST", "/repos/acme/models/code-scanning/sarifs", body); status != want {
			t.Errorf("%d bytes: got %d, %.200s", n, status, answer)
		}
	}
	if len(r.Sarifs()) != 1 {
		t.Errorf("%d uploads were taken", len(r.Sarifs()))
	}
}

// A commit has a thousand statuses of one context, however it is capitalised, and no more.
func TestStatusesAreLimited(t *testing.T) {
	s, r := seeded(t, githubtest.Config{})
	head := r.Tip("change")
	post := func(context string) int {
		status, _ := ask(t, s, "job", "POST", "/repos/acme/models/statuses/"+head, fmt.Sprintf(`{"state":"success","context":%q}`, context))
		return status
	}
	for i := range 1000 {
		if status := post([]string{"gate", "Gate"}[i%2]); status != 201 {
			t.Fatalf("status %d: got %d", i, status)
		}
	}
	if same, other := post("gate"), post("other"); same != 422 || other != 201 {
		t.Errorf("after a thousand: %d, and %d of another context", same, other)
	}
}

// git clones, and pushes with the token, over HTTP.
func TestGitOverHTTP(t *testing.T) {
	s, r := seeded(t, githubtest.Config{GHES: true})
	s.AddToken("reader", githubtest.ForkToken("acme/models"))
	dir := t.TempDir()
	clone := git.Repo{Dir: dir, Env: []string{
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com"}}
	run := func(args ...string) error {
		_, err := clone.Run(t.Context(), args...)
		return err
	}
	if err := run("clone", "-q", r.CloneURL(), dir); err != nil { // public: nobody asks for a token
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "new"), []byte("1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run("add", "new"); err != nil {
		t.Fatal(err)
	}
	if err := run("commit", "-q", "-m", "new"); err != nil {
		t.Fatal(err)
	}
	with := func(token string) string {
		return strings.Replace(r.CloneURL(), "http://", "http://x-access-token:"+token+"@", 1)
	}
	for _, bad := range []string{r.CloneURL(), with("reader"), with("wrong")} {
		if err := run("push", "-q", bad, "HEAD:refs/heads/main"); err == nil {
			t.Errorf("a push to %s was taken", bad)
		}
	}
	if err := run("push", "-q", with("job"), "HEAD:refs/heads/main"); err != nil {
		t.Fatal(err)
	}
	if string(r.File("main", "new")) != "1" {
		t.Error("the push did not arrive")
	}
	r.SetPrivate()
	if err := run("fetch", "-q", r.CloneURL()); err == nil {
		t.Error("a private repository was read without a token")
	}
	if err := run("fetch", "-q", with("reader"), "refs/pull/1/merge"); err != nil {
		t.Errorf("the merge commit of a pull request: %v", err)
	}
	if err := run("fetch", "-q", "--depth=1", with("reader"), r.HeadSHA(1)); err != nil {
		t.Errorf("a commit by its id: %v", err)
	}
}

// Payloads are GitHub's examples, and speak of the commits of the repository.
func TestEvents(t *testing.T) {
	_, r := seeded(t, githubtest.Config{})
	r.Commit(t, "patch", "fork", map[string][]byte{"f": []byte("1")})
	n := r.AddPullRequest(t, githubtest.PullRequest{Head: "patch", HeadRepo: "mallory/models", Title: "x"})
	r.Commit(t, "gone", "fork", map[string][]byte{"g": []byte("1")})
	gone := r.AddPullRequest(t, githubtest.PullRequest{Head: "gone", ForkGone: true})
	at := func(payload []byte, path string) any {
		t.Helper()
		var v any
		if err := json.Unmarshal(payload, &v); err != nil {
			t.Fatal(err)
		}
		for name := range strings.SplitSeq(path, ".") {
			m, _ := v.(map[string]any)
			v = m[name]
		}
		return v
	}
	main, head := r.Tip("main"), r.HeadSHA(n)
	for _, c := range []struct {
		name    string
		payload []byte
		path    string
		want    any
	}{
		{"pull_request", r.PullRequestEvent(t, n, "opened"), "pull_request.head.sha", head},
		{"pull_request", r.PullRequestEvent(t, n, "opened"), "pull_request.base.sha", main},
		{"pull_request", r.PullRequestEvent(t, n, "opened"), "pull_request.head.repo.full_name", "mallory/models"},
		{"pull_request", r.PullRequestEvent(t, n, "opened"), "repository.full_name", "acme/models"},
		{"pull_request", r.PullRequestEvent(t, n, "synchronize"), "pull_request.merge_commit_sha", r.MergeSHA(n)},
		{"pull_request", r.PullRequestEvent(t, gone, "opened"), "pull_request.head.repo", nil},
		{"merge_group", r.MergeGroupEvent(t, "main", head, n), "merge_group.head_sha", head},
		{"merge_group", r.MergeGroupEvent(t, "main", head, n), "merge_group.base_sha", main},
		{"push", r.PushEvent(t, "main", strings.Repeat("0", 40), main), "after", main},
		{"push", r.PushEvent(t, "main", strings.Repeat("0", 40), main), "created", true},
		{"push", r.PushEvent(t, "main", strings.Repeat("0", 40), main), "head_commit.added", nil},
		{"workflow_run", r.WorkflowRunEvent(t, 5, n, "success"), "workflow_run.head_sha", head},
		{"workflow_run", r.WorkflowRunEvent(t, 5, n, "success"), "workflow_run.id", 5.0},
		{"workflow_run", r.WorkflowRunEvent(t, 5, n, "success"), "workflow_run.head_repository.full_name", "mallory/models"},
	} {
		if got := at(c.payload, c.path); got != c.want {
			t.Errorf("%s: %s is %v, not %v", c.name, c.path, got, c.want)
		}
		if strings.Contains(string(c.payload), "Codertocat/Hello-World") || strings.Contains(string(c.payload), "octo-org/octo-repo") {
			t.Errorf("%s speaks of the example's repository", c.name)
		}
	}
	if pulls, _ := at(r.WorkflowRunEvent(t, 5, n, "success"), "workflow_run.pull_requests").([]any); len(pulls) != 0 {
		t.Error("a run of a fork names its pull request")
	}
	if pulls, _ := at(r.WorkflowRunEvent(t, 5, 1, "success"), "workflow_run.pull_requests").([]any); len(pulls) != 1 {
		t.Error("a run of our own branch does not name its pull request")
	}
}

func TestCount(t *testing.T) {
	s, _ := seeded(t, githubtest.Config{})
	ask(t, s, "job", "GET", "/repos/acme/models/pulls/1", "")
	ask(t, s, "", "GET", "/nowhere", "")
	if s.Count("pulls/get") != 1 || s.Count("") != 2 || s.Requests()[0].Login != "github-actions[bot]" {
		t.Errorf("got %+v", s.Requests())
	}
	s.Forget()
	if s.Count("") != 0 {
		t.Error("not forgotten")
	}
}
