//go:build act

package acttest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/git"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
	"github.com/modelgate-dev/modelgate/templates"
)

// version is the ref that the workflows name of the product's own actions.
const version = "v0.1.0"

// forge is a fake GitHub with a model repository and an environment repository.
type forge struct {
	*testing.T
	server       *githubtest.Server
	models       *githubtest.Repository
	environments *githubtest.Repository
	tree         string // that our actions come from: the release, or this tree
	temp         string // the runner's, and what stands for its stored artifacts
}

// released is this tree's actions as a release has them, and the program that their
// lock names, in a runner's tool cache: it is built once, and not in every step. One
// test takes the way of a tree that is no release.
var released struct{ tree, tools string }

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "release-")
	if err == nil {
		err = release(dir)
	}
	code := 1
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

func release(dir string) error {
	released.tree, released.tools = filepath.Join(dir, "tree"), filepath.Join(dir, "tools")
	number := strings.TrimPrefix(version, "v")
	name := "modelgate_" + number + "_" + runtime.GOOS + "_" + runtime.GOARCH
	program := filepath.Join(released.tools, "modelgate", number, runtime.GOARCH, name)
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w", "-o", program, "./cmd/modelgate") // as scripts/bootstrap.sh does
	build.Dir, build.Env = "../..", append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	raw, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	for _, part := range []string{"actions", "scripts", ".github/workflows"} {
		if err := os.CopyFS(filepath.Join(released.tree, part), os.DirFS(filepath.Join("../..", part))); err != nil {
			return err
		}
	}
	action, err := os.ReadFile("../../action.yml")
	if err != nil {
		return err
	}
	digest := sha256.Sum256(raw)
	lock := fmt.Sprintf("version %s\n%x  %s.gz\n%x  %s\n", number, digest, name, digest, name) // nobody asks for the archive
	return errors.Join(os.WriteFile(filepath.Join(released.tree, "action.yml"), action, 0o644), os.WriteFile(filepath.Join(released.tree, "release.lock"), []byte(lock), 0o644))
}

func newForge(t *testing.T) *forge {
	t.Helper()
	if os.Getenv("MODELGATE_ACT") == "" {
		t.Fatal("MODELGATE_ACT is not set: name the act binary, version 0.2.89")
	}
	s := githubtest.New(t, githubtest.Config{})
	s.AddToken("job", githubtest.JobToken("acme/models", "contents=read", "pull_requests=write", "checks=write", "statuses=write", "actions=read"))
	s.AddToken("app", githubtest.AppToken("promoter", "contents=write"))
	f := &forge{T: t, server: s, models: s.AddRepository(t, "acme/models"), environments: s.AddRepository(t, "acme/environments"), tree: released.tree, temp: t.TempDir()}
	cache := filepath.Join(f.temp, "cache", "act") // below XDG_CACHE_HOME
	if err := errors.Join(os.MkdirAll(cache, 0o755), os.Symlink(released.tools, filepath.Join(cache, "tool_cache"))); err != nil {
		t.Fatal(err)
	}
	f.environments.Commit(t, "main", "begin", map[string][]byte{"README.md": []byte("# What is deployed\n")})
	return f
}

// starter is the content of a directory of templates/starter, by path below it.
func starter(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(templates.FS, "starter/"+dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(templates.FS, path)
		files[strings.TrimPrefix(path, "starter/"+dir+"/")] = content
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has %d files: %v", dir, len(files), err)
	}
	return files
}

// run is one run of a workflow.
type run struct {
	code   int
	log    string
	output map[string][]string // what steps printed, by job
}

// act runs a workflow of a checkout for an event, as a job of GitHub would.
func (f *forge) act(event string, payload []byte, commit, workflow string, more ...string) run {
	f.Helper()
	checkout := f.checkout(f.models, commit)
	return f.actIn(checkout, event, payload, workflow, more...)
}

// checkout is the work tree that actions/checkout would leave; act takes it for that.
func (f *forge) checkout(of *githubtest.Repository, commit string) string {
	f.Helper()
	dir := f.TempDir()
	repo := git.Repo{Dir: dir}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"remote", "add", "origin", of.CloneURL()},
		{"fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", commit}, {"checkout", "-q", "--detach", commit}} {
		if _, err := repo.Run(f.Context(), args...); err != nil {
			f.Fatal(err)
		}
	}
	return dir
}

func (f *forge) actIn(dir, event string, payload []byte, workflow string, more ...string) run {
	f.Helper()
	product, err := filepath.Abs(f.tree)
	if err != nil {
		f.Fatal(err)
	}
	stubs, err := filepath.Abs("testdata/actions")
	if err != nil {
		f.Fatal(err)
	}
	eventFile := filepath.Join(f.TempDir(), "event.json")
	if err := os.WriteFile(eventFile, payload, 0o644); err != nil {
		f.Fatal(err)
	}
	args := []string{event, "-P", "ubuntu-latest=-self-hosted", "-e", eventFile, "-W", workflow, "--json", "--actor", "alice",
		"-s", "GITHUB_TOKEN=job", "-s", "MODELGATE_APP_PRIVATE_KEY=key", "--var", "MODELGATE_APP_CLIENT_ID=client",
		"--env", "GITHUB_API_URL=" + f.server.APIURL(), "--env", "GITHUB_SERVER_URL=" + f.server.URL(), "--env", "GITHUB_REPOSITORY=acme/models", "--env", "GITHUB_REPOSITORY_OWNER=acme",
		"--env", "GOCACHE=" + goEnv(f.T, "GOCACHE"), "--env", "GOMODCACHE=" + goEnv(f.T, "GOMODCACHE"), "--env", "GOFLAGS=-trimpath", "--env", "STUB_ARTIFACTS=" + filepath.Join(f.temp, "artifacts")}
	args = append(args, f.local(product, stubs)...)
	args = append(args, more...)
	ctx, cancel := context.WithTimeout(f.Context(), 4*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Getenv("MODELGATE_ACT"), args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+f.temp, "XDG_CACHE_HOME="+filepath.Join(f.temp, "cache"), "GIT_CONFIG_GLOBAL="+os.DevNull)
	cmd.Stdin = strings.NewReader("")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	r := run{code: cmd.ProcessState.ExitCode(), output: map[string][]string{}}
	var log strings.Builder
	for line := range strings.Lines(out.String()) {
		var entry struct{ Job, Msg string }
		if json.Unmarshal([]byte(line), &entry) != nil {
			log.WriteString(line)
			continue
		}
		log.WriteString(strings.TrimSuffix(entry.Msg, "\n") + "\n")
		r.output[entry.Job] = append(r.output[entry.Job], entry.Msg)
	}
	r.log = log.String()
	if ctx.Err() != nil {
		f.Fatalf("act did not end: %v\n%s", err, r.log)
	}
	return r
}

// local maps the actions that workflows use to directories: ours to the tree, and
// those of others to what stands for them.
func (f *forge) local(product, stubs string) []string {
	args := []string{"--local-repository", "modelgate-dev/modelgate@" + version + "=" + product}
	seen := map[string]bool{}
	for _, dir := range []string{"../../templates/starter", "../../.github/workflows", "../../docs/examples"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			src, err := os.ReadFile(path)
			for line := range strings.Lines(string(src)) {
				_, word, ok := strings.Cut(line, "uses: ")
				word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
				name, ref, pinned := strings.Cut(word, "@")
				parts := strings.Split(name, "/")
				if !ok || !pinned || len(parts) < 2 || seen[word] || strings.HasPrefix(word, "modelgate-dev/") {
					continue
				}
				seen[word] = true
				args = append(args, "--local-repository", parts[0]+"/"+parts[1]+"@"+ref+"="+filepath.Join(stubs, parts[1]))
			}
			return err
		})
		if err != nil {
			f.Fatal(err)
		}
	}
	return args
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// want fails the test unless the run ended so and its log holds the words.
func (f *forge) want(r run, code int, words ...string) {
	f.Helper()
	if r.code != code {
		f.Fatalf("exit code %d, want %d:\n%s", r.code, code, r.log)
	}
	for _, w := range words {
		if !strings.Contains(r.log, w) {
			f.Errorf("%q is not in the log:\n%s", w, r.log)
		}
	}
}
