package forge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/github"
)

// contract is what a host's own documents say of the calls that are used here: the
// names and types of what is sent and answered. That of Gitea is made of the
// description that Gitea itself serves; the others are written from the documents.
type contract struct {
	Source     string
	Operations []struct {
		ID, Method, Path string
		Query            []string
		Body             map[string]string
		Required         []string
		Status           int
		List             bool
		Answer           map[string]string
	}
}

// host is a host in memory, held to its contract.
type host struct {
	t    *testing.T
	kind Kind
	contract
	mu     sync.Mutex
	pulls  []PullRequest
	branch []Draft
	forks  map[int]bool
	log    []string
	broken int // answers that are 503 first
	auth   string
}

var paths = map[Kind]string{GitLab: "acme/platform/envs", Gitea: "acme/envs", Azure: "acme/My Project/_git/envs"}

func newHost(t *testing.T, kind Kind) (*host, *Host) {
	t.Helper()
	h := &host{t: t, kind: kind, forks: map[int]bool{}}
	src, err := os.ReadFile("testdata/" + string(kind) + ".json")
	if err := errors.Join(err, json.Unmarshal(src, &h.contract)); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	a, err := Find(server.URL+"/"+paths[kind], kind)
	if err != nil {
		t.Fatal(err)
	}
	client, err := Open(a, Options{Token: "s3cret", Sleep: func(context.Context, time.Duration) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	return h, client
}

// values are the parts of a path in place of the words of another, nil where they
// do not fit.
func values(pattern, path string) map[string]string {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil
	}
	out := map[string]string{}
	for i, w := range want {
		if name, ok := strings.CutPrefix(w, "{"); ok {
			out[strings.TrimSuffix(name, "}")] = got[i]
		} else if w != got[i] {
			return nil
		}
	}
	return out
}

func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.auth = r.Header.Get("Authorization")
	for _, op := range h.Operations {
		at := values(op.Path, r.URL.EscapedPath())
		if at == nil || op.Method != r.Method {
			continue
		}
		h.log = append(h.log, op.ID)
		if h.broken > 0 {
			h.broken--
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		for name := range r.URL.Query() {
			if !slices.Contains(op.Query, name) {
				h.t.Errorf("%s %s has no parameter %s", op.Method, op.Path, name)
			}
		}
		body := map[string]any{}
		if r.Method != "GET" {
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
				h.t.Errorf("%s: %v", op.ID, err)
			}
		}
		for name, value := range body {
			is := map[string]bool{"string": false, "boolean": false, "integer": false, "array": false, "object": false}
			switch value.(type) {
			case string:
				is["string"] = true
			case bool:
				is["boolean"] = true
			case float64:
				is["integer"] = true
			case []any:
				is["array"] = true
			case map[string]any:
				is["object"] = true
			}
			if !is[op.Body[name]] {
				h.t.Errorf("%s %s takes no %s that is %T", op.Method, op.Path, name, value)
			}
		}
		for _, name := range op.Required {
			if _, ok := body[name]; !ok {
				h.t.Errorf("%s %s lacks %s", op.Method, op.Path, name)
			}
		}
		status, answer := h.answer(op.ID, op.List, at, r, body)
		if status == 0 {
			status = op.Status
		}
		if m, ok := answer.(map[string]any); ok && status < 300 && !op.List {
			for name := range m {
				if _, ok := op.Answer[name]; !ok {
					h.t.Errorf("%s answers no %s", op.ID, name)
				}
			}
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		json.NewEncoder(w).Encode(answer) //nolint:errcheck // a client that is gone
		return
	}
	h.t.Errorf("no operation %s %s", r.Method, r.URL.EscapedPath())
	w.WriteHeader(http.StatusNotFound)
}

// answer does what an operation asks for.
func (h *host) answer(id string, list bool, at map[string]string, r *http.Request, body map[string]any) (int, any) {
	text := func(name string) string { s, _ := body[name].(string); return s }
	number := 0
	for _, name := range []string{"iid", "index", "number"} {
		fmt.Sscan(at[name], &number) //nolint:errcheck // 0 for none
	}
	switch {
	case id == "statuses" || id == "repoGetCombinedStatusByRef":
		return 0, h.statuses(r)
	case list:
		return 0, h.list(r)
	case id == "create" || id == "repoCreatePullRequest":
		d := Draft{Head: text("source_branch") + text("head") + strings.TrimPrefix(text("sourceRefName"), "refs/heads/"), Base: text("target_branch") + text("base") + strings.TrimPrefix(text("targetRefName"), "refs/heads/"),
			Title: text("title"), Body: text("description") + text("body")}
		for i, p := range h.pulls {
			if p.State == IsOpen && h.branch[i].Head == d.Head && h.branch[i].Base == d.Base && !h.forks[p.Number] {
				return http.StatusConflict, map[Kind]any{
					GitLab: map[string]any{"message": []any{"Another open merge request already exists for this source branch: !1"}},
					Gitea:  map[string]any{"message": "pull request already exists for these targets [id: 1]", "url": "x"},
					Azure:  map[string]any{"$id": "1", "message": "TF401179: An active pull request for the source and target branch already exists.", "typeKey": "GitPullRequestExistsException"},
				}[h.kind]
			}
		}
		h.pulls = append(h.pulls, PullRequest{Number: len(h.pulls) + 1, Title: d.Title, Body: d.Body, Commit: strings.Repeat("a", 40), State: IsOpen})
		h.branch = append(h.branch, d)
		return 0, h.render(len(h.pulls) - 1)
	case id == "update" || id == "repoEditPullRequest":
		p := &h.pulls[number-1]
		if title := text("title"); title != "" {
			p.Title, p.Body = title, text("description")+text("body")
		}
		if text("state_event") == "close" || text("state") == "closed" || text("status") == "abandoned" {
			p.State = Closed
		}
		return 0, h.render(number - 1)
	}
	return 0, map[string]any{"id": 1}
}

func (h *host) list(r *http.Request) any {
	q, out := r.URL.Query(), []any{}
	for i := len(h.pulls) - 1; i >= 0; i-- {
		p, d := h.pulls[i], h.branch[i]
		switch h.kind {
		case GitLab:
			if q.Has("source_branch") && q.Get("source_branch") != d.Head || q.Has("target_branch") && q.Get("target_branch") != d.Base || q.Get("state") == "merged" && p.State != Merged {
				continue
			}
		case Azure:
			if q.Has("searchCriteria.sourceRefName") && q.Get("searchCriteria.sourceRefName") != "refs/heads/"+d.Head ||
				q.Has("searchCriteria.targetRefName") && q.Get("searchCriteria.targetRefName") != "refs/heads/"+d.Base || q.Get("searchCriteria.status") == "completed" && p.State != Merged {
				continue
			}
		case Gitea: // no filter by head, and pages
			if (q.Get("state") == "open") != (p.State == IsOpen) {
				continue
			}
		}
		out = append(out, h.render(i))
	}
	if h.kind == Gitea { // a server may have a smaller page than was asked for
		const size = 3
		page := 1
		fmt.Sscan(q.Get("page"), &page) //nolint:errcheck // 1 for none
		from := min(max(page-1, 0)*size, len(out))
		return out[from:min(from+size, len(out))]
	}
	if h.kind == Azure {
		return map[string]any{"value": out, "count": len(out)}
	}
	return out
}

func (h *host) render(i int) map[string]any {
	m := h.renderOpen(i)
	if p := h.pulls[i]; !p.MergedAt.IsZero() {
		at := p.MergedAt.Format(time.RFC3339Nano)
		switch h.kind {
		case GitLab:
			m["merged_at"], m["merge_commit_sha"], m["squash_commit_sha"] = at, nil, p.merges[0]
		case Gitea:
			m["merged_at"], m["merge_commit_sha"] = at, p.merges[0]
		case Azure:
			m["closedDate"], m["lastMergeCommit"] = at, map[string]any{"commitId": p.merges[0]}
		}
	} else if h.kind != Azure {
		m["merged_at"], m["merge_commit_sha"] = nil, nil
	}
	return m
}

func (h *host) renderOpen(i int) map[string]any {
	p, d := h.pulls[i], h.branch[i]
	from := 7
	if h.forks[p.Number] {
		from = 8
	}
	switch h.kind {
	case GitLab:
		return map[string]any{"iid": p.Number, "web_url": "https://gitlab.example.com/1", "title": p.Title, "description": p.Body, "sha": p.Commit, "source_branch": d.Head, "target_branch": d.Base,
			"source_project_id": from, "target_project_id": 7, "state": map[State]string{IsOpen: "opened", Closed: "closed", Merged: "merged"}[p.State]}
	case Gitea:
		return map[string]any{"number": p.Number, "html_url": "https://gitea.example.com/1", "title": p.Title, "body": p.Body, "merged": p.State == Merged, "state": map[bool]string{true: "open", false: "closed"}[p.State == IsOpen],
			"head": map[string]any{"label": d.Head, "ref": "refs/pull/1/head", "sha": p.Commit, "repo_id": from}, "base": map[string]any{"label": d.Base, "ref": d.Base, "repo_id": 7}}
	}
	m := map[string]any{"pullRequestId": p.Number, "title": p.Title, "description": p.Body, "status": map[State]string{IsOpen: "active", Closed: "abandoned", Merged: "completed"}[p.State],
		"sourceRefName": "refs/heads/" + d.Head, "targetRefName": "refs/heads/" + d.Base, "lastMergeSourceCommit": map[string]any{"commitId": p.Commit}}
	if from == 8 {
		m["forkSource"] = map[string]any{}
	}
	return m
}

const head = "modelgate/prod/models-1"

// The life of a pull request on each host, as its documents describe the calls.
func TestHosts(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{GitLab, Gitea, Azure} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			fake, h := newHost(t, kind)
			ctx := t.Context()
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			find := func(want ...State) []PullRequest {
				t.Helper()
				got, err := h.PullRequests(ctx, head, "main")
				must(err)
				var states []State
				for _, p := range got {
					states = append(states, p.State)
				}
				if !slices.Equal(states, want) {
					t.Fatalf("got %v, want %v", got, want)
				}
				return got
			}
			find()
			d := Draft{Head: head, Base: "main", Title: "promote", Body: "what\n"}
			made, err := h.Open(ctx, d)
			must(err)
			if made.Number != 1 || made.State != IsOpen || !strings.HasPrefix(made.URL, "http") {
				t.Errorf("%+v", made)
			}
			if _, err := h.Open(ctx, d); !errors.Is(err, ErrExists) {
				t.Errorf("a second one: %v", err)
			}
			must(h.Update(ctx, 1, "promote more", "else"))
			if got := find(IsOpen)[0]; got.Title != "promote more" || got.Body != "else" || len(got.Commit) != 40 {
				t.Errorf("%+v", got)
			}
			fake.branch = append(fake.branch, Draft{Head: head, Base: "main"}) // that of a fork is not ours
			fake.pulls, fake.forks[2] = append(fake.pulls, PullRequest{Number: 2, State: IsOpen}), true
			fake.branch = append(fake.branch, Draft{Head: head + "-2", Base: "main"})
			fake.pulls = append(fake.pulls, PullRequest{Number: 3, State: IsOpen})
			find(IsOpen)
			must(h.Close(ctx, 1, "nothing is left"))
			find(Closed)
			if _, err := h.Open(ctx, d); err != nil {
				t.Errorf("after the first was closed: %v", err)
			}
			fake.pulls[3].State = Merged
			find(Merged, Closed)
			must(h.SetStatus(ctx, strings.Repeat("a", 40), Status{Name: "modelgate/prod", Description: "x", URL: "https://example.com"}))
			fake.broken = 2 // what is read, or may be sent twice, is tried again
			find(Merged, Closed)
			fake.broken = 9
			if _, err := h.Open(ctx, d); !errors.Is(err, github.ErrLost) {
				t.Errorf("an answer that was lost: %v", err)
			}
			want := map[Kind]string{GitLab: "Bearer s3cret", Gitea: "Bearer s3cret", Azure: "Basic OnMzY3JldA=="}[kind]
			if fake.auth != want {
				t.Errorf("the token was sent as %q", fake.auth)
			}
		})
	}
}

// When a commit was merged is known by the host, whichever commit the merge has made.
func TestMergedAt(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 12, 0, 0, 500_000_000, time.UTC)
	own, squashed, other := strings.Repeat("a", 40), strings.Repeat("b", 40), strings.Repeat("c", 40)
	for _, kind := range []Kind{GitLab, Gitea, Azure} {
		fake, h := newHost(t, kind)
		fake.pulls = []PullRequest{
			{Number: 1, Commit: own, State: Merged, MergedAt: at, merges: []string{squashed}},
			{Number: 2, Commit: other, State: Closed, MergedAt: at, merges: []string{other}},
			{Number: 3, Commit: other, State: IsOpen},
		}
		fake.branch = []Draft{{Head: head, Base: "main"}, {Head: head, Base: "main"}, {Head: head, Base: "main"}}
		for _, c := range []struct {
			commit, base string
			want         time.Time
		}{{own, "main", at}, {squashed, "main", at}, {squashed, "", at}, {squashed, "other", time.Time{}}, {other, "main", time.Time{}}} {
			if got, err := h.MergedAt(t.Context(), c.commit, c.base); err != nil || !got.Equal(c.want) {
				t.Errorf("%s: %.3s in %q: %s %v, want %s", kind, c.commit, c.base, got, err, c.want)
			}
		}
	}
}

// The pull request of the branch is found among many of others, and a list has an end.
func TestManyPullRequests(t *testing.T) {
	t.Parallel()
	fake, h := newHost(t, Gitea)
	add := func(head string, s State) {
		fake.pulls = append(fake.pulls, PullRequest{Number: len(fake.pulls) + 1, Commit: strings.Repeat("a", 40), State: s})
		fake.branch = append(fake.branch, Draft{Head: head, Base: "main"})
	}
	add(head, Closed)
	for range 20 {
		add("feature", Closed)
	}
	got, err := h.PullRequests(t.Context(), head, "main")
	if err != nil || len(got) != 1 || got[0].Number != 1 || got[0].State != Closed {
		t.Errorf("%+v %v", got, err)
	}
	for range 3 * (maxPages + 5) {
		add("feature", Closed)
	}
	fake.log = nil
	if got, err := h.PullRequests(t.Context(), head, "main"); err != nil || len(got) != 0 || len(fake.log) != maxPages+1 {
		t.Errorf("%+v %v after %d calls", got, err, len(fake.log))
	}
	for range 3 * maxPages {
		add("feature", IsOpen)
	}
	if _, err := h.PullRequests(t.Context(), head, "main"); !errors.Is(err, github.ErrIncomplete) {
		t.Errorf("more than can be read: %v", err)
	}
}

// What a host says instead of an answer is told by its kind; a token goes nowhere else.
func TestHostErrors(t *testing.T) {
	t.Parallel()
	leaked := ""
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { leaked = r.Header.Get("Authorization") }))
	t.Cleanup(elsewhere.Close)
	for name, c := range map[string]struct {
		status int
		body   string
		want   error
		text   string
	}{
		"no token":    {401, `{"message":"401 Unauthorized"}`, github.ErrUnauthorized, "GitLab answered 401"},
		"forbidden":   {403, `{"error":"insufficient_scope"}`, github.ErrForbidden, "the scope `api`"},
		"no project":  {404, `{"message":"404 Project Not Found"}`, github.ErrNotFound, "404 Project Not Found"},
		"refused":     {422, `{"message":{"base":["bad branch\n::error::"]}}`, github.ErrInvalid, "base bad branch ::error::"},
		"a page":      {203, `<html>Sign in</html>`, github.ErrUnauthorized, "GitLab answered 203: an HTML page in place of JSON"},
		"empty":       {200, "", github.ErrMalformed, "it is empty"},
		"no content":  {204, "", github.ErrMalformed, "GitLab answered 204"},
		"cut off":     {200, `[{"iid":`, github.ErrMalformed, "unexpected end"},
		"no number":   {200, `[{"source_branch":"modelgate/prod/models-1","target_branch":"main"}]`, github.ErrMalformed, "a pull request has no number"},
		"elsewhere":   {307, "", github.ErrRefused, "another host"},
		"not a list":  {200, `{"a":1}`, github.ErrMalformed, "cannot unmarshal object"},
		"garbage":     {500, strings.Repeat("x", 1<<20), github.ErrUnavailable, "GitLab is not available: GitLab answered 500"},
		"deep answer": {400, strings.Repeat("[", 20000), github.ErrInvalid, "answered 400"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(c.status)
			w.Write([]byte(c.body)) //nolint:errcheck // a client that is gone
		}))
		a, err := Find(server.URL+"/acme/envs", GitLab)
		if err != nil {
			t.Fatal(err)
		}
		h, err := Open(a, Options{Token: "s3cret", Sleep: func(context.Context, time.Duration) error { return nil }})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.PullRequests(t.Context(), head, "main")
		if !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), c.text) || strings.Contains(fmt.Sprint(err), "\n") || len(fmt.Sprint(err)) > 2000 {
			t.Errorf("%s: %.300v", name, err)
		}
		if opened, openErr := h.Open(t.Context(), Draft{Head: head, Base: "main"}); errors.Is(c.want, github.ErrMalformed) && !errors.Is(openErr, github.ErrLost) {
			t.Errorf("%s: opened %+v %v", name, opened, openErr) // it may have been opened
		}
		server.Close()
	}
	if leaked != "" {
		t.Error("the token went elsewhere")
	}
	if _, err := Open(Address{Kind: GitLab, Server: "http://git.example.com", Path: "a/b"}, Options{Token: "s3cret"}); !errors.Is(err, ErrAddress) {
		t.Errorf("a token over plain http: %v", err)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"https://github.com/acme/envs.git":                    "github https://github.com acme/envs",
		"https://me:pw@github.com/acme/envs":                  "github https://github.com acme/envs",
		"git@github.com:acme/envs.git":                        "github https://github.com acme/envs",
		"ssh://git@acme.ghe.com:22/acme/envs":                 "github https://acme.ghe.com acme/envs",
		"https://gitlab.com/acme/platform/envs.git":           "gitlab https://gitlab.com acme/platform/envs",
		"https://codeberg.org/acme/envs":                      "gitea https://codeberg.org acme/envs",
		"https://acme@dev.azure.com/acme/My%20Project/_git/e": "azure https://dev.azure.com/acme My Project/e",
		"https://dev.azure.com/acme/_git/envs":                "azure https://dev.azure.com/acme envs/envs",
		"git@ssh.dev.azure.com:v3/acme/project/envs":          "azure https://dev.azure.com/acme project/envs",
		"https://acme.visualstudio.com/project/_git/envs":     "azure https://acme.visualstudio.com project/envs",
		"https://acme.visualstudio.com/_git/envs":             "azure https://acme.visualstudio.com envs/envs",
		"https://github.com.evil.example/acme/envs":           "",
		"https://evil.example/github.com/envs":                "",
		"https://github.com@evil.example/acme/envs":           "",
		"https://github.com/acme/envs/../other":               "",
		"https://github.com/acme":                             "",
		"https://dev.azure.com/acme/project/envs":             "",
		"../github.com/acme":                                  "",
		"file://github.com/acme/envs.git":                     "",
		"file:///github.com/acme/envs.git":                    "",
		"file:/srv/acme/envs.git":                             "",
		"file:/srv/envs.git":                                  "",
		"ftp://github.com/acme/envs":                          "",
		"ext::github.com/acme/envs":                           "",
		`C:\acme\envs`:                                        "",
		"c:/acme/envs":                                        "",
		"github.com/acme/envs":                                "",
		"github.com:acme/envs":                                "github https://github.com acme/envs",
		"git://github.com:9418/acme/envs":                     "github https://github.com acme/envs",
		"/srv/git/envs.git":                                   "",
		"":                                                    "",
	} {
		a, err := Find(remote, "")
		got := strings.TrimSpace(string(a.Kind) + " " + a.Server + " " + a.Path)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q %v, want %q", remote, got, err, want)
		}
		if a, err := Find(remote, Gitea); want == "" && err == nil && !strings.HasPrefix(remote, "http") {
			t.Errorf("%s: taken for %+v", remote, a) // a host of one's own has any name
		}
	}
}
