package github_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
)

// clock is a clock that waits move on.
type clock struct {
	mu    sync.Mutex
	t     time.Time
	waits []time.Duration
}

func newClock() *clock { return &clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	c.waits = append(c.waits, d)
	return ctx.Err()
}

// all is what a job may have.
var all = []string{"contents=write", "pull_requests=write", "issues=write", "checks=write", "statuses=write", "actions=read", "metadata=read"}

// fake is a fake GitHub with one repository that has main and one pull
// request, #1, from the branch change.
type fake struct {
	*githubtest.Server
	there *githubtest.Repository // as the server has it
	repo  github.Repository      // as a client sees it
	clock *clock
	head  string // of #1
}

func newFake(t testing.TB, c githubtest.Config) *fake {
	t.Helper()
	f := &fake{clock: newClock()}
	c.Now = f.clock.now
	f.Server = githubtest.New(t, c)
	f.there = f.AddRepository(t, "acme/models")
	f.AddToken("job", githubtest.JobToken("acme/models", all...))
	f.there.Commit(t, "main", "first", map[string][]byte{"README.md": []byte("# models\n")})
	f.head = f.there.Commit(t, "change", "second", map[string][]byte{"models/a/README.md": []byte("# a\n")})
	f.there.AddPullRequest(t, githubtest.PullRequest{Head: "change", Title: "Add a", Labels: []string{"ml", "a"}})
	f.repo = f.client(t, "job")
	return f
}

// client is a client with a token.
func (f *fake) client(t testing.TB, token string, change ...func(*github.Options)) github.Repository {
	t.Helper()
	o := github.Options{BaseURL: f.APIURL(), Token: token, Sleep: f.clock.sleep, Now: f.clock.now}
	for _, g := range change {
		g(&o)
	}
	c, err := github.New(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Repository("acme/models")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// says fails unless the error is of a kind and holds words.
func says(t testing.TB, err, kind error, words string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v; want %v with %q", err, kind, words)
	}
}
