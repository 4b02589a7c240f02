package cli

import (
	"cmp"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

const pullRequestEnvironments = "apiVersion: modelgate.dev/v1\nkind: Environments\nhost: github\nenvironments:\n  staging: {stage: review, mode: pull_request}\n  production: {needs: [staging], mode: pull_request}\n"

// From the first promotion to the merge, on GitHub: one pull request, kept up to
// date, and found merged by the records alone.
func TestPromoteByPullRequest(t *testing.T) {
	t.Parallel()
	dir := demoOf(t)
	s := githubtest.New(t, githubtest.Config{GHES: true})
	there := s.AddRepository(t, "acme/environments")
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write", "pull_requests=write"))
	there.Commit(t, "main", "first", map[string][]byte{".modelgate/env.yaml": []byte(pullRequestEnvironments)})
	command := func(args ...string) result {
		code, stdout, stderr := runWith(t, dir+"/demo", map[string]string{"MODELGATE_TOKEN": "app"}, append(args, "--to", there.CloneURL())...)
		return result{code, stdout, stderr}
	}
	want := func(got result, code int, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(got.all(), text) {
				t.Errorf("%q is missing in %s", text, got.all())
			}
		}
		if got.code != code {
			t.Errorf("code %d: %s", got.code, got.all())
		}
	}
	advance := []string{"env", "advance", "--repo", "models"}
	want(command(advance...), Misused, `the source repository has no remote "origin"`, "git remote add origin URL")
	if _, err := (git.Repo{Dir: dir + "/demo/models"}).Run(t.Context(), "config", "remote.origin.url", dir+"/demo/models"); err != nil { // its own
		t.Fatal(err)
	}
	want(command(advance...), Done, "in the pull request: churn 1.1.0", "opened pull request #1: "+s.URL()+"/acme/environments/pull/1", "not yet: churn 1.1.0 (models/churn): production needs it in staging first")
	body := there.Pull(1).Body
	for _, text := range []string{"| `churn` | `1.1.0` | – | `promote` | `kserve` | `sha256:", "```diff\n", "+kind: InferenceService", "<!-- modelgate:"} {
		if !strings.Contains(body, text) {
			t.Errorf("the body lacks %q:\n%s", text, body)
		}
	}
	if title := there.Pull(1).Title; !strings.HasPrefix(title, "promote(staging): churn 1.1.0 (+1)") {
		t.Errorf("title %q", title)
	}
	s.Forget()
	want(command(advance...), Done, "up to date: pull request #1")
	if n := s.Count("pulls/create") + s.Count("pulls/update"); n > 0 {
		t.Errorf("%d writes without need", n)
	}
	// Merged by anyone, the records say so.
	there.Merge(t, "main", there.Pull(1).Head, "a title of somebody")
	there.SetClosed(1, true)
	want(command(advance...), Done, "already promoted: churn 1.1.0", "opened pull request #2")
	if branch := there.Pull(2).Head; !strings.HasPrefix(branch, "modelgate/production/") || there.Tip(there.Pull(1).Head) != "" {
		t.Errorf("branch %s; that of the first pull request is at %q", branch, there.Tip(there.Pull(1).Head))
	}
	// A freeze closes what is open.
	there.Commit(t, "main", "freeze", map[string][]byte{".modelgate/freeze.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Freezes\nfreezes:\n  - {environment: production, reason: \"audit\\n/merge @all\"}\n")})
	want(command(advance...), Done, "nothing is left to merge: closed pull request #2", "production is frozen")
	if !there.Pull(2).Closed || len(there.Comments(2)) != 1 {
		t.Errorf("%+v %v", there.Pull(2), there.Comments(2))
	}
	// A rollback, and the other changes, go the same way.
	want(command("env", "retire", "--env", "staging", "--model", "churn", "--reason", "replaced", "--owner", "ada"), Done, "in the pull request: retire of churn 1.1.0 in staging", "opened pull request #3")
	// One by API is not built, and said so; a token without the permission is named.
	want(command("promote", "--repo", "models", "--env", "production", "--landing", "github-api"), Misused, "requires --landing git")
	there.Commit(t, "main", "thaw", map[string][]byte{".modelgate/freeze.yaml": nil})
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write"))
	want(command("promote", "--repo", "models", "--env", "production"), Misused, "pull-requests: write")
}

// Signatures go the way of their environment, too.
func TestAttestByPullRequest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got := run(t, dir, "demo", "--dir", dir+"/demo"); got.code != Done {
		t.Fatal(got.all())
	}
	s := githubtest.New(t, githubtest.Config{GHES: true})
	there := s.AddRepository(t, "acme/environments")
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write", "pull_requests=write"))
	private, public := signingKey(t)
	key := dir + "/key.pem"
	if err := os.WriteFile(key, private, 0o600); err != nil {
		t.Fatal(err)
	}
	environments := func(mode, signers string) map[string][]byte {
		return map[string][]byte{".modelgate/env.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Environments\nhost: github\nenvironments:\n  staging: {stage: review, mode: " + mode + "}\n" + signers)}
	}
	there.Commit(t, "main", "first", environments("direct", ""))
	command := func(want int, texts []string, args ...string) {
		t.Helper()
		code, stdout, stderr := runWith(t, dir+"/demo", map[string]string{"MODELGATE_TOKEN": "app"}, append(args, "--env", "staging", "--to", there.CloneURL())...)
		for _, text := range texts {
			if !strings.Contains(stdout+stderr, text) {
				t.Errorf("%q is missing in %s%s", text, stdout, stderr)
			}
		}
		if code != want {
			t.Errorf("code %d: %s%s", code, stdout, stderr)
		}
	}
	command(Done, nil, "promote", "--repo", "models")
	there.Commit(t, "main", "signer", environments("pull_request", "signers:\n  ci:\n    owner: platform\n    publicKey: |\n      "+strings.ReplaceAll(strings.TrimSpace(string(public)), "\n", "\n      ")+"\n"))
	main := there.Tip("main")
	attest := []string{"env", "attest", "--signing-key", key}
	command(Done, []string{"in the pull request: churn 1.1.0", "opened pull request #1"}, attest...)
	if body := there.Pull(1).Body; there.Tip("main") != main || !strings.Contains(body, "adds signatures to records of environment `staging`") || !strings.Contains(body, "| `churn` | `1.1.0` | – | `attest` |") {
		t.Errorf("main is at %s, was at %s; %s", there.Tip("main"), main, body)
	}
	command(Done, []string{"up to date: pull request #1"}, attest...)
	there.Merge(t, "main", there.Pull(1).Head, "Merge")
	there.SetClosed(1, true)
	command(Done, []string{"already signed: churn 1.1.0"}, attest...)
	if there.Tip(there.Pull(1).Head) != "" {
		t.Error("the branch of what was merged is left")
	}
}

// What a host is, and which token it is shown, follows from the address.
func TestHostOfEnvironments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got := run(t, dir, "promote", "--env", "x", "--to", "https://git.example.com/a/b", "--host", "bitbucket"); got.code != Misused || !strings.Contains(got.stderr, `invalid value "bitbucket" for --host: use github, gitlab, gitea, azure`) {
		t.Error(got.all())
	}
	for _, c := range []struct {
		remote, host, declared string
		vars                   map[string]string
		want                   string // kind, server, path, and the token
	}{
		{"https://github.com/acme/envs.git", "", "", map[string]string{"GITHUB_TOKEN": "g", "GITLAB_TOKEN": "l"}, "github https://github.com acme/envs g"},
		{"git@gitlab.com:acme/platform/envs.git", "", "", map[string]string{"GITHUB_TOKEN": "g", "GITLAB_TOKEN": "l"}, "gitlab https://gitlab.com acme/platform/envs l"},
		{"https://git.example.com/acme/envs", "gitea", "", map[string]string{"GITHUB_TOKEN": "g"}, "gitea https://git.example.com acme/envs "},
		{"https://git.example.com/acme/envs", "", "gitlab", map[string]string{"MODELGATE_TOKEN": "m"}, "gitlab https://git.example.com acme/envs m"},
		{"https://git.example.com/acme/envs", "", "", map[string]string{"CI_SERVER_URL": "https://git.example.com", "GITLAB_TOKEN": "l"}, "gitlab https://git.example.com acme/envs l"},
		{"https://git.example.com/acme/envs", "", "", map[string]string{"GITHUB_SERVER_URL": "https://git.example.com", "GITEA_ACTIONS": "true", "GITEA_TOKEN": "t"}, "gitea https://git.example.com acme/envs t"},
		{"ssh://git@git.example.com:2222/acme/envs", "gitea=https://git.example.com:3000/acme/envs", "", nil, "gitea https://git.example.com:3000 acme/envs "},
		{"https://git.example.com/acme/envs", "", "", map[string]string{"GITHUB_TOKEN": "g"}, "not the address"},
		{"../environment.git", "", "github", nil, "not the address"},
	} {
		e := &Env{Getenv: func(name string) string { return c.vars[name] }}
		r := environmentRepository{remote: c.remote, host: c.host}
		a, err := r.address(e, c.declared)
		got := strings.Join([]string{string(a.Kind), a.Server, a.Path, e.tokenFor(a.Kind, a.Server)}, " ")
		if err != nil {
			got = err.Error()
		}
		if got != c.want && (err == nil || !strings.HasPrefix(got, c.want)) {
			t.Errorf("%s %s: got %s, want %s", c.remote, c.host, got, c.want)
		}
	}
}

// A token is shown to the server that it belongs to, and to no other one.
func TestTokenOfEnvironments(t *testing.T) {
	t.Parallel()
	const enterprise = "https://github.example.com"
	for _, c := range []struct {
		remote, host string
		vars         map[string]string
		want         string
	}{
		{"https://github.com/acme/envs.git", "", nil, "github"},
		{"https://github.com/acme/envs.git", "", map[string]string{"GITHUB_SERVER_URL": "https://github.com"}, "github"},
		{"https://github.com/acme/envs.git", "", map[string]string{"GITHUB_SERVER_URL": enterprise}, ""},
		{enterprise + "/acme/envs.git", "", map[string]string{"GITHUB_SERVER_URL": enterprise}, "github"},
		{enterprise + "/acme/envs.git", "github", map[string]string{"GITHUB_SERVER_URL": enterprise}, "github"},
		{enterprise + "/acme/envs.git", "github", nil, ""},
		{enterprise + "/acme/envs.git", "github", map[string]string{"MODELGATE_TOKEN": "ours"}, "ours"},
		{enterprise + ".evil.example/acme/envs.git", "", map[string]string{"GITHUB_SERVER_URL": enterprise}, ""},
		{"https://git.example.com/acme/envs.git", "", nil, ""}, // of an unknown kind
		{"https://git.example.com/acme/envs.git", "", map[string]string{"MODELGATE_TOKEN": "ours"}, "ours"},
		{"https://git.example.com/acme/envs.git", "gitlab", nil, "gitlab"},
		{"https://git.example.com/acme/envs.git", "", map[string]string{"CI_SERVER_URL": "https://git.example.com"}, "gitlab"},
		{"https://gitlab.com/acme/envs.git", "", nil, "gitlab"},
		{"https://git.example.com/acme/envs.git", "gitea=https://gitea.example.com/acme/envs", map[string]string{"GITEA_TOKEN": "gitea"}, "gitea"},
	} {
		e := &Env{Getenv: func(name string) string {
			return cmp.Or(c.vars[name], map[string]string{"GITHUB_TOKEN": "github", "GITLAB_TOKEN": "gitlab"}[name])
		}}
		r := environmentRepository{remote: c.remote, host: c.host}
		if got := r.token(e); got != c.want {
			t.Errorf("%s %s %v: %q, want %q", c.remote, c.host, c.vars, got, c.want)
		}
	}
}

// A soak time starts with the merge that the host states, not with the commit of the
// pull request that a fast-forward has left on the branch.
func TestSoakStartsWithTheMerge(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got := run(t, dir, "demo", "--dir", dir+"/demo"); got.code != Done {
		t.Fatal(got.all())
	}
	s := githubtest.New(t, githubtest.Config{GHES: true})
	there := s.AddRepository(t, "acme/environments")
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write", "pull_requests=write"))
	there.Commit(t, "main", "first", map[string][]byte{".modelgate/env.yaml": []byte("apiVersion: modelgate.dev/v1\nkind: Environments\nhost: github\nenvironments:\n  staging: {stage: review, mode: pull_request}\n  production: {needs: [staging], soak: 300d}\n")})
	models, bare := git.Repo{Dir: dir + "/demo/models"}, git.Repo{Dir: there.Dir()}
	if _, err := models.Run(t.Context(), "config", "remote.origin.url", models.Dir); err != nil { // its own
		t.Fatal(err)
	}
	advance := func() result {
		code, stdout, stderr := runWith(t, dir+"/demo", map[string]string{"MODELGATE_TOKEN": "app"}, "env", "advance", "--repo", "models", "--to", there.CloneURL())
		return result{code, stdout, stderr}
	}
	if got := advance(); got.code != Done || !strings.Contains(got.stdout, "opened pull request #1") {
		t.Fatal(got.all())
	}
	if _, err := bare.Run(t.Context(), "update-ref", "refs/heads/main", there.Tip(there.Pull(1).Head)); err != nil {
		t.Fatal(err)
	}
	there.SetClosed(1, true)
	if got := advance(); got.code != Done || !strings.Contains(got.stdout, "it soaks in staging until 2026-12-26T12:00:00Z") { // merged on 1 March
		t.Error(got.all())
	}
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write"))
	there.SetClosed(1, false) // the host knows of no merge
	if got := advance(); got.code != Denied || !strings.Contains(got.stdout, "the time at which its pull request was merged there is unknown") {
		t.Error(got.all())
	}
}

// signingKey is a key of Ed25519 and its public part, as openssl writes them.
func signingKey(t *testing.T) (private, public []byte) {
	t.Helper()
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))
	a, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	b, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: a}), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: b})
}
