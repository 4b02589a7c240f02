package forge

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Address is a repository on a host.
type Address struct {
	Kind   Kind
	Server string // scheme://HOST[:PORT], and the path below which the host serves, if any
	Path   string // of the repository below the server, without .git
}

// ErrAddress says that an address does not name a repository of a known host.
var ErrAddress = errors.New("not the address of a repository on a known host")

// wellKnown are the hosts of everybody, by name.
var wellKnown = map[string]Kind{
	"github.com": GitHub, "gitlab.com": GitLab, "gitea.com": Gitea, "codeberg.org": Gitea,
	"dev.azure.com": Azure, "ssh.dev.azure.com": Azure, "vs-ssh.visualstudio.com": Azure,
}

// Find tells the repository that a remote of git names: an URL, or user@host:path.
// The kind is that of the host's name if it is "". A host of one's own has any name,
// and its kind must be given.
func Find(remote string, kind Kind) (Address, error) {
	host, path, scheme := "", "", "https"
	if strings.Contains(remote, "://") {
		if u, err := url.Parse(remote); err == nil {
			switch u.Scheme {
			case "http", "https":
				host, path, scheme = u.Host, u.Path, u.Scheme
			case "ssh", "git", "git+ssh", "ssh+git": // whose port is not that of the API
				host, path = u.Hostname(), u.Path
			} // of file: there is a directory
		}
	} else if before, after, ok := strings.Cut(remote, ":"); ok && len(before) > 1 && before != "file" && !strings.HasPrefix(after, ":") && !strings.ContainsAny(before, "/\\") { // else a directory, a drive, or a helper of git
		_, host, _ = strings.Cut("@"+before, "@")
		if i := strings.LastIndex(host, "@"); i >= 0 {
			host = host[i+1:]
		}
		path = after
	}
	host = strings.ToLower(host)
	a := Address{Kind: kind, Server: scheme + "://" + host, Path: strings.TrimSuffix(strings.Trim(path, "/"), ".git")}
	if host == "" {
		return Address{}, fmt.Errorf("%w: a directory has no pull requests", ErrAddress)
	}
	if a.Kind == "" {
		a.Kind = kindOf(host)
	}
	if !slices.Contains(a.Kind.Words(), string(a.Kind)) {
		return Address{}, fmt.Errorf("%w: the kind of %s is unknown", ErrAddress, host)
	}
	if a.Kind == Azure {
		return azureAddress(a, host)
	}
	parts := strings.Split(a.Path, "/")
	if len(parts) < 2 || a.Kind != GitLab && len(parts) != 2 || slices.ContainsFunc(parts, odd) {
		return Address{}, fmt.Errorf("%w: %q is not the path of a repository", ErrAddress, a.Path)
	}
	return a, nil
}

// odd are parts of a path that no repository has.
func odd(part string) bool { return part == "" || part == "." || part == ".." || len(part) > 255 }

func kindOf(host string) Kind {
	switch {
	case strings.HasSuffix(host, ".ghe.com"):
		return GitHub
	case strings.HasSuffix(host, ".visualstudio.com"):
		return Azure
	}
	return wellKnown[host]
}

// azureAddress reads ORGANIZATION/PROJECT/_git/REPOSITORY, the form of ssh,
// v3/ORGANIZATION/PROJECT/REPOSITORY, and those of old names. The path becomes
// PROJECT/REPOSITORY.
func azureAddress(a Address, host string) (Address, error) {
	parts := strings.Split(a.Path, "/")
	fail := func() (Address, error) {
		return Address{}, fmt.Errorf("%w: %q is not the path of a repository of Azure Repos, ORGANIZATION/PROJECT/_git/REPOSITORY", ErrAddress, a.Path)
	}
	if slices.ContainsFunc(parts, odd) {
		return fail()
	}
	if parts[0] == "v3" && len(parts) == 4 {
		parts, a.Server = []string{parts[1], parts[2], "_git", parts[3]}, "https://dev.azure.com"
	}
	i := slices.Index(parts, "_git")
	if i < 0 || i != len(parts)-2 {
		return fail()
	}
	above := parts[:i]
	project := parts[i+1] // of the same name, which is then left out
	onOwnHost := strings.HasSuffix(host, ".visualstudio.com") && host != "vs-ssh.visualstudio.com"
	if n := len(above); n > 1 || n == 1 && onOwnHost {
		project, above = above[n-1], above[:n-1]
	}
	if len(above) == 0 && !onOwnHost {
		return fail()
	}
	a.Server, a.Path = strings.TrimSuffix(a.Server+"/"+strings.Join(above, "/"), "/"), project+"/"+parts[i+1]
	return a, nil
}
