package promotion

import (
	"strings"
	"testing"
)

func TestSameRepository(t *testing.T) {
	t.Parallel()
	same := []string{
		"https://Git.example.com/acme/models", "https://git.example.com/acme/models.git", "https://git.example.com/acme/models/",
		"https://bot:secret@git.example.com/acme/models.git", "ssh://git@git.example.com/acme/models.git", "git@git.example.com:acme/models.git",
	}
	for _, a := range same {
		if !sameRepository(a, same[0]) {
			t.Errorf("%s is %s, want %s", a, RepositoryName(a), RepositoryName(same[0]))
		}
	}
	for _, a := range []string{"", "https://git.example.com/acme/Models", "https://git.example.org/acme/models", "/acme/models", "git@git.example.com:other/models"} {
		if sameRepository(a, same[0]) {
			t.Errorf("%q is taken for %s", a, same[0])
		}
	}
}

// Two addresses of one repository have one name, and those of two have two.
func TestRepositoryName(t *testing.T) {
	t.Parallel()
	for want, addresses := range map[string][]string{
		"github.com/acme/models":            {"https://github.com/Acme/Models.git", "git@github.com:acme/models", "ssh://git@ssh.github.com:443/acme/models.git", "https://x-access-token:t0ken@GitHub.com/acme/models/", "git://github.com:9418/acme/models", "github.com:acme/models.git"},
		"git.example.com/acme/Models":       {"https://git.example.com/acme/Models", "https://git.example.com:443/acme/Models.git", "ssh://git@git.example.com:2222/acme/Models", "http://git.example.com:80/acme/Models"},
		"git.example.com:3000/acme/m":       {"https://git.example.com:3000/acme/m.git", "http://git.example.com:3000/acme/m"},
		"dev.azure.com/acme/my team/_git/m": {"https://acme@dev.azure.com/acme/My%20Team/_git/m", "git@ssh.dev.azure.com:v3/acme/My%20Team/m"},
		"/srv/models":                       {"file:///srv/models.git", "/srv/models.git", "/srv/models/"},
		"/":                                 {""},
	} {
		for _, a := range addresses {
			if got := RepositoryName(a); got != want {
				t.Errorf("%s is %s, want %s", a, got, want)
			}
		}
	}
}

func TestWithoutUserinfo(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://bot:s3cret@git.example.com/a/b":  "https://git.example.com/a/b",
		"https://s3cret@git.example.com":          "https://git.example.com",
		"https://bot:s3%zzcret@git.example.com/a": "https://git.example.com/a",
		"git@git.example.com:a/b.git":             "git@git.example.com:a/b.git",
		"/srv/models.git":                         "/srv/models.git",
		"":                                        "",
	} {
		if got := withoutUserinfo(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestQuoted(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"fraud": "fraud", "": `""`, "a b": `"a b"`, "a\nb": `"a\nb"`, "a\x1b[31m": `"a\x1b[31m"`, "größe": "größe", `a"b`: `"a\"b"`, "a\u202eb": `"a\u202eb"`,
	} {
		if got := quoted(in); got != want {
			t.Errorf("%q is shown as %s, want %s", in, got, want)
		}
	}
	if got := quoted(strings.Repeat("é", 500)); len([]rune(got)) != 201 {
		t.Errorf("%d characters", len([]rune(got)))
	}
	if got := quotedLine("a\r\nb\x1b[2J\u2028\xff " + strings.Repeat("c", 500)); strings.ContainsAny(got, "\r\n\x1b\u2028") || len([]rune(got)) != 301 {
		t.Errorf("%q", got)
	}
}
