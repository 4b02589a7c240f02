package envrepo

import (
	"errors"
	"fmt"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// onGitHub is a fake GitHub with an environment repository, and its use
// through the API.
func onGitHub(t *testing.T, faults ...githubtest.Fault) (*githubtest.Server, *githubtest.Repository, *GitHub) {
	t.Helper()
	s := githubtest.New(t, githubtest.Config{})
	there := s.AddRepository(t, "acme/environments")
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write"))
	there.Commit(t, "main", "first", map[string][]byte{"README.md": []byte("x")})
	g := throughAPI(t, s, "")
	for _, f := range faults {
		s.AddFault(f)
	}
	return s, there, g
}

// throughAPI is a new use of a branch.
func throughAPI(t *testing.T, s *githubtest.Server, branch string) *GitHub {
	t.Helper()
	c, err := github.New(github.Options{BaseURL: s.APIURL(), Token: "app", Sleep: still.Sleep})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Repository("acme/environments")
	if err != nil {
		t.Fatal(err)
	}
	g, err := OpenGitHub(t.Context(), r, branch, s.URL()+"/acme/environments", Options{Token: "app", Now: options.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	return g
}

func bare(t *testing.T, r *githubtest.Repository) git.Repo {
	return git.Repo{Dir: r.Dir()}.WithObjects(t.Context())
}

func TestGitHubPromotes(t *testing.T) {
	_, there, g := onGitHub(t)
	if g.Branch() != "main" {
		t.Errorf("the branch is %q", g.Branch())
	}
	first := promote(t, g, subject("a", "1.0.0", '1'))
	if first.Commit() == "" || first.Commit() != there.Tip("main") {
		t.Errorf("got %+v, and main is at %s", first, there.Tip("main"))
	}
	promote(t, g, subject("b", "1.0.0", '1'), subject("a", "2.0.0", '2'))
	if again := promote(t, g, subject("a", "2.0.0", '2')); again.Commit() != "" {
		t.Errorf("done twice: %+v", again)
	}
	if got := len(verify(t, bare(t, there), "main")); got != 3 {
		t.Errorf("%d promotions", got)
	}
}

// One request goes wrong; the promotion is there once.
func TestGitHubPromotesExactlyOnce(t *testing.T) {
	for _, f := range []githubtest.Fault{
		{Operation: "git/update-ref", Nth: 1, Kind: githubtest.AnswerLost},
		{Operation: "git/update-ref", Nth: 1, Kind: githubtest.ResetAfter},
		{Operation: "git/create-tree", Nth: 1, Kind: githubtest.AnswerLost},
		{Operation: "git/get-tree", Nth: 1, Kind: githubtest.Reset},
	} {
		_, there, g := onGitHub(t, f)
		promote(t, g, subject("a", "1.0.0", '1'))
		if got := len(verify(t, bare(t, there), "main")); got != 1 {
			t.Errorf("%s of %s: %d promotions", f.Kind, f.Operation, got)
		}
	}
}

func TestGitHubErrorsHaveKinds(t *testing.T) {
	_, there, g := onGitHub(t)
	there.Protect("main")
	_, err := Promote(t.Context(), g, planner(t, subject("a", "1.0.0", '1')), still)
	if !errors.Is(err, ErrRejected) {
		t.Errorf("protected: got %v", err)
	}

	if _, err := (&GitHub{repo: g.repo, branch: "none"}).Head(t.Context()); !errors.Is(err, ErrBranch) {
		t.Errorf("no branch: got %v", err)
	}

	s, there, g := onGitHub(t)
	stale, err := g.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := planner(t, subject("a", "1.0.0", '1'))(stale)
	if err != nil {
		t.Fatal(err)
	}
	there.Commit(t, "main", "faster", map[string][]byte{"x": []byte("1")})
	if _, err := g.Commit(t.Context(), stale, plan); !errors.Is(err, ErrStale) {
		t.Errorf("stale: got %v", err)
	}
	there.TruncateTrees(1)
	if _, err := g.Head(t.Context()); !errors.Is(err, github.ErrIncomplete) {
		t.Errorf("cut off: got %v", err)
	}
	s.AddFault(githubtest.Fault{Kind: githubtest.Missing})
	if _, err := g.Head(t.Context()); !errors.Is(err, ErrAccess) {
		t.Errorf("hidden: got %v", err)
	}
}

func TestGitHubEmptyRepository(t *testing.T) {
	s, _, g := onGitHub(t)
	s.AddRepository(t, "acme/empty")
	r, err := g.repo.Client().Repository("acme/empty")
	if err != nil {
		t.Fatal(err)
	}
	e, err := OpenGitHub(t.Context(), r, "main", s.URL()+"/acme/empty", Options{Token: "app"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	tree, err := e.Head(t.Context())
	if err != nil || tree.Commit != "" {
		t.Errorf("got %q, %v", tree.Commit, err)
	}
	if _, err := Promote(t.Context(), e, planner(t, subject("a", "1.0.0", '1')), still); !IsFinal(err) {
		t.Errorf("got %v", err)
	}
}

// However many models a repository has, a run takes a few calls: at most 8 of the API,
// where the download of an archive counts if the branch is named. Git reads the history in
// one fetch of 3 requests, which is no call of the API.
func TestGitHubCalls(t *testing.T) {
	s, there, g := onGitHub(t)
	var subjects, changed []decision.Subject
	for i := range 500 {
		name := fmt.Sprintf("m%03d", i)
		subjects, changed = append(subjects, subject(name, "1.0.0", '1')), append(changed, subject(name, "1.0.0", '2'))
		if i%50 == 0 {
			changed[i].Version = "2.0.0"
		}
	}
	promote(t, g, subjects...)
	for _, branch := range []string{"", "main"} {
		for name, c := range map[string]struct {
			subjects []decision.Subject
			commits  int
		}{"no change": {subjects, 0}, "a change": {changed, 1}} {
			tip := there.Tip("main")
			s.Forget()
			r := promote(t, throughAPI(t, s, branch), c.subjects...)
			if len(r.Commits) != c.commits || len(r.Plan.Items) != 500 {
				t.Errorf("%s: %d commits of %d models", name, len(r.Commits), len(r.Plan.Items))
			}
			fetch := s.Count("git")
			calls := s.Count("") - fetch
			if branch == "" {
				calls -= s.Count("blob") // a download
			}
			if calls > 8 || fetch > 3 || s.Count("git/get-blob") > 0 {
				t.Errorf("%s: %d calls: %+v", name, calls, s.Requests())
			}
			gittest.SetHead(t, there.Dir(), "main", tip)
		}
	}
	verify(t, bare(t, there), "main")
}

// What an archive leaves out or changes, by attributes or by mistake, is read by itself;
// the ids of objects decide.
func TestGitHubArchiveIsNotTheTree(t *testing.T) {
	for name, attributes := range map[string]string{"complete": "", "left out": "* export-ignore\n", "changed": "*.json text eol=crlf\n", "expanded": "* export-subst\n"} {
		s, there, g := onGitHub(t)
		there.Commit(t, "main", "attributes", map[string][]byte{".gitattributes": []byte(attributes + "#\n"), "expanded.json": []byte("$Format:%H$\n")})
		promote(t, g, subject("a", "1.0.0", '1'), subject("b", "1.0.0", '1'))
		s.Forget()
		again := promote(t, throughAPI(t, s, "main"), subject("a", "1.0.0", '1'), subject("b", "2.0.0", '2'))
		if len(again.Plan.In(promotion.Promote)) != 1 || (s.Count("git/get-blob") == 0) == (name == "left out" || name == "changed") {
			t.Errorf("%s: %d blobs: %+v", name, s.Count("git/get-blob"), again.Plan.Items)
		}
		verify(t, bare(t, there), "main")
	}
	// No archive at all, or one that is none: files are read one by one.
	for _, f := range []githubtest.Fault{{Operation: "repos/download-zipball-archive", Kind: githubtest.Missing}, {Operation: "blob", Kind: githubtest.Garbage}} {
		s, there, g := onGitHub(t)
		promote(t, g, subject("a", "1.0.0", '1'))
		s.AddFault(f)
		s.Forget()
		if again := promote(t, throughAPI(t, s, "main"), subject("a", "1.0.0", '1')); again.Commit() != "" || s.Count("git/get-blob") == 0 {
			t.Errorf("%s: %+v", f.Operation, again.Plan.Items)
		}
		verify(t, bare(t, there), "main")
	}
}

// Nothing is promoted while the history cannot be read: a record may be gone.
func TestGitHubHistoryOutOfReach(t *testing.T) {
	for _, f := range []struct {
		fault githubtest.Fault
		want  error
	}{
		{githubtest.Fault{Operation: "git", Kind: githubtest.Missing}, ErrAccess},
		{githubtest.Fault{Operation: "git", Kind: githubtest.Unavailable}, ErrUnreachable},
	} {
		s, there, g := onGitHub(t)
		promote(t, g, subject("a", "1.0.0", '1'))
		tip := there.Tip("main")
		s.AddFault(f.fault)
		r, err := Promote(t.Context(), throughAPI(t, s, ""), planner(t, subject("a", "2.0.0", '2')), Retry{Attempts: 1, Sleep: still.Sleep})
		if !errors.Is(err, f.want) || there.Tip("main") != tip {
			t.Errorf("%s: %v %+v", f.fault.Kind, err, r)
		}
	}
}
