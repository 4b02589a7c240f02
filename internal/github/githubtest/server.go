// Package githubtest is a GitHub for tests: its REST API and git over HTTP, in
// front of real bare repositories. Every request and every answer is checked
// against GitHub's own description of its API; what that does not say, such as
// the length of a comment, permissions and rate limits, are rules written here.
// It listens on the loopback interface only, and no program but tests imports it.
package githubtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// Config of a server. The zero value is usable.
type Config struct {
	GHES bool   // serve the API below /api/v3, as Enterprise Server does
	Dir  string // where the bare repositories lie; default: a temporary directory, removed by Close
	// Now dates what is made; default: a fixed time, so that answers are the same every time.
	Now func() time.Time
	// Faults go wrong on purpose, each once or more often.
	Faults []Fault
}

// Server is a running fake. Its methods may be called while it answers.
type Server struct {
	dir     string
	ours    bool // the directory is to be removed
	prefix  string
	address string
	now     func() time.Time
	api     *description
	mux     *http.ServeMux
	http    *http.Server
	life    context.Context // of git's processes
	end     context.CancelFunc

	mu         sync.Mutex
	tokens     map[string]Token
	repos      map[string]*Repository // by OWNER/NAME
	teams      map[string][]string    // logins by ORGANISATION/TEAM
	accounts   map[string]string      // logins by mail address
	faults     []Fault
	log        []Request
	violations []string
	last       int64 // id that was given last
}

// Request is one request that was answered.
type Request struct {
	Method, Path string
	Operation    string // GitHub's name for it, such as pulls/get; "git" for git over HTTP; "" for none
	Status       int    // 0: the connection was cut
	Login        string // whose token it had
	Fault        Kind   // what went wrong on purpose
}

// New starts a server on a free port for one test. At the end of the test it
// is closed, and the test fails if there were violations that it did not take.
func New(tb testing.TB, c Config) *Server {
	tb.Helper()
	if c.Dir == "" {
		c.Dir = tb.TempDir()
	}
	s, err := Serve(context.Background(), "127.0.0.1:0", c)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		for _, v := range s.TakeViolations() {
			tb.Errorf("against GitHub's description of its API: %s", v)
		}
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Serve starts a server that other processes can use, until the context ends
// or Close is called. addr is HOST:PORT, and the host must be 127.0.0.1; port 0
// takes a free one.
func Serve(ctx context.Context, addr string, c Config) (*Server, error) {
	if host, _, err := net.SplitHostPort(addr); err != nil || host != "127.0.0.1" {
		return nil, fmt.Errorf("a fake GitHub listens on 127.0.0.1 only, not on %q", addr)
	}
	api, err := loadDescription()
	if err != nil {
		return nil, err
	}
	s := &Server{dir: c.Dir, now: c.Now, api: api, faults: append([]Fault(nil), c.Faults...),
		tokens: map[string]Token{}, repos: map[string]*Repository{}, teams: map[string][]string{}, last: 1000,
		accounts: map[string]string{"person@example.com": "alice", webFlowEmail: webFlow}}
	s.life, s.end = context.WithCancel(ctx)
	if s.now == nil {
		s.now = func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }
	}
	if c.GHES {
		s.prefix = "/api/v3"
	}
	if s.dir == "" {
		if s.dir, err = os.MkdirTemp("", "githubtest-"); err != nil {
			return nil, fmt.Errorf("making a directory for repositories: %w", err)
		}
		s.ours = true
	}
	listener, err := net.Listen("tcp4", addr)
	if err != nil {
		return nil, fmt.Errorf("starting a fake GitHub: %w", err)
	}
	s.address = listener.Addr().String()
	s.mux = http.NewServeMux()
	if err := s.routes(); err != nil {
		listener.Close()
		return nil, err
	}
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	go s.http.Serve(listener) //nolint:errcheck // it ends by Close
	context.AfterFunc(ctx, func() { s.http.Close() })
	return s, nil
}

// Close ends the server and removes its repositories if it made their directory.
func (s *Server) Close() error {
	err := s.http.Close()
	s.end()
	if s.ours {
		err = errors.Join(err, os.RemoveAll(s.dir))
	}
	return err
}

// URL is the server's web address, as in GITHUB_SERVER_URL; git reads and
// writes OWNER/NAME.git below it.
func (s *Server) URL() string { return "http://" + s.address }

// APIURL is the address of the API, as in GITHUB_API_URL.
func (s *Server) APIURL() string { return s.URL() + s.prefix }

// Requests lists what was asked, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.log...)
}

// Count is how often an operation was asked for; "" counts all.
func (s *Server) Count(operation string) int {
	n := 0
	for _, r := range s.Requests() {
		if operation == "" || r.Operation == operation {
			n++
		}
	}
	return n
}

// Forget empties the list of requests.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
}

// TakeViolations returns what was against GitHub's description of its API, and
// forgets it. A request of that kind was answered with 422.
func (s *Server) TakeViolations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.violations
	s.violations = nil
	return v
}

func (s *Server) violated(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violations = append(s.violations, fmt.Sprintf(format, args...))
}

// AddFault makes something go wrong from now on.
func (s *Server) AddFault(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
}

// AddTeam makes a team of an organisation.
func (s *Server) AddTeam(org, slug string, logins ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.teams[strings.ToLower(org+"/"+slug)] = logins
}

// id gives out ids. The caller holds the lock.
func (s *Server) id() int64 {
	s.last++
	return s.last
}

// ServeHTTP answers one request: git's own, or the API's.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isGit(r.URL.Path) {
		s.serveGit(w, r)
		return
	}
	if s.prefix != "" {
		rest, ok := strings.CutPrefix(r.URL.EscapedPath(), s.prefix)
		if !ok {
			s.notThere(w, r)
			return
		}
		r2 := r.Clone(r.Context())
		r2.URL.RawPath = rest
		r2.URL.Path = strings.TrimPrefix(r.URL.Path, s.prefix)
		r = r2
	}
	if _, pattern := s.mux.Handler(r); pattern == "" {
		s.notThere(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// notThere answers what GitHub answers to a path that it does not know.
func (s *Server) notThere(w http.ResponseWriter, r *http.Request) {
	s.record(Request{Method: r.Method, Path: r.URL.Path, Status: http.StatusNotFound})
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprint(w, `{"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"}`)
}

func (s *Server) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, r)
}
