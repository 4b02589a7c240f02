package cli

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/promotion"
)

// A configuration that names a server does not choose where the token of another one,
// or MODELGATE_TOKEN, is sent.
func TestTokensOfPlaces(t *testing.T) {
	t.Parallel()
	tokens := map[string]string{"MODELGATE_TOKEN": "m", "GITHUB_TOKEN": "g", "GITLAB_TOKEN": "l"}
	e := &Env{Getenv: func(name string) string { return tokens[name] }}
	from := environmentRepository{remote: "https://git.example.com/platform/env.git", host: "gitlab=https://git.example.com/platform/env"}
	for repository, want := range map[string]struct{ remote, host, token string }{
		"":                                    {"https://git.example.com/platform/env.git", "gitlab=https://git.example.com/platform/env", "m"},
		"../prod.git":                         {"https://git.example.com/platform/prod.git", "gitlab", "m"},
		"https://git.example.com/a/b":         {"https://git.example.com/a/b", "gitlab", "m"},
		"https://git.example.com:8443/a/b":    {"https://git.example.com:8443/a/b", "", ""},
		"http://git.example.com/a/b":          {"http://git.example.com/a/b", "", ""},
		"https://github.com/acme/env":         {"https://github.com/acme/env", "", "g"},
		"https://gitlab.com/acme/env":         {"https://gitlab.com/acme/env", "", "l"},
		"git@git.example.com:platform/p.git":  {"git@git.example.com:platform/p.git", "", ""},
		"https://git.example.com.evil.org/a/": {"https://git.example.com.evil.org/a/", "", ""},
	} {
		next, err := from.to(promotion.Place{Repository: repository, Branch: "live"})
		if err != nil || next.remote != want.remote || next.host != want.host || next.token(e) != want.token || next.branch != "live" {
			t.Errorf("%s: %v %+v with %q", repository, err, next, next.token(e))
		}
	}
	if _, err := from.to(promotion.Place{Repository: "../../../x"}); err == nil {
		t.Error("a repository above its server")
	}
}
