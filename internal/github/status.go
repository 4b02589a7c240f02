package github

import (
	"context"
	"fmt"
	"time"
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

// Told is a status that a commit has.
type Told struct {
	Context string
	State   StatusState
	At      time.Time // of its newest change, by the clock of the host
}

// maxStatusPages bounds how many pages of a hundred contexts are read.
const maxStatusPages = 10

// Statuses are the newest statuses of a commit, one of each context: a call for each
// hundred, which need `statuses: read`.
func (r Repository) Statuses(ctx context.Context, sha string) ([]Told, error) {
	doing := fmt.Sprintf("reading the statuses of commit %s of %s", oneLine(sha), r)
	if err := checkSHA(sha); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	var out []Told
	for page := 1; page <= maxStatusPages; page++ {
		all, _, err := r.c.gh.Repositories.GetCombinedStatus(ctx, r.owner, r.name, sha, &gh.ListOptions{PerPage: 100, Page: page})
		if err != nil {
			return nil, r.c.fail(doing, "statuses: read", err)
		}
		for _, s := range all.Statuses {
			out = append(out, Told{s.GetContext(), StatusState(s.GetState()), s.GetUpdatedAt().Time})
		}
		if len(all.Statuses) == 0 || len(out) >= all.GetTotalCount() {
			break
		}
	}
	return out, nil
}
