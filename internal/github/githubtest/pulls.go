package githubtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// PullRequest is a pull request of the fake. Its commits are those of the bare
// repository: the head of one from a fork is refs/pull/NUMBER/head.
type PullRequest struct {
	Number      int
	Title       string
	Author      string
	Association string // default: CONTRIBUTOR
	Base        string // branch; default: main
	Head        string // branch
	HeadRepo    string // OWNER/NAME of a fork; "" for the repository itself
	ForkGone    bool   // the fork was deleted
	Draft       bool
	Closed      bool
	Merged      bool
	Body        string
	Labels      []string
	Reviews     []Review
	Files       int // how many files it says it changes; for the limit of the list of files

	headSHA string // of one from a fork
}

// Review is one review, in the order in which they were given.
type Review struct {
	User        string // "" for an account that is gone
	State       string // APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED or PENDING
	Commit      string // default: head
	Association string // default: MEMBER
}

// AddPullRequest opens a pull request and returns its number. The head branch
// of one from a fork must be in this repository too: it is moved away.
func (r *Repository) AddPullRequest(tb testing.TB, p PullRequest) int {
	tb.Helper()
	if p.Base == "" {
		p.Base = r.standard
	}
	head := r.Tip(p.Head)
	if head == "" || r.Tip(p.Base) == "" {
		tb.Fatalf("there is no branch %q or %q", p.Head, p.Base)
	}
	r.s.mu.Lock()
	p.Number = len(r.pulls) + 1
	r.s.mu.Unlock()
	base, err := r.Tip(p.Base), error(nil)
	if p.HeadRepo != "" || p.ForkGone {
		p.headSHA = head
		err = os.Remove(filepath.Join(r.git.Dir, "refs", "heads", filepath.FromSlash(p.Head)))
	}
	err = errors.Join(err, r.point(fmt.Sprintf("refs/pull/%d/head", p.Number), head))
	if tree := r.merged(base, head); tree != "" { // no merge commit on conflict
		const by = "GitHub <" + webFlowEmail + ">"
		merge, bad := r.record(tree, []string{base, head}, by, by, "Merge "+head+" into "+base+"\n")
		err = errors.Join(err, bad, r.point(fmt.Sprintf("refs/pull/%d/merge", p.Number), merge))
	}
	if err != nil {
		tb.Fatal(err)
	}
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.pulls = append(r.pulls, &p)
	return p.Number
}

// merged is the tree that a merge of a head into a base has, "" if it conflicts.
func (r *Repository) merged(base, head string) string {
	if r.contains(head, base) {
		return r.resolve(head + "^{tree}")
	}
	tree, err := r.run("merge-tree", "--write-tree", base, head)
	if err != nil {
		return ""
	}
	return tree
}

// HeadSHA is the head of a pull request.
func (r *Repository) HeadSHA(number int) string {
	return r.pull(number).head(r)
}

// MergeSHA is the test merge commit of a pull request, "" when it conflicts.
func (r *Repository) MergeSHA(number int) string {
	return r.resolve(fmt.Sprintf("refs/pull/%d/merge", number))
}

// Review adds a review to a pull request.
func (r *Repository) Review(number int, v Review) {
	r.locked(func() { p := r.pull(number); p.Reviews = append(p.Reviews, v) })
}

func (r *Repository) pull(number int) *PullRequest {
	if number < 1 || number > len(r.pulls) {
		return nil
	}
	return r.pulls[number-1]
}

func (p *PullRequest) head(r *Repository) string {
	if p.headSHA != "" {
		return p.headSHA
	}
	return r.Tip(p.Head)
}

func (p *PullRequest) render(r *Repository) map[string]any {
	state := map[bool]string{true: "closed", false: "open"}[p.Closed]
	owner, _, _ := strings.Cut(r.Name, "/")
	headRepo := r.render()
	headOwner := owner
	if p.HeadRepo != "" {
		headOwner, _, _ = strings.Cut(p.HeadRepo, "/")
		headRepo = (&Repository{Name: p.HeadRepo, s: r.s, id: r.id + 100_000, standard: "main"}).render()
		headRepo["fork"] = true
	}
	head := map[string]any{"label": headOwner + ":" + p.Head, "ref": p.Head, "sha": p.head(r), "user": user(headOwner, "User"), "repo": headRepo}
	if p.ForkGone {
		head["repo"] = nil
	}
	labels := []any{}
	for i, l := range p.Labels {
		labels = append(labels, map[string]any{"id": i + 1, "name": l, "color": "ededed", "default": false, "description": nil, "url": "https://example.invalid/", "node_id": "x"})
	}
	return map[string]any{
		"id": r.id + int64(p.Number), "number": p.Number, "title": p.Title, "state": state, "draft": p.Draft, "user": user(cmpOr(p.Author, "alice"), "User"),
		"author_association": cmpOr(p.Association, "CONTRIBUTOR"), "labels": labels, "head": head,
		"base":     map[string]any{"label": owner + ":" + p.Base, "ref": p.Base, "sha": r.Tip(p.Base), "user": user(owner, "Organization"), "repo": r.render()},
		"html_url": fmt.Sprintf("%s/%s/pull/%d", r.s.URL(), r.Name, p.Number), "body": p.Body, "merged_at": map[bool]any{true: "2026-03-01T12:00:00Z", false: nil}[p.Merged],
		"created_at": "2026-03-01T12:00:00Z", "updated_at": "2026-03-01T12:00:00Z",
		"requested_teams": []any{}, "requested_reviewers": []any{}, "assignees": []any{},
	}
}

func getPull(c *call) answer {
	p := c.repo.pull(int(c.number("pull_number")))
	if p == nil {
		return notFound()
	}
	return ok(p.render(c.repo))
}

// listPulls filters as GitHub does: a head without an owner is no filter.
func listPulls(c *call) answer {
	q := c.r.URL.Query()
	var found []any
	for _, p := range c.repo.pulls {
		m := p.render(c.repo)
		state := q.Get("state")
		if state == "" {
			state = "open"
		}
		head, _ := m["head"].(map[string]any)
		if state != "all" && m["state"] != state || q.Get("base") != "" && q.Get("base") != p.Base ||
			strings.Contains(q.Get("head"), ":") && !strings.EqualFold(fmt.Sprint(head["label"]), q.Get("head")) {
			continue
		}
		found = append(found, m)
	}
	return ok(page(c, append([]any{}, found...)))
}

func listReviews(c *call) answer {
	p := c.repo.pull(int(c.number("pull_number")))
	if p == nil {
		return notFound()
	}
	all, head := []any{}, p.head(c.repo)
	for i, v := range p.Reviews {
		m := map[string]any{"id": i + 1, "state": v.State, "commit_id": cmpOr(v.Commit, head), "body": "", "node_id": "x",
			"author_association": cmpOr(v.Association, "MEMBER"), "user": nil,
			"submitted_at": c.s.now().Add(time.Duration(i) * time.Minute).Format(time.RFC3339)}
		if v.User != "" {
			m["user"] = user(v.User, "User")
		}
		all = append(all, m)
	}
	return ok(page(c, all))
}

// maxFiles is where GitHub ends the list of a pull request's files.
const maxFiles = 3000

func listFiles(c *call) answer {
	p := c.repo.pull(int(c.number("pull_number")))
	if p == nil {
		return notFound()
	}
	names := []string{}
	for i := range p.Files {
		names = append(names, "file"+strconv.Itoa(i))
	}
	if p.Files == 0 {
		out, err := c.repo.git.Run(context.Background(), "diff", "--name-only", "-z", "--no-renames", c.repo.Tip(p.Base)+"..."+p.head(c.repo))
		if err != nil {
			return problem(http.StatusInternalServerError, err.Error())
		}
		names = strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 })
	}
	all := []any{}
	for _, n := range names[:min(len(names), maxFiles)] { // the rest is not there, and nothing says so
		file := map[string]any{"sha": strings.Repeat("0", 40), "filename": n, "status": "modified", "additions": 1, "deletions": 0, "changes": 1}
		if patch := p.patch(c.repo, n); patch != "" {
			file["patch"] = patch
		}
		all = append(all, file)
	}
	return ok(page(c, all))
}

// createPull opens a pull request from one branch of the repository into another.
// GitHub has at most one that is open.
func createPull(c *call) answer {
	p := &PullRequest{Title: c.text("title"), Body: c.text("body"), Head: c.text("head"), Base: c.text("base"), Author: c.token.Login}
	head, base := c.repo.resolve("refs/heads/"+p.Head), c.repo.resolve("refs/heads/"+p.Base)
	switch {
	case head == "":
		return invalid("PullRequest", "head", "invalid", "")
	case base == "":
		return invalid("PullRequest", "base", "invalid", "")
	case c.repo.contains(base, head):
		return invalid("PullRequest", "", "custom", fmt.Sprintf("No commits between %s and %s", p.Base, p.Head))
	case utf8.RuneCountInString(p.Title) > 256:
		return invalid("PullRequest", "title", "custom", "title is too long (maximum is 256 characters)")
	case utf8.RuneCountInString(p.Body) > 65536:
		return invalid("PullRequest", "body", "custom", "body is too long (maximum is 65536 characters)")
	}
	for _, other := range c.repo.pulls {
		if !other.Closed && other.Head == p.Head && other.Base == p.Base && other.HeadRepo == "" {
			owner, _, _ := strings.Cut(c.repo.Name, "/")
			return invalid("PullRequest", "", "custom", fmt.Sprintf("A pull request already exists for %s:%s.", owner, p.Head))
		}
	}
	p.Number = len(c.repo.pulls) + 1
	c.repo.pulls = append(c.repo.pulls, p)
	return created(p.render(c.repo))
}

func updatePull(c *call) answer {
	p := c.repo.pull(int(c.number("pull_number")))
	if p == nil {
		return notFound()
	}
	if title := c.text("title"); title != "" {
		p.Title = title
	}
	if _, given := c.body["body"]; given {
		p.Body = c.text("body")
	}
	switch c.text("state") {
	case "closed":
		p.Closed, p.headSHA = true, p.head(c.repo)
	case "open":
		p.Closed = false
	}
	return ok(p.render(c.repo))
}

// SetClosed closes a pull request as a person does, or as one who merged it.
func (r *Repository) SetClosed(number int, merged bool) {
	head := r.HeadSHA(number)
	r.locked(func() { p := r.pull(number); p.Closed, p.Merged, p.headSHA = true, merged, head })
}

// Pull is a pull request as it is now.
func (r *Repository) Pull(number int) (found PullRequest) {
	r.locked(func() {
		if p := r.pull(number); p != nil {
			found = *p
		}
	})
	return found
}

// Merge merges a branch into another as a person does, under a message of theirs.
func (r *Repository) Merge(tb testing.TB, into, from, message string) string {
	tb.Helper()
	base, head := r.Tip(into), r.Tip(from)
	tree := r.merged(base, head)
	if tree == "" {
		tb.Fatalf("%s cannot be merged into %s", from, into)
	}
	const by = "GitHub <" + webFlowEmail + ">"
	merge, err := r.record(tree, []string{base, head}, by, by, message+"\n")
	if err := errors.Join(err, r.point("refs/heads/"+into, merge)); err != nil {
		tb.Fatal(err)
	}
	return merge
}
