package github

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxAnswer is the size in bytes of the largest answer that is read: a
// recursive tree, the largest thing that GitHub puts into one, is cut at 7 MB.
const maxAnswer = 32 << 20

// authorized adds the token to requests for one host, and refuses all others.
// It stands inside of everything that follows redirects or tries again, so
// that no path leads around it.
type authorized struct {
	next          http.RoundTripper
	host          *url.URL
	authorization string // the header, "" for none
}

func authorization(token, user string) string {
	switch {
	case token == "":
		return ""
	case user == "":
		return "Bearer " + token
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(strings.TrimPrefix(user, "-")+":"+token))
}

func (t authorized) RoundTrip(req *http.Request) (*http.Response, error) {
	if !sameOrigin(req.URL, t.host) {
		return nil, fmt.Errorf("%w: a request for %s instead of %s", ErrRefused, req.URL.Host, t.host.Host)
	}
	if t.authorization != "" {
		req = req.Clone(req.Context()) // a RoundTripper must not change its request
		req.Header.Set("Authorization", t.authorization)
	}
	return t.next.RoundTrip(req)
}

func sameOrigin(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

// sameHost follows redirects within the API, as those of a repository that
// was renamed, if they keep the method: Go turns a redirected POST into a GET,
// whose success would be mistaken for that of the POST.
func sameHost(host *url.URL) func(*http.Request, []*http.Request) error {
	return func(req *http.Request, via []*http.Request) error {
		switch {
		case !sameOrigin(req.URL, host):
			return fmt.Errorf("%w: the server redirects to another host, %s; the token is sent only to %s", ErrRefused, req.URL.Host, host.Host)
		case req.Method != via[0].Method:
			return fmt.Errorf("%w: the server redirects a %s; was the repository renamed? Use its new name", ErrRefused, via[0].Method)
		case len(via) >= 5:
			return fmt.Errorf("%w: more than 5 redirects", ErrRefused)
		}
		return nil
	}
}

// secureRedirect is for downloads without a token: from https to https only.
func secureRedirect(req *http.Request, via []*http.Request) error {
	if len(via) >= 5 {
		return fmt.Errorf("%w: more than 5 redirects", ErrRefused)
	}
	if req.URL.Scheme != "https" && !isLoopback(req.URL.Hostname()) {
		return fmt.Errorf("%w: a download is redirected to %s without https", ErrRefused, req.URL.Host)
	}
	return nil
}

// bounded ends answers that are larger than anything GitHub has to say.
type bounded struct{ next http.RoundTripper }

func (t bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req)
	if err == nil {
		resp.Body = &boundedBody{body: resp.Body, left: maxAnswer}
	}
	return resp, err
}

type boundedBody struct {
	body io.ReadCloser
	left int64
}

func (b *boundedBody) Close() error { return b.body.Close() }

func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		if n, err := b.body.Read(make([]byte, 1)); n == 0 && errors.Is(err, io.EOF) {
			return 0, io.EOF
		}
		return 0, fmt.Errorf("%w: a response of more than %d bytes", ErrTooLarge, maxAnswer)
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.body.Read(p)
	b.left -= int64(n)
	return n, err
}
