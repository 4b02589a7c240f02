package githubtest

import (
	"fmt"
	"strings"
	"testing"
)

// webFlow is GitHub's own account, which commits what is done on its pages.
const webFlow, webFlowEmail = "web-flow", "noreply@github.com"

// AddAccount links addresses to an account. Those of every commit that Commit
// makes are linked to alice.
func (s *Server) AddAccount(login string, emails ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range emails {
		s.accounts[strings.ToLower(e)] = login
	}
}

// SetPermission sets what a person may do in the repository: admin, write, read
// or none. Those of whom nothing is set may write.
func (r *Repository) SetPermission(login, level string) {
	r.locked(func() { r.permissions[strings.ToLower(login)] = level })
}

// CommitBy adds an empty commit by these addresses to a branch.
func (r *Repository) CommitBy(tb testing.TB, branch, author, committer, message string) string {
	tb.Helper()
	return r.add(tb, branch, "Some Body <"+author+">", "Some Body <"+committer+">", message, nil)
}

// compareCommits lists the commits of the head that the base does not have, the
// oldest first.
func compareCommits(c *call) answer {
	base, head, found := strings.Cut(c.params["basehead"], "...")
	if !found || c.repo.resolve(base+"^{commit}") == "" || c.repo.resolve(head+"^{commit}") == "" {
		return notFound()
	}
	out, err := c.repo.run("log", "--reverse", "--topo-order", recordFormat, base+".."+head)
	if err != nil {
		return notFound()
	}
	all := c.repo.renderRecords(out)
	from, err := c.repo.run("log", "-1", recordFormat, base)
	if err != nil {
		return notFound()
	}
	start := c.repo.renderRecords(from)[0]
	return ok(map[string]any{"base_commit": start, "merge_base_commit": start, "status": "ahead", "ahead_by": len(all), "behind_by": 0, "total_commits": len(all), "commits": page(c, all)})
}

// listCommits lists the commits of the default branch by one address.
func listCommits(c *call) answer {
	out, err := c.repo.run("log", recordFormat, "refs/heads/"+c.repo.standard)
	if err != nil {
		return notFound()
	}
	all := []any{}
	for _, commit := range c.repo.renderRecords(out) {
		author := commit.(map[string]any)["commit"].(map[string]any)["author"].(map[string]any)
		if wanted := c.r.URL.Query().Get("author"); wanted == "" || strings.EqualFold(wanted, fmt.Sprint(author["email"])) {
			all = append(all, commit)
		}
	}
	return ok(page(c, all))
}

const recordFormat = "--format=%H%x00%an%x00%ae%x00%cn%x00%ce%x00%B%x01"

// renderRecords are the commits of a log as GitHub shows them.
func (r *Repository) renderRecords(log string) []any {
	all := []any{}
	for record := range strings.SplitSeq(log, "\x01") {
		f := strings.SplitN(strings.TrimPrefix(record, "\n"), "\x00", 6)
		if len(f) < 6 {
			continue
		}
		git := func(name, email string) map[string]any {
			return map[string]any{"name": name, "email": email, "date": "2026-03-01T12:00:00Z"}
		}
		all = append(all, map[string]any{"sha": f[0], "author": r.s.account(f[2]), "committer": r.s.account(f[4]), "parents": []any{},
			"commit": map[string]any{"author": git(f[1], f[2]), "committer": git(f[3], f[4]), "message": strings.TrimSuffix(f[5], "\n")}})
	}
	return all
}

// account is the account that an address is linked to, or nothing.
func (s *Server) account(email string) any {
	if login := s.accounts[strings.ToLower(email)]; login != "" {
		return user(login, "User")
	}
	return nil
}

func getPermission(c *call) answer {
	login := c.params["username"]
	if strings.HasSuffix(login, "[bot]") {
		return problem(404, login+" is not a user")
	}
	level := cmpOr(c.repo.permissions[strings.ToLower(login)], "write")
	person := user(login, "User")
	person["role_name"] = level
	return ok(map[string]any{"permission": level, "role_name": level, "user": person})
}

// Chain adds so many empty commits to a branch.
func (r *Repository) Chain(tb testing.TB, branch string, commits int) {
	tb.Helper()
	for i := range commits {
		r.add(tb, branch, person, person, fmt.Sprint(i), nil)
	}
}
