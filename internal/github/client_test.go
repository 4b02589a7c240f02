package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

const secret = "ghs_SECRET"

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// clock is a clock that waits move on.
type clock struct {
	mu    sync.Mutex
	t     time.Time
	waits []time.Duration
}

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

// serve starts a server and a client of it.
func serve(t *testing.T, h http.HandlerFunc, change ...func(*Options)) (Repository, *clock) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	clk := &clock{t: now}
	o := Options{BaseURL: s.URL, Token: secret, Sleep: clk.sleep, Now: clk.now}
	for _, f := range change {
		f(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Repository("acme/models")
	if err != nil {
		t.Fatal(err)
	}
	return r, clk
}

func TestTokenNeverLeavesItsHost(t *testing.T) {
	var seen []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Header.Get("Authorization"))
	}))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		repo, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/stolen", status)
		})
		_, err := repo.PullRequest(t.Context(), 7)
		if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "another host") {
			t.Errorf("GET, %d: got %v", status, err)
		}
		_, err = repo.PublishComment(t.Context(), 7, Comment{Key: "gate", Body: "x", Create: true})
		if !errors.Is(err, ErrRefused) {
			t.Errorf("comment, %d: got %v", status, err)
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows the token: %v", err)
		}
	}
	if len(seen) != 0 {
		t.Errorf("another host was asked %d times, with %q", len(seen), seen)
	}
}

func TestRedirectWithinTheAPIIsFollowedForReading(t *testing.T) {
	repo, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/repos/"):
			http.Redirect(w, r, "/repositories/1/comments", http.StatusMovedPermanently)
		case r.Method == "GET" && r.Header.Get("Authorization") == "Bearer "+secret:
			fmt.Fprint(w, `[]`)
		default:
			t.Errorf("got %s %s", r.Method, r.URL)
		}
	})
	if _, err := repo.PublishComment(t.Context(), 7, Comment{Key: "gate"}); err != nil {
		t.Error(err)
	}
	_, err := repo.PublishComment(t.Context(), 7, Comment{Key: "gate", Create: true}) // the POST would become a GET
	if !errors.Is(err, ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct{ api, server, want string }{
		{"", "", "https://api.github.com/"},
		{"", "https://github.com", "https://api.github.com/"},
		{"", "https://acme.ghe.com", "https://api.acme.ghe.com/"},
		{"", "https://git.example.com/", "https://git.example.com/api/v3/"},
		{"https://git.example.com/api/v3", "", "https://git.example.com/api/v3/"},
		{"http://127.0.0.1:8080", "", "http://127.0.0.1:8080/"},
		{"http://[::1]:8080/api/v3/", "", "http://[::1]:8080/api/v3/"},
		{"http://git.example.com/api/v3", "", ""},
		{"", "http://git.example.com", ""},
		{"https://user:pass@git.example.com", "", ""},
		{"ftp://git.example.com", "", ""},
		{"git.example.com", "", ""},
		{"https://git.example.com/?a=b", "", ""},
	} {
		client, err := New(Options{BaseURL: c.api, ServerURL: c.server})
		switch {
		case c.want == "" && !errors.Is(err, ErrSettings):
			t.Errorf("%q, %q: got %v", c.api, c.server, err)
		case c.want == "" && strings.Contains(err.Error(), "pass@"):
			t.Errorf("%q: the error shows a password: %v", c.api, err)
		case c.want != "" && (err != nil || client.APIURL() != c.want):
			t.Errorf("%q, %q: got %v", c.api, c.server, err)
		}
	}
	if _, err := New(Options{Token: "a\r\nX-Evil: b"}); !errors.Is(err, ErrSettings) || strings.Contains(err.Error(), "Evil") {
		t.Errorf("token with a line break: got %v", err)
	}
}

func TestRepositoryNames(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, ok := range map[string]bool{
		"acme/models": true, "a/.github": true, "A_b-1/x.y_z-": true,
		"": false, "acme": false, "acme/": false, "/models": false, "acme/models/x": false, "acme/..": false, "acme/a?b": false, "acme/a%2fb": false, "-a/b": false, "a b/c": false,
	} {
		if _, err := c.Repository(name); ok != (err == nil) {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

func TestRetriesOnlyWhereSafe(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		header map[string]string
		body   string
		get    int // calls of a GET that always fails so
		post   int // of a POST
		patch  int // of a PATCH of a comment, which sets what it names
		kind   error
	}{
		{name: "502", status: 502, get: 4, post: 1, patch: 4, kind: ErrUnavailable},
		{name: "501", status: 501, get: 1, post: 1, patch: 1, kind: ErrUnavailable},
		{name: "403", status: 403, body: `{"message":"Resource not accessible by integration"}`, get: 1, post: 1, patch: 1, kind: ErrForbidden},
		{name: "429", status: 429, header: map[string]string{"Retry-After": "9"}, get: 13, post: 13, patch: 13, kind: ErrLimited},
		{name: "secondary 403", status: 403, body: `{"message":"You have exceeded a secondary rate limit."}`, get: 2, post: 2, patch: 2, kind: ErrLimited},
		{name: "404", status: 404, get: 1, post: 1, patch: 1, kind: ErrNotFound},
	} {
		count := map[string]int{}
		fail := ""
		repo, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
			count[r.Method]++
			if r.Method != fail {
				fmt.Fprintf(w, `[{"id":1,"body":%q,"user":{"login":"github-actions[bot]","type":"Bot"}}]`, marker(map[bool]string{true: "gate", false: "other"}[fail == "PATCH"]))
				return
			}
			for k, v := range c.header {
				w.Header().Set(k, v)
			}
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		})
		publish := func(method string) error {
			fail = method
			repo.c.waited = 0
			_, err := repo.PublishComment(t.Context(), 7, Comment{Key: "gate", Body: "new", Create: true})
			return err
		}
		if err := publish("GET"); count["GET"] != c.get || !errors.Is(err, c.kind) {
			t.Errorf("%s: GET was sent %d times: %v", c.name, count["GET"], err)
		}
		if err := publish("PATCH"); count["PATCH"] != c.patch || !errors.Is(err, c.kind) {
			t.Errorf("%s: PATCH was sent %d times: %v", c.name, count["PATCH"], err)
		}
		if c.status == 502 { // each POST is preceded by a look for the first one's comment
			count = map[string]int{}
			if err := publish("POST"); count["POST"] != 3 || count["GET"] != 3 || !errors.Is(err, ErrLost) {
				t.Errorf("%s: POST was sent %d times after %d looks: %v", c.name, count["POST"], count["GET"], err)
			}
		} else if err := publish("POST"); count["POST"] != c.post || !errors.Is(err, c.kind) {
			t.Errorf("%s: POST was sent %d times: %v", c.name, count["POST"], err)
		}
	}
}

func TestRateLimits(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		header map[string]string
		waits  string
		err    string
	}{
		{"retry after", 403, map[string]string{"Retry-After": "30"}, "[31s]", ""},
		{"retry after at the budget", 429, map[string]string{"Retry-After": "119"}, "[2m0s]", ""},
		{"retry after beyond the budget", 429, map[string]string{"Retry-After": "120"}, "[]", "limited until 12:02:01 UTC: too many calls in a short time (secondary rate limit)"},
		{"primary", 403, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(now.Unix() + 60)}, "[1m1s]", ""},
		{"primary as 429", 429, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(now.Unix() + 60)}, "[1m1s]", ""},
		{"primary that is over", 403, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(now.Unix() - 60)}, "[1s]", ""},
		{"primary beyond the budget", 403, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(now.Unix() + 3600)}, "[]", "limited until 13:00:01 UTC: the hourly limit of this token is used up"},
		{"nothing said", 429, nil, "[1m0s]", ""},
		{"last call of the hour", 200, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fmt.Sprint(now.Unix() + 3600)}, "[]", ""},
	} {
		calls := 0
		repo, clk := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if calls++; calls == 1 {
				for k, v := range c.header {
					w.Header().Set(k, v)
				}
				w.WriteHeader(c.status)
			}
			fmt.Fprint(w, `[]`)
		})
		_, err := repo.PublishComment(t.Context(), 7, Comment{Key: "gate"})
		if got := fmt.Sprint(clk.waits); got != c.waits {
			t.Errorf("%s: waited %s, want %s", c.name, got, c.waits)
		}
		if c.err == "" && err != nil || c.err != "" && (!errors.Is(err, ErrLimited) || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s: got %v", c.name, err)
		}
		if c.err == "" { // neither go-github nor we refuse a later call
			if _, err := repo.PublishComment(t.Context(), 7, Comment{Key: "gate"}); err != nil {
				t.Errorf("%s, next call: got %v", c.name, err)
			}
		}
	}
}

func TestAnswersAreBounded(t *testing.T) {
	for extra, want := range map[int]error{0: nil, 1: ErrTooLarge} {
		repo, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "[", strings.Repeat(" ", maxAnswer-2+extra), "]")
		})
		if _, err := repo.PublishComment(t.Context(), 7, Comment{Key: "gate"}); !errors.Is(err, want) {
			t.Errorf("limit + %d: got %v", extra, err)
		}
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		status int
		header map[string]string
		body   string
		kind   error
		says   string
	}{
		{401, nil, `{"message":"Bad credentials"}`, ErrUnauthorized, "revoked or expired"},
		{403, nil, `{"message":"Resource not accessible by integration"}`, ErrForbidden, "add `pull-requests: read` to the permissions of the job"},
		{403, map[string]string{"X-Accepted-GitHub-Permissions": "issues=read; pull_requests=read"}, `{"message":"Resource not accessible by integration"}`, ErrForbidden, "add `issues: read or pull-requests: read`"},
		{403, map[string]string{"X-GitHub-SSO": "required; url=https://github.com/orgs/x/sso"}, `{"message":"Resource protected by organization SAML enforcement."}`, ErrForbidden, "SAML single sign-on"},
		{404, nil, `{"message":"Not Found"}`, ErrNotFound, "GitHub also returns 404 if the token has no access"},
		{500, map[string]string{"X-GitHub-Request-Id": "AB:1"}, ``, ErrUnavailable, "(request AB:1)"},
		{422, nil, "{\"message\":\"\\u001b[31mred\\u202e\\n::error::x\"}", ErrInvalid, "422: [31mred ::error::x"},
	} {
		repo, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			for k, v := range c.header {
				w.Header().Set(k, v)
			}
			w.WriteHeader(c.status)
			fmt.Fprint(w, c.body)
		})
		_, err := repo.PullRequest(t.Context(), 7)
		if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "reading pull request #7 of acme/models: ") {
			t.Errorf("%d: got %v", c.status, err)
		}
		if strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%d: the error is not one printable line: %q", c.status, err)
		}
	}
}

// An answer of another form than the API's is named as such, on one line, and never
// taken for an answer; a write after which it came may have been made.
func TestAnswersOfAnotherForm(t *testing.T) {
	for body, c := range map[string]struct {
		list, open error
		text       string
	}{
		"<html>\nSign in\n</html>": {ErrUnauthorized, ErrUnauthorized, "an HTML page in place of JSON"},
		"":                         {ErrMalformed, ErrLost, ""},
		`[{"number":`:              {ErrMalformed, ErrMalformed, "form"},
		`"text"`:                   {ErrMalformed, ErrMalformed, "form"},
		`[{"title":"x"}]`:          {ErrMalformed, ErrMalformed, ""},
		`{"title":"x"}`:            {ErrMalformed, ErrLost, ""},
		`{"number":0}`:             {ErrMalformed, ErrLost, ""},
	} {
		repo, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
		_, listErr := repo.PullRequestsOfBranch(t.Context(), "a", "main")
		made, openErr := repo.OpenPullRequest(t.Context(), Draft{Head: "a", Base: "main"})
		for _, got := range []struct{ err, want error }{{listErr, c.list}, {openErr, c.open}} {
			if !errors.Is(got.err, got.want) || !strings.Contains(got.err.Error(), c.text) || strings.ContainsAny(got.err.Error(), "\n") {
				t.Errorf("%q: %v, want %v (%+v)", body, got.err, got.want, made)
			}
		}
		if _, err := repo.DefaultBranch(t.Context()); err == nil {
			t.Errorf("%q names a default branch", body)
		}
	}
}
