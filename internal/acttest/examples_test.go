//go:build act

package acttest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/distribution"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// proposed is an adopted repository with these workflows beside its own, and a
// pull request that is good enough.
func proposed(t *testing.T, workflows map[string][]byte) (*forge, int) {
	t.Helper()
	f := adopted(t)
	f.models.Commit(t, "main", "More workflows", workflows)
	f.models.Commit(t, "retrain", "Retrain churn", starter(t, "demo/mended"))
	pull := f.models.AddPullRequest(t, githubtest.PullRequest{Author: "alice", Head: "retrain"})
	// The retrained model's data moves to another country, which a second person approves.
	f.models.SetPermission("carol", "write")
	f.models.Review(pull, githubtest.Review{User: "carol", State: "APPROVED"})
	return f, pull
}

// TestExamplesOfThePages runs what the pages tell people to copy.
func TestExamplesOfThePages(t *testing.T) {
	workflows := map[string][]byte{}
	for _, name := range []string{"quick-start", "four-gates", "reusable", "sarif", "monorepo-matrix", "setup", "html-report"} {
		src, err := os.ReadFile(filepath.Join("../../docs/examples", name+".yml"))
		if err != nil {
			t.Fatal(err)
		}
		workflows[".github/workflows/"+name+".yml"] = src
	}
	f, pull := proposed(t, workflows)
	for name, words := range map[string]string{
		"quick-start":     "1 model checked, 0 failed",
		"four-gates":      "partial check (only data-compliance)",
		"reusable":        "the gate ended with: success",
		"sarif":           "1 model checked, 0 failed",
		"html-report":     "1 model checked, 0 failed",
		"setup":           "Record of processing activities",
		"monorepo-matrix": "test the model in models/churn here",
	} {
		r := f.act("pull_request", f.models.PullRequestEvent(t, pull, "opened"), f.models.MergeSHA(pull), ".github/workflows/"+name+".yml")
		f.want(r, 0, words)
	}
	if sarif := f.artifact("sarif/modelgate.sarif"); !strings.Contains(sarif, `"version": "2.1.0"`) {
		t.Errorf("SARIF: %.200s", sarif)
	}
}

// TestReusablePromotionAndItsGuard promotes through two environments by the
// reusable workflow, and has the starter of the environment repository look.
func TestReusablePromotionAndItsGuard(t *testing.T) {
	src, err := os.ReadFile("../../docs/examples/reusable-promote.yml")
	if err != nil {
		t.Fatal(err)
	}
	f, _ := proposed(t, map[string][]byte{".github/workflows/reusable-promote.yml": src})
	before := f.models.Tip("main")
	merged := f.models.Commit(t, "main", "Merge", starter(t, "demo/mended"))
	// act knows no secrets of environments, which a called workflow sees on GitHub.
	r := f.act("push", f.models.PushEvent(t, "main", before, merged), merged, ".github/workflows/reusable-promote.yml", "--env", "STUB_ENVIRONMENT_KEY=key")
	f.want(r, 0, "promoted: churn 1.1.0")
	for _, environment := range []string{"staging", "production"} {
		if f.environments.File("main", ".modelgate/records/"+environment+"/churn/000001.json") == nil {
			t.Errorf("there is no record in %s", environment)
		}
	}

	verify := starter(t, "environment-repository")
	before = f.environments.Tip("main")
	tip := f.environments.Commit(t, "main", "Verify", verify)
	const workflow = ".github/workflows/modelgate-verify.yml"
	r = f.actIn(f.checkout(f.environments, tip), "push", f.environments.PushEvent(t, "main", before, tip), workflow, "--env", "GITHUB_REPOSITORY=acme/environments")
	f.want(r, 0)
	tampered := f.environments.Commit(t, "main", "By hand", map[string][]byte{"environments/production/models/churn/inferenceservice.yaml": []byte("kind: Nothing\n")})
	r = f.actIn(f.checkout(f.environments, tampered), "push", f.environments.PushEvent(t, "main", tip, tampered), workflow, "--env", "GITHUB_REPOSITORY=acme/environments")
	f.want(r, 1, "inferenceservice.yaml")
}

// TestEveryActionOfAGate runs the actions that no workflow of ours uses: one gate
// each, and doctor, which finds something to say.
func TestEveryActionOfAGate(t *testing.T) {
	var b strings.Builder
	b.WriteString("name: all\non: pull_request\npermissions: {}\njobs:\n  all:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1\n")
	gates := 0
	for _, a := range distribution.Actions {
		if a.Gate != "" {
			gates++
			b.WriteString("      - uses: modelgate-dev/modelgate/actions/" + a.Name + "@" + version + "\n")
		}
	}
	if gates != 4 {
		t.Fatalf("%d gates", gates)
	}
	b.WriteString("      - uses: modelgate-dev/modelgate/actions/doctor@" + version + "\n        with: {rev: HEAD}\n")
	f, pull := proposed(t, map[string][]byte{".github/workflows/all.yml": []byte(b.String())})
	r := f.act("pull_request", f.models.PullRequestEvent(t, pull, "opened"), f.models.MergeSHA(pull), ".github/workflows/all.yml")
	f.want(r, 1, "partial check (only model-card)", "partial check (only data-compliance)", "partial check (only evaluation)", "partial check (only policy)", "problem  codeowners")
}
