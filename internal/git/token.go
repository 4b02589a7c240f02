package git

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
)

// ErrToken says that a token may not be sent to a remote.
var ErrToken = errors.New("the token is not sent")

// WithToken returns the repository with the leave to show a token to one
// server, over HTTP, as GitHub, GitLab and Azure DevOps understand it. The
// token is in git's environment: never on a command line, in a file, or in an
// address. A remote that is no web address needs none. Where git has a header
// for the server already, as actions/checkout leaves it, the token stays at
// home: two of them are refused. A token is sent over plain http to this
// machine only.
func (r Repo) WithToken(ctx context.Context, remote, token string) (Repo, error) {
	u, err := url.Parse(remote)
	if token == "" || err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return r, nil
	}
	if u.Scheme == "http" && u.Hostname() != "127.0.0.1" && u.Hostname() != "localhost" && u.Hostname() != "::1" {
		return r, fmt.Errorf("%w to %s: the address begins with http and not https", ErrToken, u.Host)
	}
	server := u.Scheme + "://" + u.Host + "/"
	if has, err := r.ReadLine(ctx, "config", "--get-urlmatch", "http.extraheader", server); err == nil && has != "" {
		return r, nil
	}
	// Git reads numbered pairs; some may be set already, for the user's own settings.
	n, _ := strconv.Atoi(os.Getenv("GIT_CONFIG_COUNT"))
	n = max(n, 0)
	basic := base64.StdEncoding.EncodeToString([]byte("x-access-token:" + token))
	pairs := []string{
		fmt.Sprintf("GIT_CONFIG_KEY_%d=http.%s.extraheader", n, server),
		fmt.Sprintf("GIT_CONFIG_VALUE_%d=Authorization: Basic %s", n, basic),
		fmt.Sprintf("GIT_CONFIG_KEY_%d=http.followRedirects", n+1), // a redirect could lead the token to another server
		fmt.Sprintf("GIT_CONFIG_VALUE_%d=false", n+1),
		fmt.Sprintf("GIT_CONFIG_COUNT=%d", n+2),
	}
	r.Env = append(slices.Clone(r.Env), pairs...)
	return r, nil
}
