// Package gitserver is git's own server over HTTP for tests, which counts what it is
// asked for and what it sends. No program imports it.
package gitserver

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Serve answers one request by git http-backend. The path of the request is that of
// a repository below root. What git said of the same refs is said again: half of all
// requests ask for refs, and each costs two processes.
func Serve(w http.ResponseWriter, r *http.Request, root string, env ...string) error {
	asked, dir, err := refsAsked(r, root)
	if err != nil {
		return err
	}
	state := stateOf(dir)
	if asked == "" || state == "" {
		return serve(w, r, root, env)
	}
	key := asked + "\x00" + strings.Join(env, "\x00") + "\x00" + state
	if known, ok := said.Load(key); ok {
		return known.(answer).write(w)
	}
	recorder := httptest.NewRecorder()
	if err := serve(recorder, r, root, env); err != nil {
		return err
	}
	a := answer{recorder.Code, recorder.Header(), recorder.Body.Bytes()}
	if a.code == http.StatusOK && state == stateOf(dir) { // no push came between
		said.Store(key, a)
	}
	return a.write(w)
}

func serve(w http.ResponseWriter, r *http.Request, root string, env []string) error {
	command, err := git.Repo{Dir: root}.Command(context.Background(), "http-backend")
	if err != nil {
		return err
	}
	env = append(append([]string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1"}, command.Env...), env...)
	if v := r.Header.Get("Git-Protocol"); v != "" {
		env = append(env, "GIT_PROTOCOL="+v)
	}
	if len(r.TransferEncoding) > 0 { // a long list of wants comes in chunks, of which CGI knows nothing
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		r = r.Clone(r.Context())
		r.Body, r.ContentLength, r.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
	}
	(&cgi.Handler{Path: command.Path, Args: command.Args[1:], Dir: root, Env: env}).ServeHTTP(w, r)
	return nil
}

// Request is one request that was answered.
type Request struct {
	Path          string
	Authorization string
	Command       string // of protocol version 2: ls-refs or fetch; "" for the greeting
	Wants         int    // objects
	Received      int    // bytes of the body
	Sent          int    // bytes of the answer
}

// Server serves the repositories of a directory.
type Server struct {
	URL string

	mu       sync.Mutex
	requests []Request
}

// New serves the repositories below a directory until the test ends. Where a token is
// given, nobody gets anything without it.
func New(t testing.TB, root, token string) *Server {
	t.Helper()
	s := &Server{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		_, password, _ := r.BasicAuth()
		entry := Request{Path: r.URL.Path, Authorization: r.Header.Get("Authorization"), Received: len(body)}
		entry.Command, entry.Wants = commandOf(r, body)
		counting := &counter{ResponseWriter: w}
		if token != "" && password != token {
			w.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			http.Error(counting, "Unauthorized", http.StatusUnauthorized)
		} else if err := Serve(counting, r, root); err != nil {
			t.Error(err)
		}
		entry.Sent = counting.n
		s.mu.Lock()
		defer s.mu.Unlock()
		s.requests = append(s.requests, entry)
	}))
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

var commandLine = regexp.MustCompile(`command=([a-z-]+)`)

func commandOf(r *http.Request, body []byte) (command string, wants int) {
	if r.Header.Get("Content-Encoding") == "gzip" {
		if unpacked, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
			body, _ = io.ReadAll(unpacked)
		}
	}
	if named := commandLine.FindSubmatch(body); named != nil {
		command = string(named[1])
	}
	return command, bytes.Count(body, []byte("want "))
}

// Take returns the requests since the last call.
func (s *Server) Take() Requests {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.requests
	s.requests = nil
	return out
}

// Requests are requests in the order in which they were answered.
type Requests []Request

// Fetches are those for objects.
func (r Requests) Fetches() Requests {
	var out Requests
	for _, one := range r {
		if one.Command == "fetch" {
			out = append(out, one)
		}
	}
	return out
}

// Wants is how many objects were asked for by name.
func (r Requests) Wants() (n int) {
	for _, one := range r {
		n += one.Wants
	}
	return n
}

// Bytes are what both sides sent, without headers.
func (r Requests) Bytes() (n int) {
	for _, one := range r {
		n += one.Received + one.Sent
	}
	return n
}

// counter counts the bytes of an answer.
type counter struct {
	http.ResponseWriter
	n int
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.ResponseWriter.Write(b)
	c.n += n
	return n, err
}
