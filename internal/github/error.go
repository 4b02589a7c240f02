package github

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	gh "github.com/google/go-github/v62/github"
)

// Kinds of errors, for errors.Is.
var (
	// ErrSettings: an address, name or id that cannot be used. Nothing was sent.
	ErrSettings = errors.New("not a usable setting")
	// ErrUnauthorized: GitHub does not know the token, or it has expired.
	ErrUnauthorized = errors.New("the token is not valid")
	// ErrForbidden: the token lacks a permission, or an organisation's rules keep it out.
	ErrForbidden = errors.New("not permitted")
	// ErrNotFound: there is no such thing, or the token may not know that there is.
	ErrNotFound = errors.New("not found")
	// ErrConflict: it has changed since it was read. Nothing was written.
	ErrConflict = errors.New("changed meanwhile")
	// ErrRejected: a rule of the repository does not allow the change. Nothing was written.
	ErrRejected = errors.New("refused by a rule of the repository")
	// ErrInvalid: GitHub does not accept what was sent.
	ErrInvalid = errors.New("not accepted")
	// ErrEmpty: the repository has no commit.
	ErrEmpty = errors.New("the repository is empty")
	// ErrLimited: a rate limit that lasts longer than may be waited; see LimitedError.
	ErrLimited = errors.New("rate limited")
	// ErrUnavailable: the server failed or cannot be reached. It is safe to run again.
	ErrUnavailable = errors.New("the server is not available")
	// ErrMalformed: the answer is not one that the API gives: empty, or of another form.
	ErrMalformed = errors.New("the answer does not have the form that the API describes")
	// ErrLost: the answer to a write was lost. It may have been applied.
	ErrLost = errors.New("whether the change was applied is unknown")
	// ErrIncomplete: GitHub gave, or would give, less than all.
	ErrIncomplete = errors.New("the list is not complete")
	// ErrExists: there is one already, such as an open pull request of the same branches.
	ErrExists = errors.New("it exists already")
	// ErrTooLarge: more than a limit of GitHub's, or of ours. Nothing was written.
	ErrTooLarge = errors.New("too large")
	// ErrRefused: a redirect or a request that would lead to another host.
	ErrRefused = errors.New("refused to follow")
)

// Error is a call that GitHub did not answer as hoped.
type Error struct {
	Server     string // its name
	Doing      string // what was being done
	Kind       error  // one of the kinds above
	Status     int    // of the answer; 0 if there was none
	Message    string // GitHub's own, on one line, cut to a reasonable length
	Permission string // what the token needs, as a workflow writes it: "pull-requests: write"
	Remedy     string // what to do; "" if nothing is known
	RequestID  string // for GitHub's support
	Err        error  // what it was made of
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Doing + ": ")
	cause := ""
	if e.Status == 0 && e.Err != nil {
		cause = oneLine(e.Err.Error())
	}
	kind := e.Kind.Error()
	if e.Kind == ErrUnavailable { // which server is known here
		kind = cmp.Or(e.Server, "GitHub") + " is not available"
	}
	if !strings.HasPrefix(cause, e.Kind.Error()) { // otherwise it says its kind itself
		b.WriteString(kind)
		if cause != "" {
			b.WriteString(": ")
		}
	}
	b.WriteString(cause)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": %s answered %d", cmp.Or(e.Server, "GitHub"), e.Status)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.Remedy != "" {
		b.WriteString("; " + e.Remedy)
	}
	if e.RequestID != "" && e.Status >= 500 {
		fmt.Fprintf(&b, " (request %s)", oneLine(e.RequestID))
	}
	return b.String()
}

// Unwrap gives the kind and the cause, so that errors.Is finds either.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// fail explains the error of a call. permission is what the call needs, as the
// permissions block of a workflow writes it.
func (c *Client) fail(doing, permission string, err error) error {
	var answer *gh.ErrorResponse
	var limited *LimitedError
	var otp *gh.TwoFactorAuthError
	var syntax *json.SyntaxError
	var form *json.UnmarshalTypeError
	var date *time.ParseError
	e := &Error{Server: c.name, Doing: doing, Permission: permission, Err: err}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, ErrIncomplete):
		return fmt.Errorf("%s: %w", doing, err)
	case errors.As(err, &limited):
		return fmt.Errorf("%s: %w", doing, limited)
	case errors.As(err, &answer) && answer.Response != nil:
		c.explain(e, answer)
	case errors.As(err, &otp):
		e.Kind, e.Remedy = ErrUnauthorized, "GitHub requires a one-time password; use a token instead of a password"
	case errors.Is(err, ErrLost), errors.Is(err, ErrRefused), errors.Is(err, ErrTooLarge):
		e.Err = cause(err)
		for _, kind := range []error{ErrLost, ErrRefused, ErrTooLarge} {
			if errors.Is(err, kind) {
				e.Kind = kind
				break
			}
		}
	case errors.As(err, &syntax) && strings.HasPrefix(syntax.Error(), "invalid character '<'"):
		e.isPage()
	case errors.Is(err, ErrMalformed), errors.As(err, &syntax), errors.As(err, &form), errors.As(err, &date), errors.Is(err, io.ErrUnexpectedEOF):
		e.Kind, e.Err, e.Remedy = ErrMalformed, cause(err), "a proxy may have answered in place of "+c.base.Host+"; run again"
	default:
		e.Kind, e.Err = ErrUnavailable, cause(err)
		e.Remedy = "look whether " + c.base.Host + " can be reached from here, and run again"
	}
	return e
}

// isPage says that a page for people came, as hosts show it to those that they do not
// know.
func (e *Error) isPage() {
	e.Kind, e.Err, e.Message = ErrUnauthorized, nil, "an HTML page in place of JSON"
	e.Remedy = "the token is wrong or expired, the address is not that of the API, or a proxy has answered"
}

// cause is an error without net/http's wrapping, which shows the whole URL.
func cause(err error) error {
	for {
		var wrapped *url.Error
		if !errors.As(err, &wrapped) {
			return err
		}
		err = wrapped.Err
	}
}

// explain reads an answer as a person would who knows what GitHub means by it.
func (c *Client) explain(e *Error, answer *gh.ErrorResponse) {
	resp := answer.Response
	e.Status, e.RequestID, e.Message = resp.StatusCode, resp.Header.Get("X-GitHub-Request-Id"), message(answer)
	if e.Message == "" && resp.Body != nil {
		e.Message = oneLine(answerWords(resp.Body))
	}
	said := strings.ToLower(e.Message)
	has := func(words string) bool { return strings.Contains(said, words) }
	switch {
	case resp.StatusCode == http.StatusUnauthorized:
		e.Kind, e.Remedy = ErrUnauthorized, "the token is wrong, revoked or expired (that of an App lasts an hour, that of a job until its end); it must be one of "+c.base.Host
	case resp.StatusCode == http.StatusForbidden && resp.Header.Get("X-GitHub-SSO") != "":
		e.Kind, e.Remedy = ErrForbidden, "the organization uses SAML single sign-on; authorize the token in the settings of its owner"
	case resp.StatusCode == http.StatusForbidden && (has("rule violations") || has("protected branch")):
		e.Kind, e.Remedy = ErrRejected, "a branch rule blocks this token: let it open a pull request, or add its App to the bypass list"
	case resp.StatusCode == http.StatusForbidden:
		e.Kind, e.Remedy = ErrForbidden, c.permissionRemedy(e, resp)
	case resp.StatusCode == http.StatusNotFound:
		e.Kind, e.Remedy = ErrNotFound, c.name+" also returns 404 if the token has no access; check the name, and that the token covers this repository and has `"+e.Permission+"`"
	case (resp.StatusCode == http.StatusUnprocessableEntity || resp.StatusCode == http.StatusConflict) && says(said, exists):
		e.Kind = ErrExists
	case resp.StatusCode == http.StatusConflict && has("empty"):
		e.Kind = ErrEmpty
	case resp.StatusCode == http.StatusConflict:
		e.Kind = ErrConflict
	case resp.StatusCode == http.StatusUnprocessableEntity && has("body is too long"):
		e.Kind = ErrTooLarge
	case resp.StatusCode == http.StatusUnprocessableEntity && (has("rule violations") || has("protected branch") || has("cannot be updated")):
		e.Kind, e.Remedy = ErrRejected, "a branch rule blocks this token: let it open a pull request, or add its App to the bypass list"
	case resp.StatusCode == http.StatusUnprocessableEntity && (has("fast forward") || has("fast-forward") || has("reference does not exist")):
		e.Kind = ErrConflict
	case resp.StatusCode == http.StatusUnprocessableEntity, resp.StatusCode == http.StatusBadRequest:
		e.Kind = ErrInvalid
	case resp.StatusCode >= 500 && resp.Header.Get(lostHeader) != "":
		e.Kind = ErrLost
	case resp.StatusCode >= 500:
		e.Kind, e.Remedy = ErrUnavailable, "run again"
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		e.Kind, e.Remedy = ErrRefused, "was the repository renamed? Use its new name"
	default:
		e.Kind = ErrInvalid
	}
}

// exists are the words of GitHub, Gitea, GitLab and Azure Repos for a pull request
// whose branches have one already.
var exists = []string{"pull request already exists", "merge request already exists", "active pull request for the source and target branch"}

func says(said string, any []string) bool {
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(said, w) })
}

// permissionRemedy says which permission to add. GitHub's own word, the header
// X-Accepted-GitHub-Permissions, wins over ours.
func (c *Client) permissionRemedy(e *Error, resp *http.Response) string {
	if accepted := oneLine(resp.Header.Get("X-Accepted-GitHub-Permissions")); accepted != "" {
		words := strings.NewReplacer("_", "-", "=", ": ", ";", " or ", ",", " and ").Replace(accepted)
		e.Permission = strings.Join(strings.Fields(words), " ")
	}
	switch {
	case e.Permission == "":
		return "the token lacks a permission"
	case c.name != "GitHub":
		return "the token needs " + e.Permission
	case strings.Contains(e.Message, "not accessible by integration"):
		return "add `" + e.Permission + "` to the permissions of the job (a pull request from a fork gets a read-only token regardless), or to the App"
	}
	return "the token needs `" + e.Permission + "`"
}

// message is what GitHub said, its details included.
func message(answer *gh.ErrorResponse) string {
	words := answer.Message
	for i, d := range answer.Errors {
		if i == 5 {
			words += " …"
			break
		}
		switch {
		case d.Message != "":
			words += "; " + d.Message
		case d.Field != "":
			words += "; " + d.Field + " " + d.Code
		}
	}
	return oneLine(words)
}

// oneLine makes words from outside fit for a log: printable, on one line, cut.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 500 {
		s = string(r[:500]) + "…"
	}
	return s
}
