package github

import (
	"context"
	"fmt"
	"unicode/utf8"

	gh "github.com/google/go-github/v62/github"
)

// StatusDescriptionLimit is how many characters of a description GitHub takes.
const StatusDescriptionLimit = 140

// StatusState is the state of a commit status.
type StatusState string

const (
	StatusPending StatusState = "pending"
	StatusSuccess StatusState = "success"
	StatusFailure StatusState = "failure"
	StatusError   StatusState = "error" // could not decide
)

// Status is one status of a commit. The latest of each context counts.
type Status struct {
	State       StatusState
	Context     string // as a required check names it; upper and lower case are the same
	Description string // one line
	TargetURL   string // may be ""
}

// SetStatus gives a commit a status: one call, which needs `statuses: write`.
func (r Repository) SetStatus(ctx context.Context, sha string, s Status) error {
	doing := fmt.Sprintf("setting the status %s of commit %s of %s", oneLine(s.Context), sha, r)
	if err := checkSHA(sha); err != nil {
		return fmt.Errorf("setting a status of %s: %w", r, err)
	}
	switch s.State {
	case StatusPending, StatusSuccess, StatusFailure, StatusError:
	default:
		return fmt.Errorf("%s: %w: the state %q", doing, ErrSettings, s.State)
	}
	if s.Context == "" {
		return fmt.Errorf("%s: %w: it has no context", doing, ErrSettings)
	}
	if n := utf8.RuneCountInString(s.Description); n > StatusDescriptionLimit {
		return fmt.Errorf("%s: %w: the description has %d characters, and GitHub takes %d", doing, ErrTooLarge, n, StatusDescriptionLimit)
	}
	state := string(s.State)
	body := &gh.RepoStatus{State: &state, Context: &s.Context, Description: &s.Description}
	if s.TargetURL != "" {
		body.TargetURL = &s.TargetURL
	}
	// The same status twice is the status.
	_, _, err := r.c.gh.Repositories.CreateStatus(replayable(ctx), r.owner, r.name, sha, body)
	return r.c.fail(doing, "statuses: write", err)
}
