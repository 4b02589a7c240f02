package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	gh "github.com/google/go-github/v62/github"
)

// Fact is something that the token may or may not see.
type Fact[T any] struct {
	Known  bool
	Value  T      // the zero value if it is not known
	Reason string // why it is not known, with a remedy
}

// Inspection is what can be read of a repository's settings. What a setting
// should be is not said here.
type Inspection struct {
	Visibility    Fact[string] // public, private or internal
	DefaultBranch Fact[string]
	// Scopes are those of a classic personal token, sorted. Apps, jobs and
	// fine-grained tokens have permissions, which nothing lists.
	Scopes Fact[[]string]
	// Access is what the token may do with the repository: admin, maintain,
	// push, triage, pull; sorted. It is not known of the token of a job.
	Access Fact[[]string]
	// Rules of the branch, from the rulesets of repository and organisation.
	Rules Fact[[]Rule]
	// Protected: the branch has a classic protection. Its required checks are here,
	// its other settings need an administrator.
	Protected        Fact[bool]
	ProtectionChecks Fact[[]RequiredCheck]
	// CodeownersErrors are the lines of CODEOWNERS that GitHub cannot use.
	CodeownersErrors Fact[[]CodeownersError]
	// JobPermissions are what a workflow without a permissions block gets.
	JobPermissions Fact[JobPermissions]
}

// Rule is one rule of a ruleset that is in force on a branch.
type Rule struct {
	Type   string // such as pull_request, required_status_checks, workflows, merge_queue, non_fast_forward, deletion
	Source string // repository or organisation whose ruleset it is
	// Checks of a required_status_checks rule.
	Checks []RequiredCheck
	// Strict: a required_status_checks rule asks that a branch is up to date with
	// its target before it is merged.
	Strict bool
	// Workflows of a workflows rule: paths, as OWNER/NAME is not in the answer.
	Workflows []string
	// Review is what a pull_request rule asks for.
	Review ReviewRule
}

// ReviewRule is what a pull_request rule asks for.
type ReviewRule struct {
	Approvals         int  // how many
	CodeOwners        bool // one of them from an owner of each file
	DismissStale      bool // a push takes approvals away
	LastPushByAnother bool // not from whoever pushed last
}

// RequiredCheck is a check that must pass before a merge.
type RequiredCheck struct {
	Context string
	App     int64 // the only App whose check counts; 0 for anybody's
}

// CodeownersError is one line of CODEOWNERS that GitHub cannot use.
type CodeownersError struct {
	Path, Kind, Message string
	Line                int
}

// JobPermissions are the default permissions of jobs in a repository.
type JobPermissions struct {
	Write      bool // not only read
	CanApprove bool // jobs may approve pull requests
}

// HasRule reports whether a rule of this type is in force.
func (i Inspection) HasRule(kind string) Fact[bool] {
	has := slices.ContainsFunc(i.Rules.Value, func(r Rule) bool { return r.Type == kind })
	return Fact[bool]{Known: i.Rules.Known, Value: has, Reason: i.Rules.Reason}
}

// Inspect reads what the token may see about a branch and its repository; ""
// is the default branch. Errors are those of a server that cannot be asked, or
// of a repository that the token cannot see at all; what only it may not see
// is a fact that is not known.
func (r Repository) Inspect(ctx context.Context, branch string) (Inspection, error) {
	var i Inspection
	repo, resp, err := r.c.gh.Repositories.Get(ctx, r.owner, r.name)
	if err != nil {
		return Inspection{}, r.c.fail("reading the repository "+r.String(), contentsRead, err)
	}
	i.DefaultBranch = known(repo.GetDefaultBranch())
	i.Visibility = known(repo.GetVisibility())
	if i.Visibility.Value == "" { // older Enterprise Servers
		i.Visibility = known(map[bool]string{true: "private", false: "public"}[repo.GetPrivate()])
	}
	if header, ok := resp.Header["X-Oauth-Scopes"]; ok {
		i.Scopes = known(words(strings.Join(header, ",")))
	} else {
		i.Scopes.Reason = "only classic personal tokens have scopes"
	}
	i.Access.Reason = "GitHub does not report the permissions of this token"
	if p := repo.GetPermissions(); len(p) > 0 {
		may := []string{}
		for name, yes := range p {
			if yes {
				may = append(may, name)
			}
		}
		slices.Sort(may)
		i.Access = known(may)
	}
	if branch == "" {
		branch = repo.GetDefaultBranch()
	}
	for _, read := range []func(context.Context, string, *Inspection) error{r.rules, r.protection, r.codeowners, r.jobPermissions} {
		if err := read(ctx, branch, &i); err != nil {
			return Inspection{}, err
		}
	}
	return i, nil
}

func known[T any](v T) Fact[T] { return Fact[T]{Known: true, Value: v} }

// words splits a list at commas; sorted.
func words(s string) []string {
	out := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	slices.Sort(out)
	return slices.Compact(out)
}

// unknownReason reports whether an error only means that the token may not see
// something, and says so in words.
func unknownReason(err error) (reason string, unknown bool) {
	if errors.Is(err, ErrForbidden) || errors.Is(err, ErrNotFound) {
		return err.Error(), true
	}
	return "", false
}

// get reads a path of the repository that go-github cannot, or reads too
// strictly: it refuses rules of types that are newer than it.
func (r Repository) get(ctx context.Context, path string, into any) (*gh.Response, error) {
	req, err := r.c.gh.NewRequest("GET", "repos/"+r.String()+path, nil)
	if err != nil {
		return nil, err
	}
	return r.c.gh.Do(ctx, req, into)
}

func (r Repository) rules(ctx context.Context, branch string, i *Inspection) error {
	doing := fmt.Sprintf("reading the rules of the branch %s of %s", oneLine(branch), r)
	type rule struct {
		Type       string          `json:"type"`
		Source     string          `json:"ruleset_source"`
		Parameters json.RawMessage `json:"parameters"`
	}
	all, err := pages(doing, func(o gh.ListOptions) ([]rule, *gh.Response, error) {
		var page []rule
		resp, err := r.get(ctx, fmt.Sprintf("/rules/branches/%s?per_page=%d&page=%d", url.PathEscape(branch), o.PerPage, max(o.Page, 1)), &page)
		return page, resp, err
	})
	err = r.c.fail(doing, "metadata: read", err)
	if reason, unknown := unknownReason(err); unknown {
		i.Rules.Reason = reason
		return nil
	}
	if err != nil {
		return err
	}
	rules := []Rule{}
	for _, g := range all {
		var p struct {
			Checks []struct {
				Context string `json:"context"`
				App     int64  `json:"integration_id"`
			} `json:"required_status_checks"`
			Workflows []struct {
				Path string `json:"path"`
			} `json:"workflows"`
			Strict       bool `json:"strict_required_status_checks_policy"`
			Approvals    int  `json:"required_approving_review_count"`
			CodeOwners   bool `json:"require_code_owner_review"`
			DismissStale bool `json:"dismiss_stale_reviews_on_push"`
			LastPush     bool `json:"require_last_push_approval"`
		}
		if len(g.Parameters) > 0 {
			if err := json.Unmarshal(g.Parameters, &p); err != nil {
				i.Rules.Reason = fmt.Sprintf("a rule of type %s has parameters that are not understood: %v", oneLine(g.Type), err)
				return nil
			}
		}
		rule := Rule{Type: g.Type, Source: g.Source, Strict: p.Strict, Review: ReviewRule{p.Approvals, p.CodeOwners, p.DismissStale, p.LastPush}}
		for _, c := range p.Checks {
			rule.Checks = append(rule.Checks, RequiredCheck{c.Context, c.App})
		}
		for _, w := range p.Workflows {
			rule.Workflows = append(rule.Workflows, w.Path)
		}
		rules = append(rules, rule)
	}
	i.Rules = known(rules)
	return nil
}

func (r Repository) protection(ctx context.Context, branch string, i *Inspection) error {
	var b struct {
		Protected  bool `json:"protected"`
		Protection struct {
			Checks struct {
				Contexts []string `json:"contexts"`
				Checks   []struct {
					Context string `json:"context"`
					App     *int64 `json:"app_id"`
				} `json:"checks"`
			} `json:"required_status_checks"`
		} `json:"protection"`
	}
	doing := fmt.Sprintf("reading the branch %s of %s", oneLine(branch), r)
	_, err := r.get(ctx, "/branches/"+url.PathEscape(branch), &b)
	err = r.c.fail(doing, contentsRead, err)
	if reason, unknown := unknownReason(err); unknown {
		i.Protected.Reason, i.ProtectionChecks.Reason = reason, reason
		return nil
	}
	if err != nil {
		return err
	}
	checks := []RequiredCheck{}
	for _, c := range b.Protection.Checks.Checks {
		check := RequiredCheck{Context: c.Context}
		if c.App != nil && *c.App > 0 { // -1 is any App
			check.App = *c.App
		}
		checks = append(checks, check)
	}
	for _, name := range b.Protection.Checks.Contexts {
		if !slices.ContainsFunc(checks, func(c RequiredCheck) bool { return c.Context == name }) {
			checks = append(checks, RequiredCheck{Context: name})
		}
	}
	i.Protected, i.ProtectionChecks = known(b.Protected), known(checks)
	return nil
}

func (r Repository) codeowners(ctx context.Context, branch string, i *Inspection) error {
	doing := "reading the errors of CODEOWNERS of " + r.String()
	got, _, err := r.c.gh.Repositories.GetCodeownersErrors(ctx, r.owner, r.name, &gh.GetCodeownersErrorsOptions{Ref: branch})
	err = r.c.fail(doing, contentsRead, err)
	if errors.Is(err, ErrNotFound) {
		i.CodeownersErrors.Reason = "there is no CODEOWNERS file on " + oneLine(branch) + ", or the token lacks `" + contentsRead + "`"
		return nil
	}
	if reason, unknown := unknownReason(err); unknown {
		i.CodeownersErrors.Reason = reason
		return nil
	}
	if err != nil {
		return err
	}
	list := []CodeownersError{}
	for _, e := range got.Errors {
		list = append(list, CodeownersError{Path: e.Path, Kind: e.Kind, Message: oneLine(e.Message), Line: e.Line})
	}
	i.CodeownersErrors = known(list)
	return nil
}

func (r Repository) jobPermissions(ctx context.Context, _ string, i *Inspection) error {
	doing := "reading the default permissions of jobs of " + r.String()
	got, _, err := r.c.gh.Repositories.GetDefaultWorkflowPermissions(ctx, r.owner, r.name)
	err = r.c.fail(doing, "administration: read (of an App or a personal token)", err)
	if reason, unknown := unknownReason(err); unknown {
		i.JobPermissions.Reason = reason
		return nil
	}
	if err != nil {
		return err
	}
	i.JobPermissions = known(JobPermissions{Write: got.GetDefaultWorkflowPermissions() == "write", CanApprove: got.GetCanApprovePullRequestReviews()})
	return nil
}
