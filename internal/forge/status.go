package forge

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/modelgate-dev/modelgate/internal/github"
)

// Status is what a commit is told: one line, under a name.
type Status struct {
	Name, Description, URL string
	Failed                 bool
}

// SetStatus gives a commit a status.
func (h *Host) SetStatus(ctx context.Context, commit string, s Status) error {
	doing := "setting the status of commit " + commit
	word := func(good, bad string) string { return map[bool]string{false: good, true: bad}[s.Failed] }
	switch h.kind {
	case GitLab:
		return h.do(ctx, doing, "POST", h.at+"/statuses/"+url.PathEscape(commit), map[string]any{"state": word("success", "failed"), "name": s.Name, "description": s.Description, "target_url": s.URL}, nil)
	case Gitea:
		return h.do(ctx, doing, "POST", h.at+"/statuses/"+url.PathEscape(commit), map[string]any{"state": word("success", "failure"), "context": s.Name, "description": s.Description, "target_url": s.URL}, nil)
	case Azure:
		genre, name, ok := strings.Cut(s.Name, "/")
		if !ok {
			genre, name = "", s.Name
		}
		return h.do(ctx, doing, "POST", h.at+"/commits/"+url.PathEscape(commit)+"/statuses?"+azureVersion,
			map[string]any{"state": word("succeeded", "failed"), "description": s.Description, "targetUrl": s.URL, "context": map[string]any{"name": name, "genre": genre}}, nil)
	}
	return h.repo.SetStatus(ctx, commit, github.Status{State: github.StatusState(word("success", "failure")), Context: s.Name, Description: s.Description, TargetURL: s.URL})
}

// Outcome is what a status of a commit says.
type Outcome string

const (
	Succeeded Outcome = "success"
	Failed    Outcome = "failure"
	Pending   Outcome = "pending"
)

// Told is the newest status that a commit has of a name.
type Told struct {
	Name    string
	Outcome Outcome
	At      time.Time // when it was given, by the clock of the host; zero where that is not known
}

// maxStatusPages bounds how many pages of a hundred statuses are read.
const maxStatusPages = 10

// Statuses are the newest statuses of a commit, one of each name. What a host does not
// call a success or a failure is pending.
func (h *Host) Statuses(ctx context.Context, commit string) ([]Told, error) {
	doing := "reading the statuses of commit " + commit
	switch h.kind {
	case GitLab:
		return h.gitlabStatuses(ctx, doing, commit)
	case Gitea:
		return h.giteaStatuses(ctx, doing, commit)
	case Azure:
		return h.azureStatuses(ctx, doing, commit)
	}
	all, err := h.repo.Statuses(ctx, commit)
	var out []Told
	for _, s := range all {
		out = append(out, Told{s.Context, outcomes[string(s.State)].orPending(), s.At})
	}
	return out, err
}

// outcomes are the words of the hosts.
var outcomes = map[string]Outcome{"success": Succeeded, "succeeded": Succeeded, "failure": Failed, "failed": Failed, "error": Failed, "canceled": Failed, "warning": Failed}

func (o Outcome) orPending() Outcome {
	if o == "" {
		return Pending
	}
	return o
}

// gitlabStatuses: docs.gitlab.com/api/commits, "List commit statuses", which has the
// newest of each name unless all are asked for.
func (h *Host) gitlabStatuses(ctx context.Context, doing, commit string) ([]Told, error) {
	var out []Told
	for page := 1; page <= maxStatusPages; page++ {
		var read []struct {
			Name       string    `json:"name"`
			Status     string    `json:"status"`
			CreatedAt  time.Time `json:"created_at"`
			FinishedAt time.Time `json:"finished_at"`
		}
		err := h.do(ctx, doing, "GET", fmt.Sprintf("%s/repository/commits/%s/statuses?per_page=100&page=%d", h.at, url.PathEscape(commit), page), nil, &read)
		if err != nil {
			return nil, err
		}
		for _, s := range read {
			out = append(out, Told{s.Name, outcomes[s.Status].orPending(), later(s.CreatedAt, s.FinishedAt)})
		}
		if len(read) < 100 {
			return out, nil
		}
	}
	return out, nil
}

// giteaStatuses: the operation repoGetCombinedStatusByRef of its description. A server
// may have smaller pages than it was asked for.
func (h *Host) giteaStatuses(ctx context.Context, doing, commit string) ([]Told, error) {
	var out []Told
	for page := 1; page <= maxStatusPages; page++ {
		var read struct {
			Total    int `json:"total_count"`
			Statuses []struct {
				Context   string    `json:"context"`
				Status    string    `json:"status"`
				UpdatedAt time.Time `json:"updated_at"`
			} `json:"statuses"`
		}
		if err := h.do(ctx, doing, "GET", fmt.Sprintf("%s/commits/%s/status?limit=100&page=%d", h.at, url.PathEscape(commit), page), nil, &read); err != nil {
			return nil, err
		}
		for _, s := range read.Statuses {
			out = append(out, Told{s.Context, outcomes[s.Status].orPending(), s.UpdatedAt})
		}
		if len(read.Statuses) == 0 || len(out) >= read.Total {
			return out, nil
		}
	}
	return out, nil
}

// azureStatuses: learn.microsoft.com/rest/api/azure/devops/git/statuses/list.
func (h *Host) azureStatuses(ctx context.Context, doing, commit string) ([]Told, error) {
	var read struct {
		Value []struct {
			State   string `json:"state"`
			Context struct {
				Name  string `json:"name"`
				Genre string `json:"genre"`
			} `json:"context"`
			CreatedAt time.Time `json:"creationDate"`
			UpdatedAt time.Time `json:"updatedDate"`
		} `json:"value"`
	}
	err := h.do(ctx, doing, "GET", h.at+"/commits/"+url.PathEscape(commit)+"/statuses?latestOnly=true&"+azureVersion, nil, &read)
	var out []Told
	for _, s := range read.Value {
		name := s.Context.Name
		if s.Context.Genre != "" {
			name = s.Context.Genre + "/" + name
		}
		out = append(out, Told{name, outcomes[s.State].orPending(), later(s.CreatedAt, s.UpdatedAt)})
	}
	return out, err
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
