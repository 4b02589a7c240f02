package github_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

func TestPullRequest(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.there.Review(1, githubtest.Review{User: "bob", State: "APPROVED", Commit: strings.Repeat("1", 40)})
	f.there.Review(1, githubtest.Review{User: "carol", State: "CHANGES_REQUESTED"})
	f.there.Review(1, githubtest.Review{User: "carol", State: "COMMENTED"}) // decides nothing
	f.there.Review(1, githubtest.Review{User: "dave", State: "CHANGES_REQUESTED"})
	f.there.Review(1, githubtest.Review{User: "dave", State: "APPROVED"})
	f.there.Review(1, githubtest.Review{User: "erin", State: "APPROVED"})
	f.there.Review(1, githubtest.Review{User: "erin", State: "DISMISSED"})
	f.there.Review(1, githubtest.Review{State: "APPROVED"}) // the account is gone
	f.there.Review(1, githubtest.Review{User: "frank", State: "PENDING"})
	pr, err := f.repo.PullRequest(t.Context(), 1)
	check(t, err)
	if pr.Number != 1 || pr.Author != "alice" || pr.Draft || pr.BaseRef != "main" || pr.HeadRef != "change" || pr.HeadSHA != f.head ||
		pr.BaseSHA != f.there.Tip("main") || pr.Fork || pr.HeadRepo != "acme/models" || pr.AuthorAssociation != "CONTRIBUTOR" || pr.State != "open" {
		t.Errorf("got %+v", pr)
	}
	if got := fmt.Sprint(pr.Labels); got != "[a ml]" {
		t.Errorf("labels are not sorted: %s", got)
	}
	var reviews []string
	for _, v := range pr.Reviews {
		reviews = append(reviews, fmt.Sprint(v.User, " ", v.State, " ", v.Commit == f.head))
	}
	if got, want := strings.Join(reviews, ", "), "bob approved false, carol changes_requested true, dave approved true, erin dismissed true, ghost approved true"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if n := f.Count(""); n != 2 {
		t.Errorf("%d calls instead of 2", n)
	}
}

func TestPullRequestOfForks(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	for i, c := range []struct {
		pull githubtest.PullRequest
		repo string
	}{
		{githubtest.PullRequest{Head: "f0", HeadRepo: "mallory/models"}, "mallory/models"},
		{githubtest.PullRequest{Head: "f1", HeadRepo: "mallory/models", ForkGone: true}, ""},
	} {
		f.there.Commit(t, fmt.Sprint("f", i), "fork", map[string][]byte{"x": {byte(i)}})
		number := f.there.AddPullRequest(t, c.pull)
		pr, err := f.repo.PullRequest(t.Context(), number)
		check(t, err)
		if !pr.Fork || pr.HeadRepo != c.repo || pr.HeadSHA != f.there.HeadSHA(number) {
			t.Errorf("%d: got %+v", i, pr)
		}
	}
}

// A list is read to its end, whatever its length, or it is an error.
func TestReviewsAreReadToTheirEnd(t *testing.T) {
	for _, c := range []struct{ reviews, calls int }{{99, 2}, {100, 2}, {101, 3}, {250, 4}, {3000, 31}, {3001, 0}} {
		f := newFake(t, githubtest.Config{})
		for range c.reviews - 1 {
			f.there.Review(1, githubtest.Review{User: "bob", State: "APPROVED"})
		}
		f.there.Review(1, githubtest.Review{User: "bob", State: "CHANGES_REQUESTED"})
		pr, err := f.repo.PullRequest(t.Context(), 1)
		if c.calls == 0 {
			says(t, err, github.ErrIncomplete, "more than 30 pages")
			continue
		}
		check(t, err)
		if len(pr.Reviews) != 1 || pr.Reviews[0].State != github.ChangesRequested || f.Count("") != c.calls {
			t.Errorf("%d reviews: got %+v in %d calls", c.reviews, pr.Reviews, f.Count(""))
		}
	}
}

func TestTeams(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.AddToken("app", githubtest.AppToken("gate", "members=read", "contents=read"))
	f.AddTeam("acme", "owners", "Bob", "carol")
	teams, err := f.client(t, "app").Client().Teams(t.Context(), "acme", []string{"owners", "none"}, []string{"dave", "carol", "bob"})
	check(t, err)
	if len(teams) != 2 || !teams[0].Known || fmt.Sprint(teams[0].Members) != "[bob carol]" || teams[1].Known || teams[1].Reason == "" {
		t.Errorf("got %+v", teams)
	}
	teams, err = f.repo.Client().Teams(t.Context(), "acme", []string{"owners"}, []string{"bob"}) // the job's token cannot see teams
	check(t, err)
	if teams[0].Known || len(teams[0].Members) > 0 || !strings.Contains(teams[0].Reason, "GitHub also returns 404 if the token has no access") {
		t.Errorf("got %+v", teams)
	}
	if _, err := f.repo.Client().Teams(t.Context(), "acme", []string{"../x"}, nil); err == nil {
		t.Error("a slug with a path was taken")
	}
}

func TestPullRequestsOfHead(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.there.Commit(t, "patch", "fork", map[string][]byte{"x": []byte("1")})
	n := f.there.AddPullRequest(t, githubtest.PullRequest{Head: "patch", HeadRepo: "mallory/models"})
	sha := f.there.HeadSHA(n)
	found, err := f.repo.PullRequestsOfHead(t.Context(), "mallory", "patch", sha)
	check(t, err)
	if len(found) != 1 || found[0].Number != n || !found[0].Fork {
		t.Errorf("got %+v", found)
	}
	for _, c := range []struct{ owner, branch, sha string }{
		{"mallory", "patch", f.head},  // pushed to meanwhile
		{"acme", "patch", sha},        // of another account
		{"mallory", "change", f.head}, // a branch of ours
		{"mallory", "main", sha},      // another branch
	} {
		if found, err := f.repo.PullRequestsOfHead(t.Context(), c.owner, c.branch, c.sha); err != nil || len(found) > 0 {
			t.Errorf("%v: got %+v, %v", c, found, err)
		}
	}
	if _, err := f.repo.PullRequestsOfHead(t.Context(), "", "patch", sha); err == nil {
		t.Error("a head without an owner, which GitHub takes for no filter, was sent")
	}
}

func TestForbiddenNamesThePermission(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.AddToken("fork", githubtest.ForkToken("acme/models"))
	r := f.client(t, "fork")
	_, err := r.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: "x", Create: true})
	says(t, err, github.ErrForbidden, "add `issues: write or pull-requests: write` to the permissions of the job (a pull request from a fork gets a read-only token")
	_, err = r.PublishCheckRun(t.Context(), checkRun(f.head, 0))
	says(t, err, github.ErrForbidden, "add `checks: write`")
	err = r.SetStatus(t.Context(), f.head, github.Status{State: github.StatusSuccess, Context: "gate"})
	says(t, err, github.ErrForbidden, "add `statuses: write`")
	if _, err := r.PullRequest(t.Context(), 1); err != nil {
		t.Errorf("a read-only token cannot read: %v", err)
	}
}

func TestPrivateRepositoryOfOthersIs404(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.there.SetPrivate()
	f.AddToken("other", githubtest.JobToken("acme/other", all...))
	_, err := f.client(t, "other").PullRequest(t.Context(), 1)
	says(t, err, github.ErrNotFound, "GitHub also returns 404 if the token has no access")
	_, err = f.client(t, "nobody").PullRequest(t.Context(), 1)
	says(t, err, github.ErrUnauthorized, "revoked or expired")
}

func TestEnterpriseServer(t *testing.T) {
	f := newFake(t, githubtest.Config{GHES: true})
	if !strings.HasSuffix(f.APIURL(), "/api/v3") {
		t.Fatal(f.APIURL())
	}
	_, err := f.repo.PullRequest(t.Context(), 1)
	check(t, err)
	_, err = f.repo.PublishComment(t.Context(), 1, github.Comment{Key: "gate", Body: "x", Create: true})
	check(t, err)
	client := f.client(t, "job", func(o *github.Options) { o.BaseURL, o.ServerURL = "", f.URL() })
	_, err = client.PullRequest(t.Context(), 1)
	check(t, err)
}

// One run for a pull request with one model says all that it has to say in six
// calls.
func TestCallsOfARun(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	run := func(body string) {
		ctx := t.Context()
		pr, err := f.repo.PullRequest(ctx, 1)
		check(t, err)
		_, err = f.repo.PublishComment(ctx, pr.Number, github.Comment{Key: "gate", Body: body, Create: true})
		check(t, err)
		_, err = f.repo.PublishCheckRun(ctx, checkRun(pr.HeadSHA, github.AnnotationBatch))
		check(t, err)
		check(t, f.repo.SetStatus(ctx, pr.HeadSHA, github.Status{State: github.StatusFailure, Context: "modelgate", Description: "1 error"}))
	}
	for _, body := range []string{"first", "second"} {
		f.Forget()
		run(body)
		if n := f.Count(""); n > 6 {
			t.Errorf("%s run: %d calls: %+v", body, n, f.Requests())
		}
	}
}

func BenchmarkRun(b *testing.B) {
	f := newFake(b, githubtest.Config{})
	for b.Loop() {
		pr, err := f.repo.PullRequest(b.Context(), 1)
		check(b, err)
		_, err = f.repo.PublishComment(b.Context(), pr.Number, github.Comment{Key: "gate", Body: "x", Create: true})
		check(b, err)
		check(b, f.repo.SetStatus(b.Context(), pr.HeadSHA, github.Status{State: github.StatusSuccess, Context: "modelgate"}))
	}
	b.ReportMetric(float64(f.Count(""))/float64(b.N), "calls/op")
}

// Whoever has a part in a commit is found by the address that the commit has.
func TestContributors(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.AddAccount("bob", "bob@acme.example", "bob@home.example")
	f.AddAccount("carol", "carol@acme.example")
	f.there.CommitBy(t, "main", "carol@acme.example", "carol@acme.example", "before")
	base := f.there.Tip("main")
	f.there.CommitBy(t, "work", "bob@acme.example", "noreply@github.com", "one\n\nCo-authored-by: Dave D. <42+dave@users.noreply.github.com>\nco-authored-by: Carol <Carol@acme.example>\n")
	f.there.CommitBy(t, "work", "who@laptop.local", "bob@home.example", "two\n\nCo-Authored-By: Claude <noreply@anthropic.com>\nCo-authored-by: app <7+app[bot]@users.noreply.github.com>\n")
	f.there.CommitBy(t, "work", "bob@acme.example", "noreply@github.com", "three") // known already
	f.Forget()
	got, unsigned, err := f.repo.Contributors(t.Context(), base, f.there.Tip("work"))
	check(t, err)
	if len(unsigned) != 3 || unsigned[0].Reason == "" || unsigned[0].Commit > unsigned[1].Commit {
		t.Errorf("unsigned: %+v", unsigned)
	}
	var said []string
	for _, c := range got {
		said = append(said, fmt.Sprintf("%s %s <%s>", c.Role, c.Login, c.Email))
	}
	slices.Sort(said)
	want := "author  <who@laptop.local>\nauthor bob <bob@acme.example>\nco-author  <noreply@anthropic.com>\nco-author app[bot] <7+app[bot]@users.noreply.github.com>\n" +
		"co-author carol <Carol@acme.example>\nco-author dave <42+dave@users.noreply.github.com>\ncommitter bob <bob@home.example>\ncommitter web-flow <noreply@github.com>"
	if got := strings.Join(said, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if n := f.Count(""); n != 3 { // the commits, and two addresses
		t.Errorf("%d calls instead of 3", n)
	}
}

// GitHub's list of a pull request's commits ends at 250.
func TestContributorsAreReadToTheirEnd(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	f.AddAccount("bob", "bob@acme.example")
	base := f.there.Tip("main")
	f.there.CommitBy(t, "long", "bob@acme.example", "bob@acme.example", "first")
	f.there.Chain(t, "long", 260)
	got, _, err := f.repo.Contributors(t.Context(), base, f.there.Tip("long"))
	check(t, err)
	if len(got) != 4 || !slices.ContainsFunc(got, func(c github.Contributor) bool { return c.Login == "bob" }) {
		t.Errorf("got %+v", got)
	}
	_, _, err = f.repo.Contributors(t.Context(), strings.Repeat("0", 40), f.there.Tip("long"))
	says(t, err, github.ErrNotFound, "reading the commits")
	_, _, err = f.repo.Contributors(t.Context(), "main", f.there.Tip("long"))
	if err == nil {
		t.Error("a name was taken for a commit")
	}
}

func TestPermission(t *testing.T) {
	f := newFake(t, githubtest.Config{})
	for login, level := range map[string]string{"ann": "admin", "bob": "write", "carol": "read", "dave": "none"} {
		f.there.SetPermission(login, level)
	}
	for login, writes := range map[string]bool{"ann": true, "bob": true, "carol": false, "dave": false, "app[bot]": false, "ghost": false, "../x": false} {
		got, err := f.repo.Permission(t.Context(), login)
		check(t, err)
		if got.Writes() != writes || got.Known == (got.Reason != "") {
			t.Errorf("%s: got %+v", login, got)
		}
	}
	f.AddFault(githubtest.Fault{Operation: "repos/get-collaborator-permission-level", Kind: githubtest.Forbidden})
	if got, err := f.repo.Permission(t.Context(), "ann"); err != nil || got.Known || got.Writes() || got.Reason == "" {
		t.Errorf("got %+v, %v", got, err)
	}
}
