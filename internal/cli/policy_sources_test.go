package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gitserver"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// TestPoliciesOfAChange: in a job, the lock of a change is fetched only from servers that the
// base or the clone names.
func TestPoliciesOfAChange(t *testing.T) {
	p := &policySources{origin: func() string { return "https://git.example/acme/models" }, known: []config.Source{{Git: "https://policies.example:8443/acme/policies"}}, given: map[string]string{"here": "dir"}}
	for address, want := range map[string]bool{
		"https://git.example/evil/policies":           true, // the server is the same, and the change is shown
		"https://policies.example:8443/acme/policies": true,
		"https://policies.example/acme/policies":      false,
		"ssh://git.example/acme/policies":             false,
		"https://evil.example/acme/policies":          false,
		"https://git.example.evil.example/x":          false,
		"https://169.254.169.254/x":                   false,
	} {
		if got := p.isKnown(config.Source{Name: "x", Git: address}); got != want {
			t.Errorf("%s: got %v", address, got)
		}
	}
	if !p.isKnown(config.Source{Name: "here", Git: "https://evil.example/x"}) {
		t.Error("a source that the command line hands over was refused")
	}
}

// TestPoliciesFromAnotherServer: such a change is denied at its line, and nothing is fetched.
func TestPoliciesFromAnotherServer(t *testing.T) {
	tree, err := source.Memory(strings.Repeat("a", 40), map[string][]byte{config.SourcesPath: []byte("apiVersion: modelgate.dev/v1\nkind: PolicyLock\nsources:\n  - {name: evil, git: \"https://evil.invalid/x\", commit: \"" + strings.Repeat("1", 40) + "\", digest: \"sha256:" + strings.Repeat("0", 64) + "\"}\n")})
	if err != nil {
		t.Fatal(err)
	}
	p := &policySources{Env: &Env{Getenv: func(string) string { return "" }}, job: true, origin: func() string { return "" }, given: map[string]string{}, opened: map[string]source.Tree{}, named: map[string]bool{}}
	proposed, err := p.add(t.Context(), tree, false)
	if err != nil {
		t.Fatal(err)
	}
	_, found, err := config.Read(proposed)
	if err != nil || len(found) != 1 || found[0].At.Line != 4 || !strings.Contains(found[0].Message, "on another server") {
		t.Errorf("got %v, %v", found, err)
	}
	if _, _, err := config.Read(tree); !errors.Is(err, config.ErrSource) {
		t.Errorf("a tree whose sources no one added: got %v", err)
	}
}

// TestTokenOfPolicies: the job's token goes to the server of the clone, and to no other.
func TestTokenOfPolicies(t *testing.T) {
	dir := t.TempDir()
	work, served := filepath.Join(dir, "work"), filepath.Join(dir, "served")
	run := func(args ...string) string {
		out, err := git.Repo{Dir: dir, Env: []string{"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com"}}.ReadLine(t.Context(), args...)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	run("init", "-q", "-b", "main", work)
	if err := os.MkdirAll(filepath.Join(work, ".modelgate"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(work, ".modelgate", "config.yaml"), []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: review\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run("-C", work, "add", "-A")
	run("-C", work, "commit", "-q", "-m", "policies")
	run("clone", "-q", "--bare", work, filepath.Join(served, "policies.git"))
	commit := run("-C", work, "rev-parse", "HEAD")
	env := &Env{Getenv: func(name string) string { return map[string]string{"MODELGATE_TOKEN": "secret"}[name] }}
	for name, c := range map[string]struct {
		asked      string // what the server wants
		origin     bool   // the clone is from it
		github     string
		fetched    bool
		authorized bool
	}{
		"the server of the clone":      {"secret", true, "", true, true},
		"another server":               {"secret", false, "", false, false},
		"another server, public":       {"", false, "", true, false},
		"a clone from beside GitHub":   {"", true, "https://github.com", true, false},
		"a server that wants no token": {"", true, "", true, true},
	} {
		server := gitserver.New(t, served, c.asked)
		p := &policySources{Env: env, given: map[string]string{}, opened: map[string]source.Tree{}, origin: func() string { return "" }, server: c.github}
		if c.origin {
			p.origin = func() string { return server.URL + "/models.git" }
		}
		_, err := p.fetch(context.Background(), server.URL+"/policies.git", commit)
		if (err == nil) != c.fetched {
			t.Errorf("%s: got %v", name, err)
		}
		sent := false
		for _, r := range server.Take() {
			sent = sent || r.Authorization != ""
		}
		if sent != c.authorized {
			t.Errorf("%s: a token was sent: %v", name, sent)
		}
	}
}
