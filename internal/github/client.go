// Package github speaks with GitHub's API: facts of a pull request, the
// comment, check run and status that tell people the decision, and commits
// without a clone. It owns the token, the connection, waiting and trying again,
// and the words in which a refusal is explained. What is said, and what a fact
// means, is others' business.
package github

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v62/github"
	"github.com/hashicorp/go-retryablehttp"

	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// Options of New. Only the token is needed.
type Options struct {
	// BaseURL is the API, as in GITHUB_API_URL: https://api.github.com, or
	// https://HOST/api/v3 on GitHub Enterprise Server. Default: that of ServerURL.
	BaseURL string
	// ServerURL is the web site, as in GITHUB_SERVER_URL. Default: https://github.com.
	ServerURL string
	// Token is sent to the host of BaseURL and to no other. The job token, that
	// of a GitHub App's installation and a personal one are used alike.
	Token string
	// Login is who the token belongs to, such as "github-actions[bot]", if that
	// is known: the job token cannot ask. It decides which comments are ours.
	Login     string
	UserAgent string // default: modelgate
	// Name is that of the server in messages; default: GitHub. The API of another
	// host is used by Do alone, and its address is BaseURL.
	Name string
	// User has the token sent as the password of a user, who may be "-" for none, and
	// not as a bearer's.
	User string

	MaxWait time.Duration // all waiting of this client together; default 120 s
	Timeout time.Duration // of one attempt, its answer's body included; default 60 s

	Transport http.RoundTripper                                // default: a copy of http.DefaultTransport
	Sleep     func(ctx context.Context, d time.Duration) error // default: a timer
	Now       func() time.Time                                 // default: time.Now
}

// Client is a connection to one GitHub server with one token. It may be used
// by several goroutines.
type Client struct {
	gh    *gh.Client
	bare  *http.Client // for signed URLs: it has no token
	base  *url.URL
	login string
	name  string
	now   func() time.Time
	sleep func(ctx context.Context, d time.Duration) error

	maxWait time.Duration
	mu      sync.Mutex // guards waited
	waited  time.Duration
}

// New checks the options and makes a client. It sends nothing.
func New(o Options) (*Client, error) {
	base, err := apiURL(o.BaseURL, o.ServerURL)
	if err != nil {
		return nil, err
	}
	if strings.ContainsFunc(o.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, fmt.Errorf("%w: the token holds a space, a line break or a character that no token has", ErrSettings)
	}
	c := &Client{base: base, login: o.Login, name: cmp.Or(o.Name, "GitHub"), now: o.Now, sleep: o.Sleep, maxWait: o.MaxWait}
	if c.now == nil {
		c.now = time.Now
	}
	if c.sleep == nil {
		c.sleep = sleep
	}
	if c.maxWait <= 0 {
		c.maxWait = 120 * time.Second
	}
	if o.Timeout <= 0 {
		o.Timeout = 60 * time.Second
	}
	transport := o.Transport
	if transport == nil {
		transport = http.DefaultTransport.(*http.Transport).Clone()
	}
	transport = bounded{transport}

	c.gh = gh.NewClient(&http.Client{
		Transport:     c.persistent(authorized{next: transport, host: base, authorization: authorization(o.Token, o.User)}, o.Timeout),
		CheckRedirect: sameHost(base),
	})
	c.gh.BaseURL, c.gh.UploadURL = base, base
	c.gh.UserAgent = o.UserAgent
	if c.gh.UserAgent == "" {
		c.gh.UserAgent = "modelgate"
	}
	c.bare = &http.Client{Transport: c.persistent(transport, o.Timeout), CheckRedirect: secureRedirect}
	return c, nil
}

// persistent is a transport that tries again, each attempt for so long.
func (c *Client) persistent(next http.RoundTripper, timeout time.Duration) http.RoundTripper {
	rc := retryablehttp.NewClient()
	rc.Logger = nil // the default one prints every URL
	rc.RetryMax = maxAttempts
	rc.CheckRetry = c.checkRetry
	rc.Backoff = func(time.Duration, time.Duration, int, *http.Response) time.Duration { return 0 } // checkRetry has waited
	rc.ErrorHandler = lastAnswer
	rc.HTTPClient = &http.Client{
		Transport: next,
		Timeout:   timeout,
		// Redirects are the outer client's business: followed in here, they
		// would be retried and hide the signed URL of a download.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return retrying{&retryablehttp.RoundTripper{Client: rc}}
}

// APIURL is the address of the API, with a slash at its end.
func (c *Client) APIURL() string { return c.base.String() }

// apiURL is the address of the API with a slash at its end. Without one it is
// that of the server, so that the token of a company's own server never goes
// to github.com because one variable was not set.
func apiURL(api, server string) (*url.URL, error) {
	if api == "" {
		s, err := parseURL("server", server, "https://github.com")
		if err != nil {
			return nil, err
		}
		switch {
		case s.Host == "github.com":
			api = "https://api.github.com"
		case strings.HasSuffix(s.Host, ".ghe.com"):
			api = "https://api." + s.Host
		default:
			api = strings.TrimSuffix(s.String(), "/") + "/api/v3"
		}
	}
	u, err := parseURL("API", api, "")
	if err != nil {
		return nil, err
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + "/"
	return u, nil
}

func parseURL(what, text, standard string) (*url.URL, error) {
	if text == "" {
		text = standard
	}
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Host == "", u.RawQuery != "", u.Fragment != "":
		return nil, fmt.Errorf("%w: the %s address is not a plain URL such as https://github.example.com/api/v3", ErrSettings, what)
	case u.User != nil:
		return nil, fmt.Errorf("%w: the %s address must not hold a name or password", ErrSettings, what)
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())):
		return nil, fmt.Errorf("%w: the %s address %s is not https, and the token would be readable on the way", ErrSettings, what, u.Redacted())
	}
	return u, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Repository is one repository as a client sees it.
type Repository struct {
	c           *Client
	owner, name string
}

var (
	ownerForm = pattern.New(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)
	nameForm  = pattern.New(`^[A-Za-z0-9._-]{1,100}$`)
	shaForm   = pattern.New(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
)

// Repository names a repository as OWNER/NAME. It asks nothing of the server.
func (c *Client) Repository(fullName string) (Repository, error) {
	owner, name, _ := strings.Cut(fullName, "/")
	if !ownerForm.MatchString(owner) || !nameForm.MatchString(name) || name == "." || name == ".." {
		return Repository{}, fmt.Errorf("%w: %q is not a repository's name; write OWNER/NAME", ErrSettings, fullName)
	}
	return Repository{c: c, owner: owner, name: name}, nil
}

// String is OWNER/NAME.
func (r Repository) String() string { return r.owner + "/" + r.name }

// Client is the connection that the repository is used through.
func (r Repository) Client() *Client { return r.c }

func checkSHA(sha string) error {
	if !shaForm.MatchString(sha) {
		return fmt.Errorf("%w: %q is not the full id of a commit", ErrSettings, sha)
	}
	return nil
}

// maxPages bounds every list: what is longer is ErrIncomplete, never cut off.
const maxPages = 30

// pages reads a list to its end.
func pages[T any](doing string, list func(gh.ListOptions) ([]T, *gh.Response, error)) ([]T, error) {
	var all []T
	o := gh.ListOptions{PerPage: 100}
	for range maxPages {
		items, resp, err := list(o)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if resp.NextPage == 0 {
			return all, nil
		}
		if resp.NextPage <= o.Page {
			return nil, fmt.Errorf("%s: %w: page %d is followed by page %d", doing, ErrIncomplete, o.Page, resp.NextPage)
		}
		o.Page = resp.NextPage
	}
	return nil, fmt.Errorf("%s: %w: there are more than %d pages", doing, ErrIncomplete, maxPages)
}

// isLost reports whether a write may or may not have been applied.
func isLost(err error) bool { return errors.Is(err, ErrLost) }
