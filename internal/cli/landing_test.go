package cli

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// A promotion by GitHub's API makes the same tree as one by git, in a handful of
// calls, and a second one writes nothing.
func TestPromoteByAPI(t *testing.T) {
	t.Parallel()
	dir := demoOf(t)
	s := githubtest.New(t, githubtest.Config{GHES: true})
	there := s.AddRepository(t, "acme/environments")
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write"))
	there.Commit(t, "main", "first", map[string][]byte{"README.md": []byte("x")})
	bare := git.Repo{Dir: dir + "/by-git.git"}
	if _, err := (git.Repo{Dir: dir}).Run(t.Context(), "clone", "--quiet", "--bare", there.Dir(), bare.Dir); err != nil {
		t.Fatal(err)
	}
	promote := func(args ...string) result {
		code, stdout, stderr := runWith(t, dir+"/demo", map[string]string{"MODELGATE_TOKEN": "app"}, append([]string{"promote", "--repo", "models", "--env", "production"}, args...)...)
		return result{code, stdout, stderr}
	}
	api := []string{"--landing", "github-api", "--to", s.URL() + "/acme/environments.git"}
	s.Forget()
	if got := promote(api...); got.code != Done || !strings.Contains(got.stdout, "promoted: churn") {
		t.Fatal(got.all())
	}
	if fetch := s.Count("git"); len(s.Requests())-fetch > 8 || fetch > 3 { // git's requests are no calls of the API
		t.Errorf("%d requests, %d of them git's: %v", len(s.Requests()), fetch, s.Requests())
	}
	if got := promote("--to", bare.Dir); got.code != Done {
		t.Fatal(got.all())
	}
	tree := func(r git.Repo) string {
		line, err := r.ReadLine(t.Context(), "rev-parse", "main^{tree}")
		if err != nil {
			t.Fatal(err)
		}
		return line
	}
	if a, b := tree(git.Repo{Dir: there.Dir()}), tree(bare); a != b {
		t.Errorf("the trees are %s by the API and %s by git", a, b)
	}
	before := there.Tip("main")
	if got := promote(api...); got.code != Done || !strings.Contains(got.stdout, "nothing to commit") || there.Tip("main") != before {
		t.Error(got.all())
	}
	if got := promote("--landing", "github-api", "--to", bare.Dir); got.code != Misused || !strings.Contains(got.stderr, "needs a URL") {
		t.Error(got.all())
	}
	there.Protect("main")
	if got := promote(append(api, "--env", "staging")...); got.code != Misused {
		t.Errorf("a protected branch ends with exit code %d: %s", got.code, got.all())
	}
}
