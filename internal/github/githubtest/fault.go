package githubtest

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// Kind is a way in which a request goes wrong.
type Kind string

const (
	Unavailable    Kind = "unavailable"     // 503, nothing was done
	AnswerLost     Kind = "answer lost"     // done, then 502
	Reset          Kind = "reset"           // the connection is reset, nothing was done
	ResetAfter     Kind = "reset after"     // done, then the connection is reset
	PrimaryLimit   Kind = "primary limit"   // 403, no calls left until Wait from now
	SecondaryLimit Kind = "secondary limit" // 403 with Retry-After: Wait
	SecondaryQuiet Kind = "secondary quiet" // 403 that names the limit in words only
	TooMany        Kind = "too many"        // 429 with Retry-After: Wait
	Slow           Kind = "slow"            // done after Wait
	Stolen         Kind = "stolen"          // 302 to the address in To
	Garbage        Kind = "garbage"         // 200 with what is no JSON
	Forbidden      Kind = "forbidden"       // 403 as a token without permission gets it
	Missing        Kind = "missing"         // 404
)

// Fault is something that goes wrong.
type Fault struct {
	Operation string // GitHub's name, such as issues/create-comment; "" for each
	Nth       int    // which of its requests from when the fault was added, counted from 1; 0 for each
	Kind      Kind
	Wait      time.Duration
	To        string

	seen int
}

// fault finds what goes wrong with a request.
func (s *Server) fault(operation string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found *Fault
	for i := range s.faults {
		f := &s.faults[i]
		if f.Operation != "" && f.Operation != operation {
			continue
		}
		if f.seen++; found == nil && (f.Nth == 0 || f.seen == f.Nth) {
			found = f
		}
	}
	if found == nil {
		return Fault{}, false
	}
	return *found, true
}

// after reports whether the request is carried out before it goes wrong.
func (f Fault) after() bool { return f.Kind == AnswerLost || f.Kind == ResetAfter || f.Kind == Slow }

// answer writes what the client gets instead of an answer, and returns its
// status; 0 for a connection that was cut.
func (f Fault) answer(w http.ResponseWriter, r *http.Request, now time.Time) int {
	say := func(status int, body string) int {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
		return status
	}
	const limited = `"documentation_url":"https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`
	seconds := fmt.Sprint(int(f.Wait / time.Second))
	switch f.Kind {
	case Unavailable:
		return say(http.StatusServiceUnavailable, `{"message":"No server is currently available to service your request."}`)
	case AnswerLost:
		return say(http.StatusBadGateway, `{"message":"Server Error"}`)
	case PrimaryLimit:
		w.Header().Set("X-RateLimit-Limit", "1000")
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset", fmt.Sprint(now.Add(f.Wait).Unix()))
		return say(http.StatusForbidden, `{"message":"API rate limit exceeded for installation ID 1."}`)
	case SecondaryLimit:
		w.Header().Set("Retry-After", seconds)
		return say(http.StatusForbidden, `{"message":"You have exceeded a secondary rate limit.",`+limited)
	case SecondaryQuiet:
		return say(http.StatusForbidden, `{"message":"You have exceeded a secondary rate limit.",`+limited)
	case TooMany:
		w.Header().Set("Retry-After", seconds)
		return say(http.StatusTooManyRequests, `{"message":"You have exceeded a secondary rate limit.",`+limited)
	case Stolen:
		http.Redirect(w, r, f.To, http.StatusFound)
		return http.StatusFound
	case Garbage:
		return say(http.StatusOK, `<html>`)
	case Forbidden:
		return say(http.StatusForbidden, `{"message":"Resource not accessible by integration","documentation_url":"https://docs.github.com/rest"}`)
	case Missing:
		return say(http.StatusNotFound, `{"message":"Not Found","documentation_url":"https://docs.github.com/rest"}`)
	case Reset, ResetAfter:
		cut(w)
	}
	return 0
}

// cut resets the connection, so that the client sees no orderly end.
func cut(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler)
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0) //nolint:errcheck // it is closed in any case
	}
	conn.Close()
}
