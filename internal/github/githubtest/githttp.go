package githubtest

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/git/gitserver"
)

var gitPath = regexp.MustCompile(`^/([A-Za-z0-9_-]+/[A-Za-z0-9._-]+?)(\.git)?/(info/refs|git-upload-pack|git-receive-pack)$`)

func isGit(path string) bool { return gitPath.MatchString(path) }

// serveGit is git over HTTP: git's own server, behind GitHub's permissions.
func (s *Server) serveGit(w http.ResponseWriter, r *http.Request) {
	m := gitPath.FindStringSubmatch(r.URL.Path)
	token, given, valid := s.tokenOf(r)
	entry := Request{Method: r.Method, Path: r.URL.Path, Operation: "git", Login: token.Login}
	refuse := func(status int, words string) {
		if status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
		}
		http.Error(w, words, status)
		entry.Status = status
		s.record(entry)
	}
	s.mu.Lock()
	repo := s.repos[strings.ToLower(m[1])]
	private := repo != nil && repo.private
	s.mu.Unlock()
	writes := m[3] == "git-receive-pack" || r.URL.Query().Get("service") == "git-receive-pack"
	switch {
	case given && !valid, !given && (writes || private || repo == nil):
		refuse(http.StatusUnauthorized, "Invalid username or token.")
		return
	case repo == nil, private && !token.may("contents=read|contents=write", repo.Name):
		refuse(http.StatusNotFound, "Repository not found.")
		return
	case writes && !token.may("contents=write", repo.Name):
		refuse(http.StatusForbidden, "Write access to repository not granted.")
		return
	}
	if f, faulty := s.fault("git"); faulty {
		entry.Fault = f.Kind
		entry.Status = f.answer(w, r, s.now())
		s.record(entry)
		return
	}
	var env []string
	if writes {
		env = append(env, "REMOTE_USER="+token.Login)
	}
	r2 := r.Clone(r.Context())
	r2.URL.Path = "/" + repo.Name + ".git/" + m[3]
	entry.Status = http.StatusOK
	s.record(entry)
	if err := gitserver.Serve(w, r2, s.dir, env...); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
