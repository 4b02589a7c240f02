package githubtest

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
)

// Token is who may do what.
type Token struct {
	Login        string
	Person       bool              // a personal token: may not make check runs
	Permissions  map[string]string // read or write, by GitHub's name, such as pull_requests
	Repositories []string          // OWNER/NAME; none for all
	Scopes       string            // of a classic personal token
}

// JobToken is the token of a job with these permissions, "contents=read" and
// so on, in one repository.
func JobToken(repository string, permissions ...string) Token {
	return Token{Login: "github-actions[bot]", Permissions: parsePermissions(permissions), Repositories: []string{repository}}
}

// ForkToken is what a pull request from a fork gets: it may read.
func ForkToken(repository string) Token {
	return JobToken(repository, "contents=read", "pull_requests=read", "issues=read", "checks=read", "statuses=read", "actions=read")
}

// AppToken is the token of an App's installation.
func AppToken(slug string, permissions ...string) Token {
	return Token{Login: slug + "[bot]", Permissions: parsePermissions(permissions)}
}

func parsePermissions(list []string) map[string]string {
	out := map[string]string{}
	for _, p := range list {
		name, level, _ := strings.Cut(p, "=")
		out[strings.ReplaceAll(name, "-", "_")] = level
	}
	return out
}

// AddToken makes a token valid.
func (s *Server) AddToken(secret string, t Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[secret] = t
}

// tokenOf reads the token of a request: a bearer's, or git's password.
func (s *Server) tokenOf(r *http.Request) (t Token, given, ok bool) {
	kind, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch strings.ToLower(kind) {
	case "":
		return Token{}, false, false
	case "basic":
		b, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return Token{}, true, false
		}
		_, value, _ = strings.Cut(string(b), ":")
	case "bearer", "token":
	default:
		return Token{}, true, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok = s.tokens[value]
	return t, true, ok
}

// may reports whether the token has a permission, such as contents=write, in a
// repository. Names before and after a bar are alternatives.
func (t Token) may(permission, repository string) bool {
	if len(t.Repositories) > 0 && !slices.ContainsFunc(t.Repositories, func(r string) bool { return strings.EqualFold(r, repository) }) {
		return false
	}
	for one := range strings.SplitSeq(permission, "|") {
		name, level, _ := strings.Cut(one, "=")
		if has := t.Permissions[name]; has == "write" || has == level {
			return true
		}
	}
	return false
}

func (t Token) kind() string {
	if strings.HasSuffix(t.Login, "[bot]") {
		return "Bot"
	}
	return "User"
}
