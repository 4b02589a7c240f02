package cli

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// After a promotion the source commit has a status and a deployment, and a webhook
// was told, once; a failure there is no failure of the promotion.
func TestAnnouncement(t *testing.T) {
	t.Parallel()
	dir := demoOf(t)
	s := githubtest.New(t, githubtest.Config{GHES: true})
	source := s.AddRepository(t, "acme/models")
	s.AddToken("job", githubtest.AppToken("promoter", "contents=read", "statuses=write", "deployments=write"))
	models := git.Repo{Dir: dir + "/demo/models"}
	for _, args := range [][]string{{"push", "--quiet", source.Dir(), "HEAD:refs/heads/main"}, {"config", "remote.origin.url", source.CloneURL()}} {
		if _, err := models.Run(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
	}
	var bodies, signatures []string
	status := http.StatusOK
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		bodies, signatures = append(bodies, string(b)), append(signatures, r.Header.Get(github.SignatureHeader))
		if r.URL.Path != "/services/T/B" || r.URL.RawQuery != "sig=x" || r.Header.Get("Authorization") != "" {
			t.Errorf("asked %s with %q", r.URL, r.Header.Get("Authorization"))
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(hook.Close)
	promote := func(vars map[string]string) result {
		env := map[string]string{"GITHUB_TOKEN": "job", "GITHUB_SERVER_URL": s.URL(), "MODELGATE_NOTIFY": hook.URL + "/services/T/B?sig=x", "MODELGATE_NOTIFY_SECRET": "quiet"}
		for name, value := range vars {
			env[name] = value
		}
		code, stdout, stderr := runWith(t, dir+"/demo", env, "promote", "--repo", "models", "--env", "staging", "--to", "environment.git", "--source-status", "--deployment")
		return result{code, stdout, stderr}
	}
	if got := promote(nil); got.code != Done || got.stderr != "" {
		t.Fatal(got.all())
	}
	commit := source.Tip("main")
	if d := source.Deployments(); len(d) != 1 || d[0].Commit != commit || d[0].Environment != "staging" || d[0].State != "success" || !strings.HasPrefix(d[0].Description, "promoted: churn 1.1.0") {
		t.Errorf("%+v", d)
	}
	if n := s.Count("repos/create-commit-status"); n != 1 {
		t.Errorf("%d statuses", n)
	}
	var said struct{ Text string }
	mac := hmac.New(sha256.New, []byte("quiet"))
	if len(bodies) != 1 || json.Unmarshal([]byte(bodies[0]), &said) != nil || !strings.HasPrefix(said.Text, "modelgate: staging: promoted: churn 1.1.0") {
		t.Fatalf("%q", bodies)
	}
	mac.Write([]byte(bodies[0]))
	if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); signatures[0] != want {
		t.Errorf("signed %q, want %q", signatures[0], want)
	}
	// Nothing new: the status is set again, the rest is not.
	if got := promote(nil); got.code != Done || len(source.Deployments()) != 1 || len(bodies) != 1 {
		t.Errorf("%s %d %d", got.all(), len(source.Deployments()), len(bodies))
	}
	status = http.StatusBadRequest
	got := promote(map[string]string{"MODELGATE_OWNER": "", "GITHUB_TOKEN": ""})
	if got.code != Done || !strings.Contains(got.stderr, "the promotion is not affected: setting the status") {
		t.Error(got.all())
	}
	if got := run(t, dir+"/demo", "promote", "--env", "x", "--to", "environment.git", "--notify", "ftp://secret.example.com/token"); got.code != Misused || strings.Contains(got.all(), "secret") {
		t.Error(got.all())
	}
}
