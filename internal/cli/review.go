package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/gate"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/policy"
)

// review asks the forge about the pull request of the event. What cannot be
// known is said as such: rules that need an approval then find none.
func (e *Env) review(ctx context.Context, event actions.Event, req gate.Request, name string) (policy.Review, error) {
	if event.PullRequest == 0 || event.System != actions.OnGitHub {
		return policy.Review{}, nil
	}
	review := policy.Review{Present: true, Number: event.PullRequest, Head: event.Head}
	repository, ok, err := e.github(event)
	if err != nil {
		return review, err
	}
	if !ok {
		review.Problem = "there is no token; give MODELGATE_TOKEN, such as ${{ github.token }}, with `pull-requests: read`"
		return review, nil
	}
	pull, err := repository.PullRequest(ctx, event.PullRequest)
	if err != nil {
		if ctx.Err() != nil {
			return review, err
		}
		review.Problem = err.Error()
		return review, nil
	}
	contributors, unsigned, err := repository.Contributors(ctx, pull.BaseSHA, event.Head)
	if err == nil {
		err = addReviews(ctx, repository, &review, pull.Reviews)
	}
	if err != nil {
		if ctx.Err() != nil {
			return review, err
		}
		return policy.Review{Present: true, Number: event.PullRequest, Head: event.Head, Problem: err.Error()}, nil
	}
	review.Known, review.Author = true, pull.Author
	for _, l := range pull.Labels {
		review.Labels = append(review.Labels, policy.PullLabel{Name: l})
	}
	for _, c := range contributors {
		review.Contributors = append(review.Contributors, policy.Contributor{Login: c.Login, Email: c.Email, Role: policy.Role(c.Role), Commit: c.Commit})
	}
	for _, c := range unsigned {
		review.Unsigned = append(review.Unsigned, policy.Unsigned{Commit: c.Commit, Reason: c.Reason})
	}
	if review.CommitStatuses, err = e.commitStatuses(ctx, repository, event, req.ReadsStatuses(), name); err != nil {
		return review, err
	}
	owners, err := req.Approvers()
	if err != nil {
		return review, err
	}
	return review, e.addTeams(ctx, repository.Client(), &review, owners)
}

// maxReviewers is of how many reviewers it is asked what they may do. Anybody
// can review what is public; those who belong to the repository are asked about
// first.
const maxReviewers = 100

// addReviews adds who approves and who wants changes, with what each may do.
func addReviews(ctx context.Context, repository github.Repository, review *policy.Review, reviews []github.Review) error {
	reviews = slices.DeleteFunc(slices.Clone(reviews), func(r github.Review) bool {
		return r.State != github.Approved && r.State != github.ChangesRequested
	})
	slices.SortStableFunc(reviews, func(a, b github.Review) int { return cmp.Compare(rank(a), rank(b)) })
	for i, r := range reviews {
		may := github.Permission{Reason: fmt.Sprintf("reviewers beyond the first %d were not checked", maxReviewers)}
		if i < maxReviewers {
			var err error
			if may, err = repository.Permission(ctx, r.User); err != nil {
				return err
			}
		}
		if r.State == github.Approved {
			review.Approvals = append(review.Approvals, policy.Approval{User: r.User, Commit: r.Commit, Writes: may.Writes(), Problem: may.Reason})
		} else {
			review.ChangesRequested = append(review.ChangesRequested, policy.Objection{User: r.User, Commit: r.Commit, Writes: may.Writes(), Problem: may.Reason})
		}
	}
	return nil
}

// rank is 0 for those who are likely to matter: the association of a reviewer
// says who belongs to the repository, and not what they may do.
func rank(r github.Review) int {
	if slices.Contains([]string{"OWNER", "MEMBER", "COLLABORATOR"}, r.AuthorAssociation) {
		return 0
	}
	return 1
}

// addTeams finds out which approvers are members of the teams among the owners.
// It sends no request if there is no team. Of a team that the token cannot read,
// nobody is known to be a member.
func (e *Env) addTeams(ctx context.Context, client *github.Client, review *policy.Review, owners []string) error {
	if len(review.Approvals) == 0 {
		return nil
	}
	teams := map[string][]string{} // slugs by organization
	for _, owner := range owners {
		org, slug, isTeam := strings.Cut(strings.TrimPrefix(owner, "@"), "/")
		if isTeam && strings.HasPrefix(owner, "@") && !slices.Contains(teams[org], slug) {
			teams[org] = append(teams[org], slug)
		}
	}
	var users []string
	for _, a := range review.Approvals {
		users = append(users, a.User)
	}
	for _, org := range slices.Sorted(maps.Keys(teams)) {
		found, err := client.Teams(ctx, org, teams[org], users)
		if err != nil {
			e.warn("Could not read the members of the teams of %s: %v", org, err)
			for _, slug := range teams[org] {
				review.UnknownTeams = append(review.UnknownTeams, policy.UnknownTeam{Name: "@" + org + "/" + slug, Problem: err.Error()})
			}
			continue
		}
		for _, team := range found {
			if !team.Known {
				e.warn("Could not read the members of @%s/%s, so their approvals are ignored: %s", org, team.Slug, team.Reason)
				review.UnknownTeams = append(review.UnknownTeams, policy.UnknownTeam{Name: "@" + org + "/" + team.Slug, Problem: team.Reason})
			}
			for i, a := range review.Approvals {
				if team.Known && slices.Contains(team.Members, a.User) {
					review.Approvals[i].Teams = append(review.Approvals[i].Teams, policy.Team{Name: "@" + org + "/" + team.Slug})
				}
			}
		}
	}
	return nil
}
