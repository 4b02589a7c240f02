package github

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	gh "github.com/google/go-github/v62/github"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Contributor is one who has a part in the commits of a pull request.
type Contributor struct {
	Login  string // "" where GitHub knows no account with the address
	Email  string // as the commit has it
	Role   Role
	Commit string // the first one with that address in that role
}

// Role is the part that somebody has in a commit.
type Role string

const (
	Author    Role = "author"
	Committer Role = "committer"
	CoAuthor  Role = "co-author" // of a trailer of the message, which anybody can write
)

// Contributors lists who has authored or committed something that the head has
// and the base has not, co-authors included, sorted by commit, role and address, and
// which of these commits have no verified signature.
// It costs one call for each hundred commits, and one for each address of a
// co-author that no commit of the list tells the account of. The list is read to
// its end: that of a pull request's commits ends at 250 without saying so. It
// needs `contents: read`.
func (r Repository) Contributors(ctx context.Context, base, head string) ([]Contributor, []Unsigned, error) {
	doing := fmt.Sprintf("reading the commits of %.12s in %s", oneLine(head), r)
	for _, sha := range []string{base, head} {
		if err := checkSHA(sha); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", doing, err)
		}
	}
	total := 0
	commits, err := pages(doing, func(o gh.ListOptions) ([]*gh.RepositoryCommit, *gh.Response, error) {
		got, resp, err := r.c.gh.Repositories.CompareCommits(ctx, r.owner, r.name, base, head, &o)
		if err != nil {
			return nil, resp, err
		}
		total = got.GetTotalCommits()
		return got.Commits, resp, nil
	})
	if err != nil {
		return nil, nil, r.c.fail(doing, "contents: read", err)
	}
	if total != len(commits) {
		return nil, nil, fmt.Errorf("%s: %w: %d of %d commits were listed", doing, ErrIncomplete, len(commits), total)
	}
	who, err := r.contributors(ctx, commits)
	return who, unsigned(commits), err
}

// Unsigned is a commit whose signature GitHub has not verified, with GitHub's reason.
type Unsigned struct{ Commit, Reason string }

func unsigned(commits []*gh.RepositoryCommit) []Unsigned {
	var out []Unsigned
	for _, c := range commits {
		if v := c.GetCommit().GetVerification(); !v.GetVerified() {
			out = append(out, Unsigned{Commit: c.GetSHA(), Reason: cmp.Or(oneLine(v.GetReason()), "unknown")})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Commit < out[j].Commit })
	return out
}

func (r Repository) contributors(ctx context.Context, commits []*gh.RepositoryCommit) ([]Contributor, error) {
	accounts := addresses{of: map[string]string{}}
	for _, c := range commits {
		accounts.of[strings.ToLower(c.GetCommit().GetAuthor().GetEmail())] = c.GetAuthor().GetLogin()
		accounts.of[strings.ToLower(c.GetCommit().GetCommitter().GetEmail())] = c.GetCommitter().GetLogin()
	}
	var out []Contributor
	seen := map[Contributor]bool{}
	add := func(c *gh.RepositoryCommit, role Role, login, email string) {
		one := Contributor{Login: login, Email: email, Role: role}
		if !seen[one] {
			seen[one] = true
			one.Commit = c.GetSHA()
			out = append(out, one)
		}
	}
	for _, c := range commits {
		add(c, Author, c.GetAuthor().GetLogin(), c.GetCommit().GetAuthor().GetEmail())
		add(c, Committer, c.GetCommitter().GetLogin(), c.GetCommit().GetCommitter().GetEmail())
		for _, email := range coAuthors(c.GetCommit().GetMessage()) {
			login, err := r.accountOf(ctx, email, &accounts)
			if err != nil {
				return nil, err
			}
			add(c, CoAuthor, login, email)
		}
	}
	slices.SortFunc(out, func(a, b Contributor) int {
		return cmp.Or(cmp.Compare(a.Commit, b.Commit), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Email, b.Email))
	})
	return out, nil
}

var (
	// trailer is what names a co-author, wherever it stands in a message.
	trailer = pattern.New(`(?im)^[ \t]*co-authored-by[ \t]*:[^\n<]*<([^>\n]*)>`)
	// hidden is the address that GitHub gives those who hide theirs.
	hidden = pattern.New(`(?i)^(?:[0-9]+\+)?([a-z0-9][a-z0-9-]{0,38}(?:\[bot\])?)@users\.noreply\.github\.com$`)
)

func coAuthors(message string) []string {
	var out []string
	for _, m := range trailer.FindAllStringSubmatch(message, -1) {
		out = append(out, strings.TrimSpace(m[1]))
	}
	return out
}

// maxAddresses is how many addresses of co-authors are looked up.
const maxAddresses = 20

// addresses are the accounts that addresses belong to, as far as they are known.
type addresses struct {
	of    map[string]string // logins, "" for an address of no account
	asked int
}

// accountOf is the account that an address belongs to, or "". An address that
// nobody has committed by is of no account that is known.
func (r Repository) accountOf(ctx context.Context, email string, a *addresses) (string, error) {
	if m := hidden.FindStringSubmatch(email); m != nil {
		return m[1], nil
	}
	key := strings.ToLower(email)
	if login, known := a.of[key]; known || a.asked == maxAddresses || !strings.Contains(email, "@") {
		return login, nil
	}
	a.asked++
	commits, _, err := r.c.gh.Repositories.ListCommits(ctx, r.owner, r.name, &gh.CommitsListOptions{Author: email, ListOptions: gh.ListOptions{PerPage: 1}})
	if err != nil {
		return "", r.c.fail("finding the account of a co-author in "+r.String(), "contents: read", err)
	}
	a.of[key] = ""
	if len(commits) > 0 && strings.EqualFold(commits[0].GetCommit().GetAuthor().GetEmail(), email) {
		a.of[key] = commits[0].GetAuthor().GetLogin()
	}
	return a.of[key], nil
}

// Permission is what a person may do in a repository.
type Permission struct {
	Known  bool   // false: it could not be asked, or the person is none
	Reason string // why it is not known
	Level  string // admin, write, read or none; maintain is write, and triage is read
}

// Writes reports whether the person may push to the repository.
func (p Permission) Writes() bool { return p.Known && (p.Level == "admin" || p.Level == "write") }

var loginForm = pattern.New(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$`)

// Permission asks what a person may do: what a review says of its author's
// association tells nothing of that.
func (r Repository) Permission(ctx context.Context, login string) (Permission, error) {
	if !loginForm.MatchString(login) || login == ghost {
		return Permission{Reason: "the account no longer exists"}, nil
	}
	got, _, err := r.c.gh.Repositories.GetPermissionLevel(ctx, r.owner, r.name, login)
	err = r.c.fail("reading the permission of "+login+" in "+r.String(), "metadata: read", err)
	if reason, unknown := unknownReason(err); unknown {
		return Permission{Reason: reason}, nil
	}
	if err != nil {
		return Permission{}, err
	}
	return Permission{Known: true, Level: got.GetPermission()}, nil
}
