package forge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/modelgate-dev/modelgate/internal/github"
)

// Host has the pull requests of one repository. What it does, and what the sizes of
// its texts are, follows from the kind.
type Host struct {
	kind   Kind
	client *github.Client
	repo   github.Repository // of GitHub
	at     string            // path of the repository below the API

	mu   sync.Mutex
	seen map[string][]PullRequest // merged ones by the branch that they went into, as MergedAt last read them
}

// Options are those of the connection: the token, and what tests replace. Its
// addresses are found here.
type Options = github.Options

// Open prepares the use of a repository. It sends nothing. The token goes to the
// server of the address and to no other.
func Open(a Address, o Options) (*Host, error) {
	h := &Host{kind: a.Kind}
	switch a.Kind {
	case GitHub:
		o.ServerURL = a.Server
	case GitLab: // docs.gitlab.com/api/rest
		o.Name, o.BaseURL, h.at = "GitLab", a.Server+"/api/v4", "projects/"+url.PathEscape(a.Path)
	case Gitea: // /swagger of a server, "securityDefinitions"
		o.Name, o.BaseURL, h.at = "Gitea", a.Server+"/api/v1", "repos/"+escaped(a.Path)
	case Azure: // learn.microsoft.com/rest/api/azure/devops
		project, repository, _ := strings.Cut(a.Path, "/")
		o.Name, o.BaseURL, o.User, h.at = "Azure Repos", a.Server+"/"+url.PathEscape(project)+"/_apis", "-", "git/repositories/"+url.PathEscape(repository)
	default:
		return nil, fmt.Errorf("%w: its kind %q is unknown", ErrAddress, a.Kind)
	}
	var err error
	if h.client, err = github.New(o); err == nil && a.Kind == GitHub {
		h.repo, err = h.client.Repository(a.Path)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	return h, nil
}

func escaped(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}

// BodyLimit is how many bytes of a body the host takes for certain.
func (h *Host) BodyLimit() int {
	if h.kind == Azure { // "Description (up to 4000 characters)": Pull Requests - Update
		return 4000
	}
	return 60000
}

// errExists gives an error for what exists already its name here.
func errExists(err error) error {
	if errors.Is(err, github.ErrExists) {
		return fmt.Errorf("%w: %w", ErrExists, err)
	}
	return err
}

// permission is what messages say that a token needs.
func (h *Host) permission() string {
	return map[Kind]string{GitLab: "the scope `api` and the role Developer", Gitea: "the scopes `write:repository` and `write:issue`", Azure: "the scope Code (read & write) and the permission to contribute to pull requests"}[h.kind]
}

func (h *Host) do(ctx context.Context, doing, method, path string, in, out any) error {
	return h.client.Do(ctx, github.Call{Doing: doing, Permission: h.permission(), Method: method, Path: path, In: in, Out: out, Safe: method == "PATCH"})
}

// PullRequests are those from one branch of the repository into another: every open
// one, and of the closed ones the newest. Those of forks have no part in them.
func (h *Host) PullRequests(ctx context.Context, head, base string) ([]PullRequest, error) {
	doing := "finding the pull request of branch " + head
	var found []PullRequest
	var err error
	switch h.kind {
	case GitLab:
		found, err = h.gitlabPullRequests(ctx, doing, head, base)
	case Gitea:
		found, err = h.giteaPullRequests(ctx, doing, head, base)
	case Azure:
		found, err = h.azurePullRequests(ctx, doing, head, base)
	default:
		return h.githubPullRequests(ctx, head, base)
	}
	if err == nil && slices.ContainsFunc(found, PullRequest.isNameless) {
		err = fmt.Errorf("%s: %w: a pull request has no number", doing, github.ErrMalformed)
	}
	return found, err
}

func (p PullRequest) isNameless() bool { return p.Number < 1 }

func (h *Host) githubPullRequests(ctx context.Context, head, base string) ([]PullRequest, error) {
	all, err := h.repo.PullRequestsOfBranch(ctx, head, base)
	var out []PullRequest
	for _, p := range all {
		out = append(out, ofGitHub(p))
	}
	return out, err
}

func ofGitHub(p github.OwnPullRequest) PullRequest {
	state := Closed
	if p.Open {
		state = IsOpen
	} else if p.Merged {
		state = Merged
	}
	return PullRequest{Number: p.Number, URL: p.URL, Title: p.Title, Body: p.Body, Commit: p.Commit, State: state, MergedAt: p.MergedAt, merges: []string{p.MergeCommit}}
}

// MergedAt is when a commit of a pull request got into a branch, "" for any, by the clock
// of the host; zero where none of the newest hundred that were merged has it.
func (h *Host) MergedAt(ctx context.Context, commit, base string) (time.Time, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at := mergedAt(h.seen[base], commit); !at.IsZero() {
		return at, nil
	}
	all, err := h.merged(ctx, "finding the pull request that was merged as "+commit, base)
	if err != nil {
		return time.Time{}, err
	}
	if h.seen == nil {
		h.seen = map[string][]PullRequest{}
	}
	h.seen[base] = all
	return mergedAt(all, commit), nil
}

func mergedAt(all []PullRequest, commit string) (at time.Time) {
	for _, p := range all {
		if p.State == Merged && p.MergedAt.After(at) && (p.Commit == commit || slices.Contains(p.merges, commit)) {
			at = p.MergedAt
		}
	}
	return at
}

// merged are the pull requests into a branch that were merged last, and others.
func (h *Host) merged(ctx context.Context, doing, base string) (all []PullRequest, err error) {
	q := url.Values{}
	into := func(name, value string) {
		if base != "" {
			q.Set(name, value)
		}
	}
	switch h.kind {
	case GitLab:
		q = url.Values{"state": {"merged"}, "order_by": {"updated_at"}, "sort": {"desc"}, "per_page": {"100"}}
		into("target_branch", base)
		var read []gitlabMergeRequest
		err = h.do(ctx, doing, "GET", h.at+"/merge_requests?"+q.Encode(), nil, &read)
		for _, m := range read {
			all = append(all, m.pullRequest())
		}
	case Gitea:
		q = url.Values{"state": {"closed"}, "sort": {"recentupdate"}, "limit": {"100"}}
		into("base_branch", base)
		var read []giteaPullRequest
		err = h.do(ctx, doing, "GET", h.at+"/pulls?"+q.Encode(), nil, &read)
		for _, p := range read {
			if base == "" || p.Base.Ref == base { // older servers do not know base_branch
				all = append(all, p.pullRequest())
			}
		}
	case Azure:
		q = url.Values{"searchCriteria.status": {"completed"}, "$top": {"100"}}
		into("searchCriteria.targetRefName", "refs/heads/"+base)
		var read struct {
			Value []azurePullRequest `json:"value"`
		}
		err = h.do(ctx, doing, "GET", h.at+"/pullrequests?"+q.Encode()+"&"+azureVersion, nil, &read)
		for _, p := range read.Value {
			all = append(all, p.pullRequest(h))
		}
	default:
		var read []github.OwnPullRequest
		read, err = h.repo.ClosedPullRequests(ctx, base)
		for _, p := range read {
			all = append(all, ofGitHub(p))
		}
	}
	return all, err
}

// Open opens a pull request; ErrExists where its branches have one.
func (h *Host) Open(ctx context.Context, d Draft) (PullRequest, error) {
	doing := "opening a pull request of branch " + d.Head
	p, err := h.open(ctx, doing, d)
	if err == nil && p.isNameless() { // it may exist all the same
		err = fmt.Errorf("%s: %w: %w: a pull request has no number", doing, github.ErrLost, github.ErrMalformed)
	}
	return p, errExists(err)
}

func (h *Host) open(ctx context.Context, doing string, d Draft) (PullRequest, error) {
	switch h.kind {
	case GitLab:
		var m gitlabMergeRequest
		err := h.do(ctx, doing, "POST", h.at+"/merge_requests", map[string]any{
			"source_branch": d.Head, "target_branch": d.Base, "title": d.Title, "description": d.Body, "remove_source_branch": true}, &m)
		return m.pullRequest(), err
	case Gitea:
		var p giteaPullRequest
		err := h.do(ctx, doing, "POST", h.at+"/pulls", map[string]any{"head": d.Head, "base": d.Base, "title": d.Title, "body": d.Body}, &p)
		return p.pullRequest(), err
	case Azure:
		var p azurePullRequest
		err := h.do(ctx, doing, "POST", h.at+"/pullrequests?"+azureVersion, map[string]any{
			"sourceRefName": "refs/heads/" + d.Head, "targetRefName": "refs/heads/" + d.Base, "title": d.Title, "description": d.Body}, &p)
		return p.pullRequest(h), err
	}
	p, err := h.repo.OpenPullRequest(ctx, github.Draft(d))
	return ofGitHub(p), err
}

// Update gives a pull request another title and body.
func (h *Host) Update(ctx context.Context, number int, title, body string) error {
	doing := fmt.Sprintf("updating pull request #%d", number)
	switch h.kind {
	case GitLab:
		return h.do(ctx, doing, "PUT", fmt.Sprintf("%s/merge_requests/%d", h.at, number), map[string]any{"title": title, "description": body}, nil)
	case Gitea:
		return h.do(ctx, doing, "PATCH", fmt.Sprintf("%s/pulls/%d", h.at, number), map[string]any{"title": title, "body": body}, nil)
	case Azure:
		return h.do(ctx, doing, "PATCH", fmt.Sprintf("%s/pullrequests/%d?%s", h.at, number, azureVersion), map[string]any{"title": title, "description": body}, nil)
	}
	return h.repo.UpdatePullRequest(ctx, number, title, body)
}

// Close closes a pull request, and then says in a comment why. ErrComment is a pull
// request that is closed, without the comment.
func (h *Host) Close(ctx context.Context, number int, comment string) error {
	if err := h.close(ctx, number); err != nil {
		return err
	}
	if err := h.comment(ctx, number, comment); err != nil {
		return fmt.Errorf("%w: %w", ErrComment, err)
	}
	return nil
}

func (h *Host) close(ctx context.Context, number int) error {
	doing := fmt.Sprintf("closing pull request #%d", number)
	switch h.kind {
	case GitLab:
		return h.do(ctx, doing, "PUT", fmt.Sprintf("%s/merge_requests/%d", h.at, number), map[string]any{"state_event": "close"}, nil)
	case Gitea:
		return h.do(ctx, doing, "PATCH", fmt.Sprintf("%s/pulls/%d", h.at, number), map[string]any{"state": "closed"}, nil)
	case Azure:
		return h.do(ctx, doing, "PATCH", fmt.Sprintf("%s/pullrequests/%d?%s", h.at, number, azureVersion), map[string]any{"status": "abandoned"}, nil)
	}
	return h.repo.ClosePullRequest(ctx, number)
}

func (h *Host) comment(ctx context.Context, number int, comment string) error {
	doing := fmt.Sprintf("commenting on pull request #%d", number)
	switch h.kind {
	case GitLab:
		return h.do(ctx, doing, "POST", fmt.Sprintf("%s/merge_requests/%d/notes", h.at, number), map[string]any{"body": comment}, nil)
	case Gitea:
		return h.do(ctx, doing, "POST", fmt.Sprintf("%s/issues/%d/comments", h.at, number), map[string]any{"body": comment}, nil)
	case Azure:
		return h.do(ctx, doing, "POST", fmt.Sprintf("%s/pullRequests/%d/threads?%s", h.at, number, azureVersion),
			map[string]any{"comments": []any{map[string]any{"parentCommentId": 0, "content": comment, "commentType": "text"}}, "status": "closed"}, nil)
	}
	return h.repo.AddComment(ctx, number, comment)
}

// ErrUnsupported says that a kind of host does not have what was asked for.
var ErrUnsupported = errors.New("this host does not have it")

// Deploy makes a deployment of a commit into an environment, which GitHub alone has.
func (h *Host) Deploy(ctx context.Context, commit, environment, description string) error {
	if h.kind != GitHub {
		return fmt.Errorf("creating a deployment: %w: use GitHub, or a commit status", ErrUnsupported)
	}
	return h.repo.Deploy(ctx, commit, environment, description)
}

// GitLab: docs.gitlab.com/api/merge_requests. An answer's sha is the newest commit
// of the source branch.
type gitlabMergeRequest struct {
	IID           int    `json:"iid"`
	URL           string `json:"web_url"`
	Title         string `json:"title"`
	Description   string `json:"description"`
	State         string `json:"state"` // opened, closed, locked, merged
	SHA           string `json:"sha"`
	SourceBranch  string `json:"source_branch"`
	TargetBranch  string `json:"target_branch"`
	SourceProject int    `json:"source_project_id"`
	TargetProject int    `json:"target_project_id"`

	MergedAt     time.Time `json:"merged_at"`
	MergeCommit  string    `json:"merge_commit_sha"`
	SquashCommit string    `json:"squash_commit_sha"`
}

func (m gitlabMergeRequest) pullRequest() PullRequest {
	state := map[string]State{"opened": IsOpen, "locked": IsOpen, "merged": Merged}[m.State]
	return PullRequest{Number: m.IID, URL: m.URL, Title: m.Title, Body: m.Description, Commit: m.SHA, State: cmp.Or(state, Closed),
		MergedAt: m.MergedAt, merges: []string{m.MergeCommit, m.SquashCommit}}
}

func (h *Host) gitlabPullRequests(ctx context.Context, doing, head, base string) ([]PullRequest, error) {
	q := url.Values{"state": {"all"}, "source_branch": {head}, "target_branch": {base}, "order_by": {"created_at"}, "sort": {"desc"}, "per_page": {"100"}}
	var all []gitlabMergeRequest
	if err := h.do(ctx, doing, "GET", h.at+"/merge_requests?"+q.Encode(), nil, &all); err != nil {
		return nil, err
	}
	var out []PullRequest
	for _, m := range all {
		if m.SourceBranch == head && m.TargetBranch == base && m.SourceProject == m.TargetProject {
			out = append(out, m.pullRequest())
		}
	}
	return out, nil
}

// Gitea: the operations repoListPullRequests, repoCreatePullRequest and
// repoEditPullRequest of its description. The label of a head is its branch, even
// after that is gone.
type giteaPullRequest struct {
	Number int    `json:"number"`
	URL    string `json:"html_url"`
	Title  string `json:"title"`
	Body   string `json:"body"`
	State  string `json:"state"` // open, closed
	Merged bool   `json:"merged"`

	MergedAt    time.Time   `json:"merged_at"`
	MergeCommit string      `json:"merge_commit_sha"`
	Head        giteaBranch `json:"head"`
	Base        giteaBranch `json:"base"`
}

type giteaBranch struct {
	Label  string `json:"label"`
	Ref    string `json:"ref"`
	SHA    string `json:"sha"`
	RepoID int64  `json:"repo_id"`
}

func (p giteaPullRequest) pullRequest() PullRequest {
	state := map[string]State{"open": IsOpen}[p.State]
	if p.Merged {
		state = Merged
	}
	return PullRequest{Number: p.Number, URL: p.URL, Title: p.Title, Body: p.Body, Commit: p.Head.SHA, State: cmp.Or(state, Closed),
		MergedAt: p.MergedAt, merges: []string{p.MergeCommit}}
}

// maxPages bounds how many pages of pull requests of a repository are read.
const maxPages = 40

// giteaPullRequests reads all open pull requests, for Gitea has no filter by head, and
// the newest of the closed ones.
func (h *Host) giteaPullRequests(ctx context.Context, doing, head, base string) ([]PullRequest, error) {
	var out []PullRequest
	read := func(state string) error {
		for page := 1; ; page++ {
			q := url.Values{"state": {state}, "sort": {"recentupdate"}, "base_branch": {base}, "limit": {"50"}, "page": {fmt.Sprint(page)}}
			var all []giteaPullRequest
			if err := h.do(ctx, doing, "GET", h.at+"/pulls?"+q.Encode(), nil, &all); err != nil {
				return err
			}
			for _, p := range all {
				if (p.Head.Label == head || p.Head.Ref == head) && p.Base.Ref == base && p.Head.RepoID == p.Base.RepoID {
					out = append(out, p.pullRequest())
				}
			}
			switch {
			case len(all) == 0: // a server may have a smaller page than was asked for
				return nil
			case page < maxPages:
			case state == "closed": // the newest are enough
				return nil
			default:
				return fmt.Errorf("%s: %w: more than %d pages of open pull requests", doing, github.ErrIncomplete, maxPages)
			}
		}
	}
	if err := read("open"); err != nil {
		return nil, err
	}
	return out, read("closed")
}

const azureVersion = "api-version=7.1"

// Azure Repos: Git, Pull Requests, version 7.1.
type azurePullRequest struct {
	ID          int    `json:"pullRequestId"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Status      string `json:"status"` // active, abandoned, completed
	Source      string `json:"sourceRefName"`
	Target      string `json:"targetRefName"`
	Commit      struct {
		ID string `json:"commitId"`
	} `json:"lastMergeSourceCommit"`
	Fork   *struct{} `json:"forkSource"`
	Closed time.Time `json:"closedDate"`
	Merge  struct {
		ID string `json:"commitId"`
	} `json:"lastMergeCommit"`
}

func (p azurePullRequest) pullRequest(h *Host) PullRequest {
	state := map[string]State{"active": IsOpen, "completed": Merged}[p.Status]
	project, repository := strings.TrimSuffix(h.client.APIURL(), "_apis/"), strings.TrimPrefix(h.at, "git/repositories/")
	return PullRequest{Number: p.ID, URL: fmt.Sprintf("%s_git/%s/pullrequest/%d", project, repository, p.ID), Title: p.Title, Body: p.Description, Commit: p.Commit.ID, State: cmp.Or(state, Closed), MergedAt: p.Closed, merges: []string{p.Merge.ID}}
}

func (h *Host) azurePullRequests(ctx context.Context, doing, head, base string) ([]PullRequest, error) {
	q := url.Values{"searchCriteria.status": {"all"}, "searchCriteria.sourceRefName": {"refs/heads/" + head}, "searchCriteria.targetRefName": {"refs/heads/" + base}, "$top": {"100"}}
	var all struct {
		Value []azurePullRequest `json:"value"`
	}
	if err := h.do(ctx, doing, "GET", h.at+"/pullrequests?"+q.Encode()+"&"+azureVersion, nil, &all); err != nil {
		return nil, err
	}
	var out []PullRequest
	for _, p := range all.Value {
		if p.Source == "refs/heads/"+head && p.Target == "refs/heads/"+base && p.Fork == nil {
			out = append(out, p.pullRequest(h))
		}
	}
	return out, nil
}
