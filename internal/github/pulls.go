package github

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	gh "github.com/google/go-github/v62/github"
)

// PullRequestsOfHead finds the open pull requests whose head is a branch of an
// account at exactly one commit, by number. It is for `workflow_run`, which
// names no pull request if the head is in a fork: a number that the other run
// wrote down would be the fork's word. None is an empty list: it was closed,
// or pushed to meanwhile. The reviews are not read.
func (r Repository) PullRequestsOfHead(ctx context.Context, owner, branch, sha string) ([]PullRequest, error) {
	doing := "finding the pull request of commit " + oneLine(sha) + " in " + r.String()
	if err := checkSHA(sha); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	if !ownerForm.MatchString(owner) || branch == "" { // without an owner GitHub would list all
		return nil, fmt.Errorf("%s: %w: %q is not a branch; write OWNER:BRANCH", doing, ErrSettings, oneLine(owner+":"+branch))
	}
	all, err := pages(doing, func(o gh.ListOptions) ([]*gh.PullRequest, *gh.Response, error) {
		return r.c.gh.PullRequests.List(ctx, r.owner, r.name, &gh.PullRequestListOptions{State: "open", Head: owner + ":" + branch, ListOptions: o})
	})
	if err != nil {
		return nil, r.c.fail(doing, "pull-requests: read", err)
	}
	found := []PullRequest{}
	for _, g := range all {
		if g.GetHead().GetSHA() == sha && g.GetHead().GetRef() == branch && strings.EqualFold(g.GetHead().GetUser().GetLogin(), owner) {
			found = append(found, readPullRequest(g))
		}
	}
	slices.SortFunc(found, func(a, b PullRequest) int { return cmp.Compare(a.Number, b.Number) })
	return found, nil
}
