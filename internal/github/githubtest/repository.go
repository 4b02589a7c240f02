package githubtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/git"
)

// Repository is a repository of the fake: a bare one on disk, and what only
// GitHub knows of it. Its methods may be called while the server answers.
type Repository struct {
	Name string // OWNER/NAME
	s    *Server
	git  git.Repo

	id             int64
	private        bool
	standard       string // default branch
	pulls          []*PullRequest
	comments       []*comment
	reviewComments []*reviewComment
	checks         []*checkRun
	deployments    []*Deployment
	statuses       []status
	artifacts      []artifact
	sarifs         []Sarif
	rules          []map[string]any
	protected      map[string]bool // branches that take no update through the API
	jobs           string          // default permissions of jobs, read or write
	owners         []map[string]any
	permissions    map[string]string // by login
	truncate       int               // entries after which trees are cut; 0 for GitHub's own limit
}

// AddRepository makes an empty repository, OWNER/NAME, whose default branch is main.
func (s *Server) AddRepository(tb testing.TB, name string) *Repository {
	tb.Helper()
	r := &Repository{Name: name, s: s, standard: "main", jobs: "read", protected: map[string]bool{}, permissions: map[string]string{}}
	dir := filepath.Join(s.dir, filepath.FromSlash(name)+".git")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		tb.Fatal(err)
	}
	r.git = git.Repo{Dir: dir, Env: []string{"GIT_DIR=" + dir,
		"GIT_AUTHOR_NAME=GitHub", "GIT_AUTHOR_EMAIL=noreply@github.com", "GIT_COMMITTER_NAME=GitHub", "GIT_COMMITTER_EMAIL=noreply@github.com",
		fmt.Sprintf("GIT_AUTHOR_DATE=%d +0000", s.now().Unix()), fmt.Sprintf("GIT_COMMITTER_DATE=%d +0000", s.now().Unix())}}
	// What git init makes, and GitHub gives out any commit that it has, by id.
	const settings = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n[http]\n\treceivepack = true\n[uploadpack]\n\tallowAnySHA1InWant = true\n"
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "objects"), 0o755), os.MkdirAll(filepath.Join(dir, "refs"), 0o755),
		r.put("HEAD", []byte("ref: refs/heads/main\n")), r.put("config", []byte(settings))); err != nil {
		tb.Fatal(err)
	}
	r.git = r.git.WithObjects(s.life)
	s.mu.Lock()
	defer s.mu.Unlock()
	r.id = s.id()
	s.repos[strings.ToLower(name)] = r
	return r
}

// Dir is the bare repository.
func (r *Repository) Dir() string { return r.git.Dir }

// CloneURL is where git clones it from.
func (r *Repository) CloneURL() string { return r.s.URL() + "/" + r.Name + ".git" }

// SetPrivate hides the repository from those without a token for it.
func (r *Repository) SetPrivate() { r.locked(func() { r.private = true }) }

// Protect makes a branch refuse updates through the API.
func (r *Repository) Protect(branch string) { r.locked(func() { r.protected[branch] = true }) }

// SetRules gives all branches rules, as GET rules/branches/{branch} lists them.
func (r *Repository) SetRules(rules ...map[string]any) { r.locked(func() { r.rules = rules }) }

// SetJobPermissions sets what jobs get by default: read or write.
func (r *Repository) SetJobPermissions(level string) { r.locked(func() { r.jobs = level }) }

// SetCodeownersErrors sets what GitHub finds wrong with CODEOWNERS.
func (r *Repository) SetCodeownersErrors(errors ...map[string]any) {
	r.locked(func() { r.owners = errors })
}

// TruncateTrees cuts trees after so many entries, as GitHub does after 100,000.
func (r *Repository) TruncateTrees(entries int) { r.locked(func() { r.truncate = entries }) }

func (r *Repository) locked(f func()) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	f()
}

// Commit adds a commit to a branch, or begins the branch at the default one,
// and returns its id. A file without content, nil, is deleted.
func (r *Repository) Commit(tb testing.TB, branch, message string, files map[string][]byte) string {
	tb.Helper()
	return r.commit(tb, branch, message, "100644", files)
}

// Link adds a commit with a symbolic link to a branch, as Commit does with files.
func (r *Repository) Link(tb testing.TB, branch, path, target string) string {
	tb.Helper()
	return r.commit(tb, branch, "link", "120000", map[string][]byte{path: []byte(target)})
}

func (r *Repository) commit(tb testing.TB, branch, message, mode string, files map[string][]byte) string {
	tb.Helper()
	changes := map[string]entry{}
	for path, content := range files {
		if content == nil {
			changes[path] = entry{}
			continue
		}
		id, err := r.write("blob", content)
		if err != nil {
			tb.Fatal(err)
		}
		changes[path] = entry{mode, id}
	}
	return r.add(tb, branch, person, person, message, changes)
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Tip is where a branch stands, or "".
func (r *Repository) Tip(branch string) string { return r.resolve("refs/heads/" + branch) }

// File is the content of a file at a revision, or nil.
func (r *Repository) File(revision, path string) []byte {
	b, err := r.git.Run(context.Background(), "cat-file", "blob", revision+":"+path)
	if err != nil {
		return nil
	}
	return b
}

func (r *Repository) resolve(name string) string {
	id, _ := r.git.Objects().Resolve(name) // what cannot be read is not there
	return id
}

// run is git with what it says left to the caller's answer.
func (r *Repository) run(args ...string) (string, error) {
	return r.git.ReadLine(context.Background(), args...)
}

// render is a repository as GitHub shows it.
func (r *Repository) render() map[string]any {
	owner, name, _ := strings.Cut(r.Name, "/")
	visibility := "public"
	if r.private {
		visibility = "private"
	}
	return map[string]any{
		"id": r.id, "name": name, "full_name": r.Name, "private": r.private, "visibility": visibility, "default_branch": r.standard,
		"owner": user(owner, "Organization"), "clone_url": r.CloneURL(), "html_url": r.s.URL() + "/" + r.Name, "fork": false,
		"permissions": map[string]any{"admin": false, "push": true, "pull": true},
	}
}

func user(login, kind string) map[string]any {
	return map[string]any{"login": login, "type": kind, "id": 1, "html_url": "https://github.com/" + login}
}
