package github

import (
	"cmp"
	"context"
	"fmt"
	"sort"
	"strings"

	gh "github.com/google/go-github/v62/github"
)

// CommitCheck is what an App or a person says of a commit: a check run or a status.
type CommitCheck struct {
	Status     bool   // a status, which anybody with write permission can set; else a check run, which only an App makes
	Name       string // of the check run, or the context of the status
	Word       string // GitHub's conclusion of a check run, or the state of either while there is none
	Over       bool   // it is not pending
	App        string // slug of the App that made the check run, such as github-actions; "" of a status
	Creator    string // login of who set the status; "" of a check run
	ExternalID string // that the App gave the check run
	DetailsURL string // of the check run
}

// CommitChecks lists the newest check run of each name and App, and the newest status of
// each context and creator, of a commit: check runs first, sorted. It costs a call for each
// hundred of both, and reads the lists to their ends or fails. It needs `checks: read` and
// `statuses: read`.
func (r Repository) CommitChecks(ctx context.Context, sha string) ([]CommitCheck, error) {
	doing := fmt.Sprintf("reading the check runs of commit %.12s of %s", oneLine(sha), r)
	if err := checkSHA(sha); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	newest := map[CommitCheck]numbered{} // by what identifies it
	total := 0
	runs, err := pages(doing, func(o gh.ListOptions) ([]*gh.CheckRun, *gh.Response, error) {
		list, resp, err := r.c.gh.Checks.ListCheckRunsForRef(ctx, r.owner, r.name, sha, &gh.ListCheckRunsOptions{ListOptions: o})
		if err != nil {
			return nil, resp, err
		}
		total = list.GetTotal()
		return list.CheckRuns, resp, nil
	})
	if err != nil {
		return nil, r.c.fail(doing, "checks: read", err)
	}
	if total != len(runs) {
		return nil, fmt.Errorf("%s: %w: %d of %d check runs were listed", doing, ErrIncomplete, len(runs), total)
	}
	for _, run := range runs {
		keep(newest, run.GetID(), CommitCheck{Name: oneLine(run.GetName()), App: oneLine(run.GetApp().GetSlug()), Word: oneLine(cmp.Or(run.GetConclusion(), run.GetStatus())), Over: run.GetStatus() == "completed",
			ExternalID: run.GetExternalID(), DetailsURL: run.GetDetailsURL()})
	}
	doing = fmt.Sprintf("reading the statuses of commit %.12s of %s", oneLine(sha), r)
	statuses, err := pages(doing, func(o gh.ListOptions) ([]*gh.RepoStatus, *gh.Response, error) {
		return r.c.gh.Repositories.ListStatuses(ctx, r.owner, r.name, sha, &o)
	})
	if err != nil {
		return nil, r.c.fail(doing, "statuses: read", err)
	}
	for _, s := range statuses {
		keep(newest, s.GetID(), CommitCheck{Status: true, Name: oneLine(s.GetContext()), Creator: oneLine(s.GetCreator().GetLogin()), Word: oneLine(s.GetState()), Over: s.GetState() != string(StatusPending)})
	}
	out := make([]CommitCheck, 0, len(newest))
	for _, n := range newest {
		out = append(out, n.CommitCheck)
	}
	sort.Slice(out, func(i, j int) bool {
		a, b := out[i], out[j]
		if a.Status != b.Status {
			return b.Status
		}
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.App, b.App), cmp.Compare(a.Creator, b.Creator), cmp.Compare(a.Word, b.Word)) < 0
	})
	return out, nil
}

// numbered has the id, which is higher the newer a thing is.
type numbered struct {
	CommitCheck
	id int64
}

// keep keeps a check if it is the newest of its name and of who made it. GitHub takes
// upper and lower case of names for the same.
func keep(newest map[CommitCheck]numbered, id int64, c CommitCheck) {
	key := CommitCheck{Status: c.Status, Name: strings.ToLower(c.Name), App: c.App, Creator: strings.ToLower(c.Creator)}
	if was, seen := newest[key]; !seen || id > was.id {
		newest[key] = numbered{c, id}
	}
}
