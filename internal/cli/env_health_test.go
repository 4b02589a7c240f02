package cli

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/forge"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// What the deployer says of the commit that brought the version to staging decides about
// production.
func TestHealthByCommitStatus(t *testing.T) {
	t.Parallel()
	dir := demoOf(t)
	s := githubtest.New(t, githubtest.Config{GHES: true})
	there := s.AddRepository(t, "acme/environments")
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write", "statuses=write"))
	there.Commit(t, "main", "first", map[string][]byte{".modelgate/env.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Environments\nhost: github\nenvironments:\n" +
		"  staging: {stage: review}\n  production: {needs: [staging], health: [{status: 'argocd/{model}', within: 9999d}]}\n")})
	promotes := func(want int, text string) {
		t.Helper()
		code, stdout, stderr := runWith(t, dir+"/demo", map[string]string{"MODELGATE_TOKEN": "app"}, "env", "advance", "--repo", "models", "--model", "models/churn", "--to", there.CloneURL())
		if code != want || !strings.Contains(stdout, text) {
			t.Errorf("code %d, want %d and %q: %s%s", code, want, text, stdout, stderr)
		}
	}
	promotes(Done, "in staging, which is missing")
	deployed := there.Tip("main")
	a, err := forge.Find(there.CloneURL(), forge.GitHub)
	if err != nil {
		t.Fatal(err)
	}
	host, err := forge.Open(a, forge.Options{Token: "app"})
	if err != nil {
		t.Fatal(err)
	}
	tell := func(name string, failed bool) {
		t.Helper()
		if err := host.SetStatus(t.Context(), deployed, forge.Status{Name: name, Failed: failed}); err != nil {
			t.Fatal(err)
		}
	}
	tell("argocd/support-triage", false)
	promotes(Done, "requires the status argocd/churn of commit "+deployed+" in staging, which is missing")
	tell("argocd/churn", true)
	promotes(Denied, "in staging, which is failure")
	tell("argocd/churn", false)
	promotes(Done, "promoted: churn 1.1.0 (models/churn)")
}
