package cli

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/policy"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// review asks the forge about the pull request of the event. What cannot be
// known is said as such: rules that need an approval then find none.
func (e *Env) review(ctx context.Context, event actions.Event, base source.Base, changes []source.Change) (policy.Review, error) {
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
	review.Known, review.Author = true, pull.Author
	for _, l := range pull.Labels {
		review.Labels = append(review.Labels, policy.Label{Name: l})
	}
	for _, r := range pull.Reviews {
		if r.State == github.Approved {
			review.Approvals = append(review.Approvals, policy.Approval{User: r.User, Commit: r.Commit, Writes: writes(r.AuthorAssociation)})
		}
	}
	return review, e.addTeams(ctx, repository.Client(), &review, base, changes)
}

// writes reports whether a person belongs to the repository or its organisation:
// anyone else's approval is an opinion.
func writes(association string) bool {
	return slices.Contains([]string{"OWNER", "MEMBER", "COLLABORATOR"}, association)
}

// addTeams finds out who of the approvers is in a team that owns one of the
// changed rules. It asks nothing where no team does. Of a team that the token
// may not see, nobody is known to be a member.
func (e *Env) addTeams(ctx context.Context, client *github.Client, review *policy.Review, base source.Base, changes []source.Change) error {
	owners, err := evidence.ReadOwners(base)
	if err != nil || len(review.Approvals) == 0 {
		return err
	}
	teams := map[string][]string{} // slugs by organisation
	for _, c := range changes {
		if !strings.HasPrefix(c.Path, ".modelgate/") && !evidence.IsOwnersFile(c.Path) {
			continue
		}
		for _, owner := range owners.Of(c.Path) {
			org, slug, isTeam := strings.Cut(strings.TrimPrefix(owner, "@"), "/")
			if isTeam && strings.HasPrefix(owner, "@") && !slices.Contains(teams[org], slug) {
				teams[org] = append(teams[org], slug)
			}
		}
	}
	var users []string
	for _, a := range review.Approvals {
		users = append(users, a.User)
	}
	for _, org := range slices.Sorted(maps.Keys(teams)) {
		found, err := client.Teams(ctx, org, teams[org], users)
		if err != nil {
			e.warn("The members of the teams of %s could not be read: %v", org, err)
			continue
		}
		for _, team := range found {
			if !team.Known {
				e.warn("The members of @%s/%s could not be read, so that no approval counts as theirs: %s", org, team.Slug, team.Reason)
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
