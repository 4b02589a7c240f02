package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/cli"
	"github.com/modelgate-dev/modelgate/internal/git/gittest"
	"github.com/modelgate-dev/modelgate/internal/version"
	"github.com/modelgate-dev/modelgate/templates"
)

var (
	kills    = flag.Int("kills", 1, "how many kills of a promotion and of a rollback are tried; 0 for all, and of every operation")
	killSeed = flag.Uint64("kill-seed", 1, "which kills are tried")
)

// killClock is the time of all runs of TestKills: commits are then the same, too.
var killClock = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

// mainAt is main at killClock.
func mainAt() {
	env := cli.ReadSystem()
	env.Now = func() time.Time { return killClock }
	os.Exit(cli.Main(context.Background(), env))
}

// killer is a git that kills the process that runs it, at its call number AT, before or
// after its work is done, unless that has outlived the process. Each call makes a
// directory, which counts them. What reads objects works until the program ends:
// killing afterwards would come too late.
const killer = `#!/bin/sh
n=1
while ! mkdir "DIR/$n" 2>/dev/null; do n=$((n + 1)); done
[ "$n" = AT ] || exec GIT "$@"
case "WHEN $*" in before* | *"cat-file --batch"*) ;; *) GIT "$@" ;; esac
[ "$(ps -o ppid= -p $$ | tr -d ' ')" != "$PPID" ] || kill -9 "$PPID"
exit 1
`

// Whenever the program is killed with a promotion, an advance, a rollback or a
// retirement under way, the next run ends it: with the very commits that a run has made
// that nobody killed.
func TestKills(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil || os.PathSeparator != '/' {
		t.Skip("there is no shell that can be git")
	}
	config, err := gittest.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []string{"GIT_CONFIG_GLOBAL=" + config, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A",
		"GIT_COMMITTER_EMAIL=a@example.com", "GIT_AUTHOR_DATE=2026-10-01T00:00:00Z", "GIT_COMMITTER_DATE=2026-10-01T00:00:00Z", "TMPDIR=" + t.TempDir()} {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
	k := &killing{T: t, dir: t.TempDir()}
	if k.git, err = exec.LookPath("git"); err != nil {
		t.Fatal(err)
	}
	k.prepare()
	for name, op := range map[string]struct {
		state string
		args  []string
	}{
		"promote":  {"one.git", []string{"promote", "--repo", "models", "--env", "staging"}},
		"advance":  {"one.git", []string{"env", "advance", "--repo", "models"}},
		"rollback": {"two.git", []string{"env", "rollback", "--env", "production", "--model", "churn", "--reason", "incident", "--owner", "a"}},
		"retire":   {"two.git", []string{"env", "retire", "--env", "production", "--model", "churn", "--reason", "replaced", "--owner", "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			if *kills > 0 && (name == "advance" || name == "retire") {
				t.Skip("-kills 0 tries them")
			}
			k := *k
			k.T = t
			k.operation(name, op.state, op.args)
		})
	}
}

type killing struct {
	*testing.T
	dir, git string
}

func (k *killing) run(dir string, args ...string) string {
	k.Helper()
	cmd := exec.CommandContext(k.Context(), k.git, args...)
	cmd.Dir = filepath.Join(k.dir, dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		k.Fatalf("git %q: %v: %s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// modelgate runs the program inside of the test.
func (k *killing) modelgate(args ...string) {
	k.Helper()
	var told bytes.Buffer
	if code := cli.Main(k.Context(), cli.Env{Args: args, Stdin: strings.NewReader(""), Stdout: &told, Stderr: &told, Getenv: os.Getenv,
		Dir: k.dir, Now: func() time.Time { return killClock }, Version: version.String()}); code != cli.Done {
		k.Fatalf("%q: exit code %d:\n%s", args, code, told.String())
	}
}

// prepare makes a repository with one model in two versions, and environment
// repositories that have the first one, or both of them.
func (k *killing) prepare() {
	k.Helper()
	tree := filepath.Join(k.dir, "models")
	if err := os.CopyFS(filepath.Join(k.dir, "starter"), templates.FS); err != nil {
		k.Fatal(err)
	}
	if err := os.Rename(filepath.Join(k.dir, "starter", "starter", "demo", "main"), tree); err != nil {
		k.Fatal(err)
	}
	k.run("models", "init", "-q", "-b", "main")
	commit := func(message string) {
		k.run("models", "add", "-A")
		k.run("models", "commit", "-q", "-m", message)
	}
	commit("one")
	if err := os.MkdirAll(filepath.Join(k.dir, "platform", ".modelgate"), 0o755); err != nil {
		k.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(k.dir, "platform", ".modelgate", "env.yaml"), []byte("apiVersion: modelgate.dev/v1\nkind: Environments\nenvironments: {staging: {stage: review}, production: {needs: [staging]}}\n"), 0o600); err != nil {
		k.Fatal(err)
	}
	k.run("platform", "init", "-q", "-b", "main")
	k.run("platform", "add", "-A")
	k.run("platform", "commit", "-q", "-m", "environments")
	k.run("", "clone", "-q", "--bare", "platform", "one.git")
	k.modelgate("env", "advance", "--repo", "models", "--to", "one.git")
	manifest := filepath.Join(tree, "models", "churn", "modelgate.yaml")
	content, err := os.ReadFile(manifest)
	if err != nil {
		k.Fatal(err)
	}
	newer := strings.Replace(string(content), `version: "1.0.0"`, `version: "1.0.1"`, 1)
	if newer == string(content) {
		k.Fatalf("%s has another version than 1.0.0:\n%s", manifest, content)
	}
	if err := os.WriteFile(manifest, []byte(newer), 0o600); err != nil {
		k.Fatal(err)
	}
	commit("two")
	k.copy("two.git", "one.git")
	k.modelgate("env", "advance", "--repo", "models", "--to", "two.git")
}

func (k *killing) copy(to, from string) {
	k.Helper()
	if err := gittest.Copy(filepath.Join(k.dir, to), filepath.Join(k.dir, from)); err != nil {
		k.Fatal(err)
	}
}

// process runs the program as a process of its own, with a git that kills it at a
// call, 0 for never. It returns the number of calls, and whether the program was
// killed.
func (k *killing) process(at int, when string, args ...string) (calls int, killed bool, told string) {
	k.Helper()
	bin, counted := k.TempDir(), k.TempDir()
	script := strings.NewReplacer("DIR", counted, "AT", fmt.Sprint(at), "WHEN", when, "GIT", k.git).Replace(killer)
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte(script), 0o700); err != nil {
		k.Fatal(err)
	}
	program, err := exec.LookPath("modelgate-at")
	if err != nil {
		k.Fatal(err)
	}
	cmd := exec.CommandContext(k.Context(), program, args...)
	cmd.Dir, cmd.Env = k.dir, append(os.Environ(), "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	made, listErr := os.ReadDir(counted)
	if listErr != nil {
		k.Fatal(listErr)
	}
	if code := cmd.ProcessState.ExitCode(); err != nil && code >= 0 {
		k.Fatalf("%q: exit code %d:\n%s", args, code, out)
	}
	return len(made), err != nil, string(out)
}

func (k *killing) operation(name, state string, args []string) {
	k.Helper()
	reference := name + ".git"
	k.copy(reference, state)
	calls, killed, told := k.process(0, "before", append(args, "--to", reference)...)
	want, before := k.run(reference, "rev-parse", "main"), k.run(state, "rev-parse", "main")
	if killed || want == before {
		k.Fatalf("nothing was done:\n%s", told)
	}
	type step struct {
		at   int
		when string
	}
	var steps []step
	for at := 1; at <= calls; at++ {
		steps = append(steps, step{at, "before"}, step{at, "after"})
	}
	if *kills > 0 && *kills < len(steps) {
		rand.New(rand.NewPCG(*killSeed, uint64(len(name)))).Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
		steps = steps[:*kills]
	}
	moved, happened := 0, 0
	for _, s := range steps {
		to := fmt.Sprintf("%s-%d-%s.git", name, s.at, s.when)
		k.copy(to, state)
		call := append(args, "--to", to)
		_, killed, told := k.process(s.at, s.when, call...)
		if !killed && s.when == "after" && k.run(to, "rev-parse", "main") == want {
			continue // the call has lasted as long as the program
		}
		if !killed {
			k.Errorf("%s: it was not killed %s call %d:\n%s", name, s.when, s.at, told)
			continue
		}
		happened++
		if k.run(to, "rev-parse", "main") != before {
			moved++
		}
		if _, killed, told := k.process(0, "", call...); killed || k.run(to, "rev-parse", "main") != want {
			k.Errorf("%s, killed %s call %d: the next run ended with\n%s\nand another branch:\n%s", name, s.when, s.at, told, k.run(to, "log", "--stat", "main"))
		}
		if locks, err := filepath.Glob(filepath.Join(k.dir, to, "refs", "heads", "*.lock")); err != nil || len(locks) > 0 {
			k.Errorf("%s, killed %s call %d: %q %v", name, s.when, s.at, locks, err)
		}
		if err := os.RemoveAll(filepath.Join(k.dir, to)); err != nil {
			k.Fatal(err)
		}
	}
	k.Logf("%s: %d calls of git, %d kills, %d of them after the branch had moved", name, calls, happened, moved)
}
