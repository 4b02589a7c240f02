package promotion

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// The names that become paths and names of Kubernetes objects. A model's name
// is an RFC 1035 label (it begins with a letter), because a Service must have
// one, and it leaves ten characters for what controllers add to it.
var (
	modelName       = pattern.New(`^[a-z]([a-z0-9-]{0,51}[a-z0-9])?$`)
	environmentName = pattern.New(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)
	targetName      = pattern.New(`^[a-z0-9][a-z0-9-]{0,62}$`)
	versionName     = pattern.New(`^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$`)
	artifactDigest  = pattern.New(`^(sha256:[0-9a-f]{64}|md5:[0-9a-f]{32}(\.dir)?)$`)
	labelValue      = pattern.New(`^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$`)
	directoryPath   = pattern.New(`^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$`)
)

// quoted is a word from outside as messages show it: itself when it is plain,
// else in quotes with escapes, and cut when it is long.
func quoted(s string) string {
	if runes := []rune(s); len(runes) > 200 {
		s = string(runes[:200]) + "…"
	}
	plain := s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r == '"' || r == '\\' || r == unicode.ReplacementChar || unicode.IsSpace(r) || !unicode.IsPrint(r)
	})
	if plain {
		return s
	}
	return strconv.QuoteToGraphic(s)
}

// checkModelName says what is wrong with a model's name, or nothing.
func checkModelName(name string) string {
	if modelName.MatchString(name) {
		return ""
	}
	return fmt.Sprintf("%s is not a valid name in an environment: start with a lowercase letter, use only lowercase letters, digits and hyphens, do not end with a hyphen, and use at most 53 characters", quoted(name))
}

// withoutUserinfo leaves the name and password out of a repository's URL.
func withoutUserinfo(repository string) string {
	if u, err := url.Parse(repository); err == nil && u.Host != "" {
		u.User = nil
		return u.String()
	}
	if scheme, rest, ok := strings.Cut(repository, "://"); ok { // no URL that Go reads: leave out all before the last @ of the host
		host, path, _ := strings.Cut(rest, "/")
		return scheme + "://" + host[strings.LastIndex(host, "@")+1:] + "/" + path
	}
	return repository
}

// sameRepository reports whether two addresses name one repository, however
// they reach it: https://host/a/b and git@host:a/b.git do.
func sameRepository(a, b string) bool { return RepositoryName(a) == RepositoryName(b) }

// RepositoryName is the host and path of an address, without how it is reached: two
// addresses of one repository have the same. Names, passwords, the schemes, their ports
// and .git are left out; on hosts that do not tell the case of a path, it is lower.
func RepositoryName(address string) string {
	name, isURL, port := withoutUserinfo(address), false, ""
	if scheme, rest, ok := strings.Cut(name, "://"); ok {
		name, isURL = rest, true
		port = map[string]string{"https": "443", "http": "80", "git": "9418"}[strings.ToLower(scheme)]
		if scheme = strings.ToLower(scheme); strings.Contains(scheme, "ssh") { // its port is not that of the web site
			port = "*"
		}
	} else if host, path, ok := strings.Cut(name, ":"); ok && !strings.Contains(host, "/") {
		name, isURL = host[strings.LastIndex(host, "@")+1:]+"/"+strings.TrimPrefix(path, "/"), true
	}
	host, path, _ := strings.Cut(strings.TrimSuffix(strings.TrimRight(name, "/"), ".git"), "/")
	if !isURL { // a directory
		return strings.ToLower(host) + "/" + path
	}
	host, path = strings.ToLower(host), strings.TrimLeft(path, "/")
	if i := strings.LastIndex(host, ":"); i >= 0 && !strings.HasSuffix(host, "]") && (port == "*" || host[i+1:] == port) {
		host = host[:i]
	}
	if plain, err := url.PathUnescape(path); err == nil {
		path = plain
	}
	if parts := strings.Split(path, "/"); host == "ssh.dev.azure.com" && len(parts) == 4 && parts[0] == "v3" {
		path = parts[1] + "/" + parts[2] + "/_git/" + parts[3]
	}
	if web := sshHosts[host]; web != "" {
		host = web
	}
	if slices.Contains(anyCase, host) || strings.HasSuffix(host, ".ghe.com") || strings.HasSuffix(host, ".visualstudio.com") {
		path = strings.ToLower(path)
	}
	return host + "/" + path
}

// sshHosts are other names of hosts, for SSH.
var sshHosts = map[string]string{"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com", "altssh.bitbucket.org": "bitbucket.org", "ssh.dev.azure.com": "dev.azure.com"}

// anyCase are hosts whose repositories are found under their names in any case.
var anyCase = []string{"github.com", "gitlab.com", "gitea.com", "codeberg.org", "bitbucket.org", "dev.azure.com"}

// quotedLine is a text of several words as messages show it: on one line, cut
// when it is long, with nothing in it that moves the cursor.
func quotedLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 300 {
		s = string(runes[:300]) + "…"
	}
	return s
}
