package github

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	gh "github.com/google/go-github/v62/github"
)

// PullRequest is what is known of a pull request besides its files, which
// come from git: the API's list of files ends at 3,000 without saying so.
type PullRequest struct {
	Number            int
	State             string // open or closed
	Author            string // login; "ghost" when the account is gone
	AuthorAssociation string // OWNER, MEMBER, COLLABORATOR, CONTRIBUTOR, FIRST_TIMER, FIRST_TIME_CONTRIBUTOR, MANNEQUIN or NONE
	Draft             bool
	Labels            []string // sorted
	BaseRef           string   // branch, without refs/heads/
	BaseSHA           string   // tip of that branch when the pull request was last updated
	HeadRef           string   // branch, named by the author: hostile text
	HeadSHA           string
	HeadRepo          string // OWNER/NAME; "" when the fork was deleted
	Fork              bool   // head is in another repository, or in one that is gone
	Reviews           []Review
}

// ReviewState is what a reviewer decided.
type ReviewState string

const (
	Approved         ReviewState = "approved"
	ChangesRequested ReviewState = "changes_requested"
	Dismissed        ReviewState = "dismissed" // counts for nothing; an older review of the same person does not come back
)

// Review is the latest review of one person that decides something. Those that
// only comment decide nothing.
type Review struct {
	User              string // login; "ghost" when the account is gone
	State             ReviewState
	Commit            string // head when it was given: an approval of an older head is one of another change
	SubmittedAt       time.Time
	AuthorAssociation string
}

const ghost = "ghost" // GitHub's own name for accounts that are gone

// PullRequest reads the facts of a pull request: two calls, and one more for
// each further hundred reviews. It needs `pull-requests: read`.
func (r Repository) PullRequest(ctx context.Context, number int) (PullRequest, error) {
	doing := fmt.Sprintf("reading pull request #%d of %s", number, r)
	const permission = "pull-requests: read"
	got, _, err := r.c.gh.PullRequests.Get(ctx, r.owner, r.name, number)
	if err != nil {
		return PullRequest{}, r.c.fail(doing, permission, err)
	}
	pr := readPullRequest(got)
	if !shaForm.MatchString(pr.HeadSHA) || !shaForm.MatchString(pr.BaseSHA) || pr.Number != number {
		return PullRequest{}, fmt.Errorf("%s: %w: the answer names no head and base", doing, ErrIncomplete)
	}
	doing = fmt.Sprintf("reading the reviews of pull request #%d of %s", number, r)
	reviews, err := pages(doing, func(o gh.ListOptions) ([]*gh.PullRequestReview, *gh.Response, error) {
		return r.c.gh.PullRequests.ListReviews(ctx, r.owner, r.name, number, &o)
	})
	if err != nil {
		return PullRequest{}, r.c.fail(doing, permission, err)
	}
	pr.Reviews = decisive(reviews)
	return pr, nil
}

func readPullRequest(p *gh.PullRequest) PullRequest {
	pr := PullRequest{
		Number: p.GetNumber(), State: p.GetState(), Author: cmp.Or(p.GetUser().GetLogin(), ghost), AuthorAssociation: p.GetAuthorAssociation(), Draft: p.GetDraft(),
		Labels:  []string{},
		BaseRef: p.GetBase().GetRef(), BaseSHA: p.GetBase().GetSHA(), HeadRef: p.GetHead().GetRef(), HeadSHA: p.GetHead().GetSHA(),
		HeadRepo: p.GetHead().GetRepo().GetFullName(),
	}
	pr.Fork = pr.HeadRepo == "" || p.GetHead().GetRepo().GetID() != p.GetBase().GetRepo().GetID()
	for _, l := range p.Labels {
		pr.Labels = append(pr.Labels, l.GetName())
	}
	slices.Sort(pr.Labels)
	return pr
}

// decisive keeps the latest review of each person that approves, requests
// changes or was dismissed, sorted by login. It is what GitHub's GraphQL calls
// latestOpinionatedReviews.
func decisive(all []*gh.PullRequestReview) []Review {
	states := map[string]ReviewState{"APPROVED": Approved, "CHANGES_REQUESTED": ChangesRequested, "DISMISSED": Dismissed}
	type ranked struct {
		Review
		id int64
	}
	latest := map[string]ranked{}
	for _, g := range all {
		state, ok := states[strings.ToUpper(g.GetState())]
		if !ok {
			continue
		}
		n := ranked{Review{
			User: cmp.Or(g.GetUser().GetLogin(), ghost), State: state, Commit: g.GetCommitID(),
			SubmittedAt: g.GetSubmittedAt().UTC(), AuthorAssociation: g.GetAuthorAssociation(),
		}, g.GetID()}
		old, seen := latest[n.User]
		if !seen || cmp.Or(n.SubmittedAt.Compare(old.SubmittedAt), cmp.Compare(n.id, old.id)) > 0 {
			latest[n.User] = n
		}
	}
	out := []Review{}
	for _, n := range latest {
		out = append(out, n.Review)
	}
	slices.SortFunc(out, func(a, b Review) int { return cmp.Compare(a.User, b.User) })
	return out
}

// Team says which of some people are in a team.
type Team struct {
	Slug    string
	Known   bool     // false: the token may not see the team, or there is none; Members says nothing then
	Reason  string   // why it is not known
	Members []string // logins as they were asked for, sorted
}

// Teams says for each team which of the users are its members, those of child
// teams included. The job token cannot see teams: that is an unknown team, not
// an error. It costs one call for each hundred members of a team.
func (c *Client) Teams(ctx context.Context, org string, slugs, users []string) ([]Team, error) {
	var out []Team
	for _, slug := range slugs {
		t, err := c.team(ctx, org, slug, users)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func (c *Client) team(ctx context.Context, org, slug string, users []string) (Team, error) {
	if !ownerForm.MatchString(org) || !nameForm.MatchString(slug) {
		return Team{}, fmt.Errorf("%w: %q is not a team; use ORGANIZATION/TEAM", ErrSettings, org+"/"+slug)
	}
	doing := fmt.Sprintf("reading the members of team %s/%s", org, slug)
	members, err := pages(doing, func(o gh.ListOptions) ([]*gh.User, *gh.Response, error) {
		return c.gh.Teams.ListTeamMembersBySlug(ctx, org, slug, &gh.TeamListTeamMembersOptions{ListOptions: o})
	})
	err = c.fail(doing, "organization members: read (of a GitHub App or a personal token)", err)
	if reason, unknown := unknownReason(err); unknown {
		return Team{Slug: slug, Reason: reason}, nil
	}
	if err != nil {
		return Team{}, err
	}
	t := Team{Slug: slug, Known: true, Members: []string{}}
	for _, u := range users {
		if slices.ContainsFunc(members, func(m *gh.User) bool { return strings.EqualFold(m.GetLogin(), u) }) {
			t.Members = append(t.Members, u)
		}
	}
	slices.Sort(t.Members)
	return t, nil
}
