package cli

import (
	"cmp"
	"context"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/github"
	"github.com/modelgate-dev/modelgate/internal/policy"
)

// commitStatuses are the check runs and statuses of the proposed commit, if a rule wants
// them. Without the permission to read them it is not known that there are none.
func (e *Env) commitStatuses(ctx context.Context, repository github.Repository, event actions.Event, wanted bool, name string) (policy.CommitStatuses, error) {
	if !wanted {
		return policy.CommitStatuses{Problem: "no rule of this repository or of the change names commit_statuses, so they were not read"}, nil
	}
	checks, err := repository.CommitChecks(ctx, event.Head)
	if err != nil {
		if ctx.Err() != nil {
			return policy.CommitStatuses{}, err
		}
		return policy.CommitStatuses{Problem: err.Error()}, nil
	}
	out := policy.CommitStatuses{Known: true}
	run := e.Getenv("GITHUB_RUN_ID")
	for _, c := range checks {
		same := run != "" && strings.Contains(c.DetailsURL+"/", "/actions/runs/"+run+"/")
		if isOwnCheck(c, run, name) || same && !c.Over { // such as the job that this is
			continue
		}
		s := policy.CommitStatus{Kind: policy.OfCheckRun, Name: c.Name, State: stateOf(c), Word: c.Word, App: c.App, Creator: c.Creator, SameRun: same}
		if c.Status {
			s.Kind = policy.OfStatus
		}
		out.Items = append(out.Items, s)
	}
	return out, nil
}

// isOwnCheck reports whether a check is a decision of modelgate, of this run or another:
// what is decided is no evidence for the decision.
func isOwnCheck(c github.CommitCheck, run, name string) bool {
	if run != "" && strings.HasPrefix(c.ExternalID, run+"/") {
		return true
	}
	for _, ours := range []string{"modelgate", cmp.Or(name, "modelgate")} {
		rest, found := strings.CutPrefix(strings.ToLower(c.Name), strings.ToLower(ours))
		if found && (rest == "" || rest[0] == '/' || strings.HasPrefix(rest, " (")) {
			return true
		}
	}
	return false
}

// stateOf is what a check comes to. Only what GitHub calls a success is one.
func stateOf(c github.CommitCheck) policy.StatusState {
	switch {
	case !c.Over:
		return policy.StatusPending
	case c.Word == "success":
		return policy.StatusSuccess
	case c.Word == "neutral":
		return policy.StatusNeutral
	case c.Word == "skipped":
		return policy.StatusSkipped
	}
	return policy.StatusFailure
}
