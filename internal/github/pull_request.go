package github

import (
	"context"
	"fmt"
	"strings"
	"time"

	gh "github.com/google/go-github/v62/github"
)

// OwnPullRequest is a pull request from one branch of a repository into another.
type OwnPullRequest struct {
	Number           int
	URL, Title, Body string
	Commit           string // of its head
	Open, Merged     bool
	MergedAt         time.Time // zero if it was not merged
	MergeCommit      string    // that the merge has made, or the last one of a rebase
}

func own(g *gh.PullRequest) OwnPullRequest {
	return OwnPullRequest{Number: g.GetNumber(), URL: g.GetHTMLURL(), Title: g.GetTitle(), Body: g.GetBody(), Commit: g.GetHead().GetSHA(),
		Open: g.GetState() == "open", Merged: !g.GetMergedAt().IsZero(), MergedAt: g.GetMergedAt().Time, MergeCommit: g.GetMergeCommitSHA()}
}

// Draft is a pull request to open, from one branch of a repository into another.
type Draft struct{ Head, Base, Title, Body string }

// PullRequestsOfBranch lists the pull requests from one branch of the repository
// itself into another: the open ones, and of the closed ones the newest hundred.
func (r Repository) PullRequestsOfBranch(ctx context.Context, head, base string) ([]OwnPullRequest, error) {
	doing := fmt.Sprintf("finding the pull request of branch %s in %s", oneLine(head), r)
	if head == "" || base == "" { // without one GitHub would list all
		return nil, fmt.Errorf("%s: %w: a branch has no name", doing, ErrSettings)
	}
	all, _, err := r.c.gh.PullRequests.List(ctx, r.owner, r.name, &gh.PullRequestListOptions{
		State: "all", Head: r.owner + ":" + head, Base: base, Sort: "created", Direction: "desc", ListOptions: gh.ListOptions{PerPage: 100}})
	if err != nil {
		return nil, r.c.fail(doing, "pull-requests: read", err)
	}
	var found []OwnPullRequest
	for _, g := range all {
		if g.GetNumber() < 1 {
			return nil, fmt.Errorf("%s: %w: a pull request has no number", doing, ErrMalformed)
		}
		if g.GetHead().GetRef() == head && g.GetBase().GetRef() == base && strings.EqualFold(g.GetHead().GetRepo().GetFullName(), r.String()) {
			found = append(found, own(g))
		}
	}
	return found, nil
}

// ClosedPullRequests lists the hundred pull requests into a branch, "" for any, that were
// closed or changed last, merged ones included. Their heads may be in forks.
func (r Repository) ClosedPullRequests(ctx context.Context, base string) ([]OwnPullRequest, error) {
	all, _, err := r.c.gh.PullRequests.List(ctx, r.owner, r.name, &gh.PullRequestListOptions{
		State: "closed", Base: base, Sort: "updated", Direction: "desc", ListOptions: gh.ListOptions{PerPage: 100}})
	if err != nil {
		return nil, r.c.fail(fmt.Sprintf("finding the merged pull requests of %s", r), "pull-requests: read", err)
	}
	var found []OwnPullRequest
	for _, g := range all {
		if base == "" || g.GetBase().GetRef() == base {
			found = append(found, own(g))
		}
	}
	return found, nil
}

// OpenPullRequest opens a pull request. One of the same branches that is open
// already is ErrExists.
func (r Repository) OpenPullRequest(ctx context.Context, d Draft) (OwnPullRequest, error) {
	doing := fmt.Sprintf("opening a pull request of branch %s in %s", oneLine(d.Head), r)
	made, _, err := r.c.gh.PullRequests.Create(ctx, r.owner, r.name, &gh.NewPullRequest{Title: &d.Title, Body: &d.Body, Head: &d.Head, Base: &d.Base})
	if err == nil && made.GetNumber() < 1 {
		err = fmt.Errorf("%s: %w: %w: a pull request has no number", doing, ErrLost, ErrMalformed)
		return OwnPullRequest{}, err
	}
	return own(made), r.c.fail(doing, "pull-requests: write", err)
}

// UpdatePullRequest gives a pull request another title and body.
func (r Repository) UpdatePullRequest(ctx context.Context, number int, title, body string) error {
	_, _, err := r.c.gh.PullRequests.Edit(replayable(ctx), r.owner, r.name, number, &gh.PullRequest{Title: &title, Body: &body})
	return r.c.fail(fmt.Sprintf("updating pull request #%d of %s", number, r), "pull-requests: write", err)
}

// ClosePullRequest closes a pull request.
func (r Repository) ClosePullRequest(ctx context.Context, number int) error {
	state := "closed"
	_, _, err := r.c.gh.PullRequests.Edit(replayable(ctx), r.owner, r.name, number, &gh.PullRequest{State: &state})
	return r.c.fail(fmt.Sprintf("closing pull request #%d of %s", number, r), "pull-requests: write", err)
}

// AddComment adds a comment to a pull request.
func (r Repository) AddComment(ctx context.Context, number int, comment string) error {
	_, _, err := r.c.gh.Issues.CreateComment(ctx, r.owner, r.name, number, &gh.IssueComment{Body: &comment})
	return r.c.fail(fmt.Sprintf("commenting on pull request #%d of %s", number, r), "pull-requests: write", err)
}
