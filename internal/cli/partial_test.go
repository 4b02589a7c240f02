package cli

import (
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gitserver"
	"github.com/modelgate-dev/modelgate/internal/source"
)

const jobToken = "token-of-the-job"

// jobHeader shows the token as actions/checkout has git do.
var jobHeader = "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("x:"+jobToken))

// monorepo is a repository of many models on a server that wants the job's token.
type monorepo struct {
	testRepo
	server    *gitserver.Server
	tip, head string
	merge     string
}

func newMonorepo(t *testing.T, models int, change func(testRepo)) monorepo {
	t.Helper()
	m := monorepo{testRepo: newRepo(t)}
	m.run("config", "uploadpack.allowFilter", "true")
	for i := range models {
		m.model(fmt.Sprintf("m%d", i))
	}
	m.write("datacards/reviews.yaml", "apiVersion: modelgate.dev/v1\nkind: DataCard\nname: reviews\nlicense: mit\n")
	m.write(".modelgate/config.yaml", strict)
	m.write(".github/workflows/gate.yml", "on: pull_request\njobs: {gate: {runs-on: x, steps: [{run: modelgate check}]}}\n")
	m.tip = m.commitAll("tip")
	m.run("switch", "-q", "-c", "feature")
	change(m.testRepo)
	m.head = m.commitAll("head")
	m.run("switch", "-q", "-c", "merge", "main")
	m.run("merge", "-q", "--no-ff", "-m", "merge", "feature")
	m.merge = m.run("rev-parse", "HEAD")
	m.run("switch", "-q", "main")
	m.server = gitserver.New(t, filepath.Dir(m.Dir), jobToken)
	return m
}

func (r testRepo) model(name string) {
	r.write("models/"+name+"/README.md", strings.Replace(goodCard, "# A model", "# "+name, 1))
	r.write("models/"+name+"/modelgate.yaml", "apiVersion: modelgate.dev/v1\nkind: Model\nname: "+name+"\nversion: 1.0.0\nowner: team\n")
	r.write("models/"+name+"/evaluation/metrics.json", fmt.Sprintf(`{"accuracy": 0.8%d, "f1": 0.7%d}`, len(name), len(name)))
}

// checkout is what a job gets: a clone by the options of git fetch, without files.
func (m monorepo) checkout(t *testing.T, options ...string) string {
	t.Helper()
	clone := testRepo{t, git.Repo{Dir: t.TempDir(), Env: append(slices.Clone(m.Env), "GIT_CONFIG_COUNT=1",
		"GIT_CONFIG_KEY_0=http.extraheader", "GIT_CONFIG_VALUE_0="+jobHeader)}}
	clone.run("init", "-q")
	clone.run("remote", "add", "origin", m.server.URL+"/"+filepath.Base(m.Dir))
	clone.run(append(append([]string{"fetch", "-q"}, options...), "origin", m.merge)...)
	clone.run("update-ref", "--no-deref", "HEAD", m.merge)
	m.server.Take()
	return clone.Dir
}

func (m monorepo) job(t testing.TB) map[string]string {
	repo := object{"full_name": "acme/models", "default_branch": "main"}
	variables := onGitHub(t, "pull_request", m.merge, object{"repository": repo, "pull_request": object{"number": 3,
		"base": object{"sha": m.tip, "ref": "main", "repo": repo}, "head": object{"sha": m.head, "ref": "feature", "repo": repo}}})
	variables["GITHUB_SERVER_URL"], variables["MODELGATE_TOKEN"] = m.server.URL, jobToken
	variables["GITHUB_API_URL"] = m.server.URL // which is none: there is nothing to learn of reviews
	return variables
}

// TestPartialCloneInJob: what a job reads is fetched with its token, in three round
// trips, and the report is that of a clone of everything.
func TestPartialCloneInJob(t *testing.T) {
	m := newMonorepo(t, 4, func(r testRepo) {
		r.write("models/m3/evaluation/metrics.json", `{"accuracy": 0.99}`)
		r.model("new")
	})
	variables := m.job(t)
	_, want, _ := runWith(t, m.checkout(t), variables, "check", "-o", "json")
	for _, options := range [][]string{{"--depth=1", "--filter=blob:none"}, {"--filter=tree:0"}} {
		dir := m.checkout(t, options...)
		code, got, stderr := runWith(t, dir, variables, "check", "-o", "json")
		if code != Denied || got != want {
			t.Errorf("%v: exit code %d, the report is another one: %t\n%s", options, code, got != want, stderr)
		}
		requests := m.server.Take()
		if fetches := requests.Fetches(); len(fetches) > 3 {
			t.Errorf("%v: %d fetches: %+v", options, len(fetches), fetches)
		}
		for _, r := range requests {
			if r.Authorization == "" {
				t.Errorf("%v: a request without the token: %+v", options, r)
			}
		}
		if code, _, stderr := runWith(t, dir, variables, "check", "-o", "json"); code != Denied || len(m.server.Take().Fetches()) > 0 {
			t.Errorf("%v: the second run fetched again, or failed: %d %s", options, code, stderr)
		}
	}
}

// TestPartialCloneInJobOfGitLab is of another system, whose token goes to the remote.
func TestPartialCloneInJobOfGitLab(t *testing.T) {
	m := newMonorepo(t, 2, func(r testRepo) { r.write("models/m1/README.md", goodCard+"\nMore.\n") })
	variables := map[string]string{"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_SHA": m.head,
		"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_DEFAULT_BRANCH": "main", "MODELGATE_TOKEN": jobToken}
	code, _, stderr := runWith(t, m.checkout(t, "--filter=tree:0"), variables, "check", "-o", "json")
	if code != Denied || len(m.server.Take().Fetches()) > 3 {
		t.Errorf("exit code %d: %s", code, stderr)
	}
}

// TestPartialCloneRefused: what is missing and may not be fetched, or cannot be, ends
// every command that reads it with exit code 3.
func TestPartialCloneRefused(t *testing.T) {
	m := newMonorepo(t, 2, func(r testRepo) { r.write("models/m1/README.md", goodCard+"\nMore.\n") })
	dir := m.checkout(t, "--filter=blob:none")
	commits := []string{"--base", m.tip, "--head", m.merge}
	for _, args := range [][]string{
		append([]string{"check"}, commits...), append([]string{"plan", "--shards", "2"}, commits...), {"data", "lineage", "--head", "HEAD"}, {"rules"},
		{"doctor", "--rev", "HEAD"}, {"evaluation", "ratchet"}, {"promote", "--env", "production", "--to", m.Dir, "--merged-into", "HEAD"},
	} {
		got := run(t, dir, args...)
		if got.code != Failed || !strings.Contains(got.stderr, "pass --fetch") {
			t.Errorf("%v: exit code %d: %s", args, got.code, got.all())
		}
	}
	inJob := m.job(t)
	if code, _, stderr := runWith(t, dir, inJob, "check", "--fetch=false"); code != Failed || !strings.Contains(stderr, "pass --fetch") {
		t.Errorf("in a job, forbidden: exit code %d: %s", code, stderr)
	}
	if got := m.server.Take().Fetches(); len(got) > 0 {
		t.Errorf("the server was asked: %+v", got)
	}
	inJob["MODELGATE_TOKEN"] = "wrong"
	if code, _, stderr := runWith(t, dir, inJob, append([]string{"check"}, commits...)...); code != Failed || !strings.Contains(stderr, "could not be fetched") {
		t.Errorf("in a job, without the right token: exit code %d: %s", code, stderr)
	}
	delete(inJob, "MODELGATE_TOKEN")
	inJob["GITHUB_SERVER_URL"], inJob["GITHUB_TOKEN"] = "https://github.com", jobToken
	if code, _, _ := runWith(t, dir, inJob, append([]string{"check"}, commits...)...); code != Failed {
		t.Errorf("in a job of another server: exit code %d", code)
	}
	for _, r := range m.server.Take() {
		if strings.Contains(r.Authorization, base64.StdEncoding.EncodeToString([]byte("x-access-token:"+jobToken))) {
			t.Errorf("the token went to another server: %+v", r)
		}
	}
}

// TestPartialCloneOnLaptop fetches with --fetch, by what git itself shows to the server.
func TestPartialCloneOnLaptop(t *testing.T) {
	m := newMonorepo(t, 3, func(r testRepo) { r.write("models/m1/README.md", goodCard+"\nMore.\n") })
	dir := m.checkout(t, "--filter=blob:none")
	testRepo{t, git.Repo{Dir: dir}}.run("config", "http.extraheader", jobHeader)
	for _, c := range []struct {
		args    []string
		code    int
		fetches int
	}{
		{[]string{"data", "lineage", "--head", "HEAD"}, Done, 2},
		{[]string{"check", "--base", m.tip, "--head", m.merge}, Denied, 2},
		{[]string{"check", "--all", "--base", m.tip, "--head", m.merge}, Denied, 0},
	} {
		got := run(t, dir, append(c.args, "--fetch")...)
		if fetches := m.server.Take().Fetches(); got.code != c.code || len(fetches) > c.fetches {
			t.Errorf("%v: exit code %d, %d fetches: %s", c.args, got.code, len(fetches), got.all())
		}
	}
}

// TestVerifyInPartialClone: a file of a commit that is missed when the next one is
// compared with it ends the run, too.
func TestVerifyInPartialClone(t *testing.T) {
	m := newMonorepo(t, 1, func(r testRepo) { r.write("note.txt", "x") })
	repo, err := git.Find(t.Context(), m.checkout(t, "--filter=blob:none"))
	if err != nil {
		t.Fatal(err)
	}
	last, err := source.OpenCommit(t.Context(), repo, m.merge)
	if err != nil {
		t.Fatal(err)
	}
	defer last.Close()
	var before source.Tree
	var lost error
	for step, err := range steps(t.Context(), repo, []string{m.tip}, last) {
		if lost = err; before.Commit != "" {
			_, _ = before.ReadFile("datacards/reviews.yaml") // as if the file did not exist
		}
		before = step
	}
	if !errors.Is(lost, source.ErrMissing) {
		t.Errorf("lost %v", lost)
	}
}
