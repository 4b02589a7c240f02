package githubtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// call is one request of the API while it is answered. The handler holds the
// server's lock.
type call struct {
	s      *Server
	r      *http.Request
	repo   *Repository // nil for what is not about a repository
	token  Token
	params map[string]string
	body   map[string]any
	link   string // header
	raw    []byte // an answer that is no JSON
	to     string // redirect
}

// answer is what a handler says; a problem is one of the statuses from 400.
type answer struct {
	status int
	body   any
}

func ok(body any) answer      { return answer{http.StatusOK, body} }
func created(body any) answer { return answer{http.StatusCreated, body} }

func problem(status int, message string) answer {
	return answer{status, map[string]any{"message": message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(status)}}
}

func notFound() answer { return problem(http.StatusNotFound, "Not Found") }

func invalid(resource, field, code, message string) answer {
	e := map[string]any{"resource": resource, "field": field, "code": code}
	if message != "" {
		e["message"] = message
	}
	return answer{http.StatusUnprocessableEntity, map[string]any{"message": "Validation Failed", "errors": []any{e}, "documentation_url": "https://docs.github.com/rest"}}
}

func (c *call) text(name string) string { t, _ := c.body[name].(string); return t }

func (c *call) number(name string) int64 {
	n, err := strconv.ParseInt(c.params[name], 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// page cuts a list as GitHub does, and names the next page in the Link header.
func page[T any](c *call, all []T) []T {
	q := c.r.URL.Query()
	size, err := strconv.Atoi(q.Get("per_page"))
	if err != nil || size < 1 {
		size = 30
	}
	size = min(size, 100) // more is taken for 100, without a word
	at, err := strconv.Atoi(q.Get("page"))
	if err != nil || at < 1 {
		at = 1
	}
	from := min((at-1)*size, len(all))
	to := min(from+size, len(all))
	if to < len(all) {
		q.Set("page", strconv.Itoa(at+1))
		c.link = fmt.Sprintf(`<%s%s?%s>; rel="next"`, c.s.APIURL(), c.r.URL.EscapedPath(), q.Encode())
	}
	return all[from:to]
}

// operation is one row of the table of what is served.
type operation struct {
	id         string
	permission string // such as contents=write; "" for none
	serve      func(*call) answer
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// multi are the operations whose last parameter may have slashes.
var multi = map[string]bool{"git/get-ref": true, "git/update-ref": true, "repos/get-content": true}

// routes registers the operations at the paths of GitHub's description.
func (s *Server) routes() error {
	for _, op := range operations() {
		route := s.api.routes[op.id]
		if route == nil {
			return fmt.Errorf("GitHub's description of its API has no operation %s", op.id)
		}
		pattern := route.Path
		if multi[op.id] {
			pattern = strings.TrimSuffix(pattern, "}") + "...}"
		}
		s.mux.HandleFunc(route.Method+" "+pattern, func(w http.ResponseWriter, r *http.Request) { s.serveAPI(w, r, op, route.Path) })
	}
	for id := range s.api.routes {
		found := false
		for _, op := range operations() {
			found = found || op.id == id
		}
		if !found {
			return fmt.Errorf("the operation %s is described and not served", id)
		}
	}
	s.mux.HandleFunc("GET /_blobs/{signature}", s.serveSigned)
	return nil
}

// serveAPI answers one request of the API.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, op operation, path string) {
	entry := Request{Method: r.Method, Path: r.URL.Path, Operation: op.id}
	body, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
	if err != nil {
		return
	}
	token, given, valid := s.tokenOf(r)
	entry.Login = token.Login
	f, faulty := s.fault(op.id)
	if faulty {
		entry.Fault = f.Kind
	}
	if faulty && !f.after() {
		entry.Status = f.answer(w, r, s.now())
		s.record(entry)
		return
	}
	c := &call{s: s, r: r, token: token, params: map[string]string{}}
	for _, name := range placeholder.FindAllString(path, -1) {
		name = strings.Trim(name, "{}")
		c.params[name] = r.PathValue(name)
	}
	a := s.dispatch(c, op, body, given, valid)
	if faulty && f.Kind == Slow {
		time.Sleep(f.Wait) // what is tested is real waiting; tests keep it to milliseconds
	} else if faulty {
		entry.Status = f.answer(w, r, s.now())
		s.record(entry)
		return
	}
	entry.Status = a.status
	s.record(entry)
	s.write(w, c, op, a)
}

// dispatch checks what GitHub checks before it does anything.
func (s *Server) dispatch(c *call, op operation, body []byte, given, valid bool) answer {
	switch {
	case c.r.Header.Get("User-Agent") == "":
		return problem(http.StatusForbidden, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header")
	case given && !valid:
		return problem(http.StatusUnauthorized, "Bad credentials")
	case len(body) > 0:
		if err := json.Unmarshal(body, &c.body); err != nil {
			return problem(http.StatusBadRequest, "Problems parsing JSON")
		}
	}
	s.mu.Lock()
	if owner := c.params["owner"]; owner != "" {
		c.repo = s.repos[strings.ToLower(owner+"/"+c.params["repo"])]
		if c.repo == nil || c.repo.private && !c.token.may("metadata=read|contents=read|contents=write", c.repo.Name) {
			s.mu.Unlock()
			return notFound() // 404 for 403: it is not even said that there is one
		}
	}
	allowed := c.mayCall(op)
	s.mu.Unlock()
	if !allowed {
		return s.forbidden(c, op)
	}
	if err := s.api.checkRequest(c.r, op.id, body, c.params); err != nil {
		s.violated("%s: the request: %s", op.id, words(err))
		return problem(http.StatusUnprocessableEntity, "Invalid request.\n\n"+words(err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return op.serve(c)
}

// mayCall says whether the token may do this. Anybody may read what is public,
// but for settings.
func (c *call) mayCall(op operation) bool {
	name := ""
	if c.repo != nil {
		name = c.repo.Name
	}
	if op.permission == "" || c.token.may(op.permission, name) {
		return !(c.token.Person && strings.HasPrefix(op.permission, "checks=write"))
	}
	return c.repo != nil && !c.repo.private && strings.HasSuffix(op.permission, "=read") &&
		!strings.HasPrefix(op.permission, "administration") && !strings.HasPrefix(op.permission, "members")
}

// forbidden is how GitHub refuses: 404 for reading what is hidden, 403 with the
// name of the permission for the rest.
func (s *Server) forbidden(c *call, op operation) answer {
	if strings.HasSuffix(op.permission, "=read") && !strings.HasPrefix(op.permission, "administration") {
		return notFound()
	}
	a := problem(http.StatusForbidden, "Resource not accessible by integration")
	if c.token.Person {
		a = problem(http.StatusForbidden, "You must authenticate via a GitHub App.")
	}
	return a
}

// write sends an answer, after checking it.
func (s *Server) write(w http.ResponseWriter, c *call, op operation, a answer) {
	h := w.Header()
	h.Set("X-GitHub-Request-Id", "FAKE:1")
	h.Set("X-RateLimit-Limit", "1000")
	h.Set("X-RateLimit-Remaining", "900")
	h.Set("X-RateLimit-Reset", strconv.FormatInt(s.now().Add(time.Hour).Unix(), 10))
	if c.token.Scopes != "" {
		h.Set("X-OAuth-Scopes", c.token.Scopes)
	}
	if a.status == http.StatusForbidden && op.permission != "" {
		h.Set("X-Accepted-GitHub-Permissions", strings.ReplaceAll(op.permission, "|", "; "))
	}
	if c.link != "" {
		h.Set("Link", c.link)
	}
	if c.to != "" {
		h.Set("Location", c.to)
	}
	if c.raw != nil {
		h.Set("Content-Type", "application/vnd.github.raw")
		w.WriteHeader(a.status)
		w.Write(c.raw) //nolint:errcheck // a client that is gone is no fault of ours
		return
	}
	var body []byte
	if a.body != nil {
		s.mu.Lock() // bodies may share what handlers change
		full, err := s.api.complete(op.id, a.status, a.body)
		s.mu.Unlock()
		if err == nil {
			body, err = json.Marshal(full)
		}
		if err != nil {
			s.violated("%s: the answer: %v", op.id, err)
		}
		h.Set("Content-Type", "application/json; charset=utf-8")
	}
	if err := s.api.checkResponse(c.r, op.id, c.params, a.status, h, body); err != nil {
		s.violated("%s: the answer: %s", op.id, words(err))
	}
	w.WriteHeader(a.status)
	w.Write(body) //nolint:errcheck // see above
}
