package envrepo

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git/gitserver"
)

// TestFilteredClones: a remote that leaves files out is asked for those that are read,
// with the token, and promotions go on in the clone that lacks the others.
func TestFilteredClones(t *testing.T) {
	t.Parallel()
	r := server(t)
	configure(t, r, "[http]\n\treceivepack = true\n")
	promote(t, open(t, r, ""), subject("churn", "1.0.0", 'a'))
	s := gitserver.New(t, filepath.Dir(r.Dir), "secret")
	o := options
	o.Token = "secret"
	g, err := OpenGit(t.Context(), s.URL+"/"+filepath.Base(r.Dir), "", o)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	for i, version := range []string{"1.0.0", "1.1.0", "1.2.0"} {
		if result := promote(t, g, subject("fraud", version, 'a'+rune(i))); result.Attempts != 1 || len(result.Commits) != 1 {
			t.Errorf("%s: %+v", version, result)
		}
		if !g.filtered {
			t.Error("the clone has all files")
		}
	}
	if got := len(verify(t, r, "main")); got != 4 {
		t.Errorf("%d records", got)
	}
}

// TestFilesAreNotGivenByName: a server of an older protocol may leave files out, and give
// none of them by its name. Then all are fetched.
func TestFilesAreNotGivenByName(t *testing.T) {
	t.Parallel()
	r := server(t)
	configure(t, r, "[http]\n\treceivepack = true\n")
	promote(t, open(t, r, ""), subject("fraud", "1.0.0", 'a'))
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		q.Header.Del("Git-Protocol")
		if err := gitserver.Serve(w, q, filepath.Dir(r.Dir)); err != nil {
			t.Error(err)
		}
	}))
	defer s.Close()
	g, err := OpenGit(t.Context(), s.URL+"/"+filepath.Base(r.Dir), "", options)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if result := promote(t, g, subject("fraud", "1.1.0", 'b')); result.Attempts != 2 || !g.whole {
		t.Errorf("%+v", result)
	}
	if got := len(verify(t, r, "main")); got != 2 {
		t.Errorf("%d records", got)
	}
}

// TestPullRequestOverHTTP: a server that leaves files out of a fetch has the pull request
// updated from a clone without them.
func TestPullRequestOverHTTP(t *testing.T) {
	t.Parallel()
	b := newPullBench(t)
	configure(t, b.repo, "[http]\n\treceivepack = true\n")
	b.remote = gitserver.New(t, filepath.Dir(b.repo.Dir), "").URL + "/" + filepath.Base(b.repo.Dir)
	b.step(Opened, subject("fraud", "1.0.0", 'a'))
	b.commit("main", "apps/other.yaml", "a: 1\n")
	b.step(Updated, subject("fraud", "1.1.0", 'b'))
	b.commit("main", "apps/other.yaml", "a: 2\n")
	b.step(Updated, subject("fraud", "1.2.0", 'c'))
}
