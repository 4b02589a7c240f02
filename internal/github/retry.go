package github

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	maxAttempts = 20 // of one call, limits included; the wait budget ends most of them earlier
	maxFailures = 3  // retries of one call after failures of the server or the connection
)

// attempts is what is known of one call while it is tried again.
type attempts struct {
	method   string
	safe     bool // doing it twice is doing it once
	failures int
	limits   int
}

type attemptsKey struct{}
type safeKey struct{}

// replayable marks a write that may be sent again although the first one may
// have been applied: one that sets what it names, or makes an object that is
// known by its content.
func replayable(ctx context.Context) context.Context {
	return context.WithValue(ctx, safeKey{}, true)
}

// retrying starts the count of attempts of each call. It also takes the rate
// limit's headers off the answer: go-github would refuse later calls by
// itself, by the machine's clock and without waiting.
type retrying struct{ next http.RoundTripper }

func (t retrying) RoundTrip(req *http.Request) (*http.Response, error) {
	a := &attempts{method: req.Method, safe: isIdempotent(req.Method)}
	if req.Context().Value(safeKey{}) != nil {
		a.safe = true
	}
	resp, err := t.next.RoundTrip(req.WithContext(context.WithValue(req.Context(), attemptsKey{}, a)))
	if err != nil {
		return nil, lostUnlessSafe(a, err)
	}
	// go-github takes an empty answer for an empty list. A file may be empty.
	if resp.StatusCode == http.StatusOK && resp.ContentLength == 0 && req.Method == http.MethodGet && !strings.Contains(req.Header.Get("Accept"), "raw") {
		resp.Body.Close()
		return nil, fmt.Errorf("%w: it is empty", ErrMalformed)
	}
	if resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented && !a.safe {
		resp.Header.Set(lostHeader, "true")
	}
	for _, h := range []string{"X-RateLimit-Remaining", "X-RateLimit-Reset", "X-RateLimit-Limit"} {
		resp.Header.Del(h)
	}
	return resp, nil
}

// lostHeader marks, for fail, a failure after which a write may have been applied.
const lostHeader = "X-Modelgate-Lost"

// isIdempotent leaves out PATCH: GitHub's PATCH of a check run appends
// annotations, and that of a ref is a race.
func isIdempotent(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete:
		return true
	}
	return false
}

// lostUnlessSafe gives a broken connection its kind.
func lostUnlessSafe(a *attempts, err error) error {
	if a.safe || neverSent(err) || isPermanent(err) {
		return err
	}
	return &lostError{err}
}

type lostError struct{ err error }

func (e *lostError) Error() string   { return e.err.Error() }
func (e *lostError) Unwrap() []error { return []error{ErrLost, e.err} }

// neverSent reports whether the request has certainly not reached the server.
func neverSent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
}

// isPermanent reports whether trying again cannot help.
func isPermanent(err error) bool {
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.Is(err, ErrRefused) || errors.Is(err, ErrLimited) || errors.Is(err, ErrTooLarge) || errors.Is(err, context.Canceled) ||
		errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid)
}

// checkRetry decides whether a call is made again, and waits before it: it has
// the context, which retryablehttp's Backoff has not.
func (c *Client) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	a, ok := ctx.Value(attemptsKey{}).(*attempts)
	if !ok {
		return false, err
	}
	if err != nil {
		if isPermanent(err) || !a.safe && !neverSent(err) {
			return false, err
		}
		return c.again(ctx, a, err)
	}
	if limit, limited := c.limitOf(resp, a); limited {
		return c.waitOut(ctx, a, limit)
	}
	if resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented && a.safe {
		return c.again(ctx, a, nil)
	}
	return false, nil
}

// again waits a moment after a failure: 1, 2, then 4 seconds.
func (c *Client) again(ctx context.Context, a *attempts, err error) (bool, error) {
	if a.failures >= maxFailures {
		return false, err
	}
	wait := time.Second << a.failures
	if !c.spend(wait) {
		return false, err
	}
	a.failures++
	if stopped := c.sleep(ctx, wait); stopped != nil {
		return false, stopped
	}
	return true, nil
}

// waitOut waits until a rate limit ends, if there is time for that.
func (c *Client) waitOut(ctx context.Context, a *attempts, l limit) (bool, error) {
	if a.limits++; a.limits >= maxAttempts || !c.spend(l.wait) {
		return false, &LimitedError{Until: c.now().Add(l.wait).UTC(), Secondary: l.secondary, Budget: c.maxWait}
	}
	if stopped := c.sleep(ctx, l.wait); stopped != nil {
		return false, stopped
	}
	return true, nil
}

// spend takes a wait out of the client's budget, or reports that it does not fit.
func (c *Client) spend(d time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waited+d > c.maxWait {
		return false
	}
	c.waited += d
	return true
}

// limit is a rate limit that was met.
type limit struct {
	wait      time.Duration
	secondary bool
}

// limitOf reads a rate limit from an answer, in the order that GitHub
// documents: Retry-After, then the reset of the primary limit, then at least
// a minute that doubles. A 403 is a limit only if it says so.
// Source: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.
func (c *Client) limitOf(resp *http.Response, a *attempts) (limit, bool) {
	if resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusForbidden {
		return limit{}, false
	}
	if s, err := strconv.ParseInt(resp.Header.Get("Retry-After"), 10, 32); err == nil && s >= 0 {
		return limit{time.Duration(s)*time.Second + time.Second, true}, true // one more: both ends truncate
	}
	if resp.Header.Get("X-RateLimit-Remaining") == "0" {
		if s, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64); err == nil {
			return limit{max(time.Unix(s, 0).Sub(c.now()), 0) + time.Second, false}, true
		}
	}
	if resp.StatusCode == http.StatusTooManyRequests || saysSecondary(resp) {
		return limit{time.Minute << min(a.limits, 6), true}, true
	}
	return limit{}, false
}

// saysSecondary looks for the secondary limit's words in an answer, and puts
// the answer back.
func saysSecondary(resp *http.Response) bool {
	b, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	rest := resp.Body
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(b), rest), rest}
	if err != nil {
		return false
	}
	var said struct {
		Message string `json:"message"`
		URL     string `json:"documentation_url"`
	}
	if json.Unmarshal(b, &said) != nil {
		return false
	}
	return strings.Contains(strings.ToLower(said.Message), "secondary rate limit") ||
		strings.HasSuffix(said.URL, "secondary-rate-limits") || strings.HasSuffix(said.URL, "#abuse-rate-limits")
}

// lastAnswer gives back what the last attempt came to, where retryablehttp
// would only say that it gives up.
func lastAnswer(resp *http.Response, err error, _ int) (*http.Response, error) {
	if err != nil {
		if resp != nil {
			resp.Body.Close()
		}
		return nil, err
	}
	return resp, nil
}

// LimitedError says until when GitHub takes no more calls with this token.
type LimitedError struct {
	Until     time.Time
	Secondary bool          // a limit on speed, not on the number of calls per hour
	Budget    time.Duration // how long this client may wait
}

func (e *LimitedError) Error() string {
	kind := "the hourly limit of this token is used up"
	if e.Secondary {
		kind = "too many calls in a short time (secondary rate limit)"
	}
	return fmt.Sprintf("limited until %s UTC: %s, and waiting would take longer than %s; run again then",
		e.Until.Format("15:04:05"), kind, e.Budget)
}

func (e *LimitedError) Is(target error) bool { return target == ErrLimited }
