package git_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// TestTokenIsShownToItsServerOnly asks two servers for their refs: the one that
// the token is for, which sends git on to the other.
func TestTokenIsShownToItsServerOnly(t *testing.T) {
	var leaked, shown []string
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leaked = append(leaked, r.Header.Get("Authorization"))
		http.NotFound(w, r)
	}))
	defer other.Close()
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shown = append(shown, r.Header.Get("Authorization"))
		if strings.HasPrefix(r.URL.Path, "/moved") {
			http.Redirect(w, r, other.URL+r.URL.Path+"?"+r.URL.RawQuery, http.StatusFound)
			return
		}
		http.NotFound(w, r)
	}))
	defer own.Close()
	t.Setenv("GIT_CONFIG_COUNT", "1") // the user's own settings stay
	t.Setenv("GIT_CONFIG_KEY_0", "user.name")
	t.Setenv("GIT_CONFIG_VALUE_0", "Somebody")

	repo, err := newRepo(t).WithToken(t.Context(), own.URL+"/acme/models.git", "s3cret")
	if err != nil {
		t.Fatal(err)
	}
	for _, remote := range []string{own.URL + "/acme/models.git", own.URL + "/moved/models.git", other.URL + "/acme/models.git"} {
		if _, err := repo.Run(t.Context(), "ls-remote", "--", remote); err == nil {
			t.Errorf("%s answered", remote)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the error tells the token: %v", err)
		}
	}
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte("x-access-token:s3cret"))
	if len(shown) != 2 || shown[0] != want || shown[1] != want {
		t.Errorf("its server saw %q", shown)
	}
	if len(leaked) != 1 || leaked[0] != "" {
		t.Errorf("the other server saw %q", leaked)
	}
	if name := run(t, repo, "config", "user.name"); name != "Somebody" {
		t.Errorf("the user's setting became %q", name)
	}
}

func TestTokenStaysAtHome(t *testing.T) {
	repo := newRepo(t)
	for name, c := range map[string]struct {
		remote, token string
		refused       bool
	}{
		"no token":          {"https://example.com/a/b", "", false},
		"ssh":               {"git@example.com:a/b", "s3cret", false},
		"directory":         {"/srv/git/a", "s3cret", false},
		"own password":      {"https://me:pw@example.com/a/b", "s3cret", false},
		"no encryption":     {"http://example.com/a/b", "s3cret", true},
		"not this machine":  {"http://127.0.0.1.example.com/a/b", "s3cret", true},
		"not this machine2": {"http://127.0.0.1@example.com/a/b", "s3cret", false},
	} {
		got, err := repo.WithToken(t.Context(), c.remote, c.token)
		if errors.Is(err, git.ErrToken) != c.refused {
			t.Errorf("%s: %v", name, err)
		}
		if len(got.Env) != len(repo.Env) {
			t.Errorf("%s: the token is in the environment: %q", name, got.Env[len(repo.Env):])
		}
	}
	run(t, repo, "config", "http.https://example.com/.extraheader", "AUTHORIZATION: basic xyz")
	if got, err := repo.WithToken(t.Context(), "https://example.com/a/b", "s3cret"); err != nil || len(got.Env) != len(repo.Env) {
		t.Errorf("a second header is sent: %v", err)
	}
}
