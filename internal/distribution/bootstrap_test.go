package distribution

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const released = "1.2.3"

// standIn answers like modelgate, names its platform, and shows what it was given.
const standIn = `#!/bin/sh
if [ "$1 $2" = "version --json" ]; then
  echo '{"version":"VERSION","os":"linux","arch":"amd64","go":"go1.26.0"}'
  exit 0
fi
echo "ran PLATFORM: $*"
echo "model=$MODELGATE_MODEL"
env | grep -o '^MODELGATE_[A-Z_]*' | sort
exit "${EXIT_CODE:-0}"
`

func program(version, platform string) []byte {
	return []byte(strings.NewReplacer("VERSION", version, "PLATFORM", platform).Replace(standIn))
}

// rig is a tree with the bootstrap script, a server with a release, and a PATH
// on which nothing but the named tools lie.
type rig struct {
	tb        testing.TB
	tree      string
	bin       string
	env       map[string]string
	served    map[string][]byte                 // by URL path
	published atomic.Pointer[map[string][]byte] // what the server serves
	requests  atomic.Int32
}

var platforms = []struct{ system, machine, os, arch, exe string }{
	{"Linux", "x86_64", "linux", "amd64", ""},
	{"Linux", "aarch64", "linux", "arm64", ""},
	{"Darwin", "x86_64", "darwin", "amd64", ""},
	{"Darwin", "arm64", "darwin", "arm64", ""},
	{"MINGW64_NT-10.0-20348", "x86_64", "windows", "amd64", ".exe"},
	{"MSYS_NT-10.0-26100", "arm64", "windows", "arm64", ".exe"},
}

func newRig(tb testing.TB) *rig {
	tb.Helper()
	if runtime.GOOS == "windows" {
		tb.Skip("the stand-ins are shell scripts; CI runs the script itself on Windows")
	}
	dir := filepath.Join(tb.TempDir(), "a tree")
	r := &rig{tb: tb, tree: filepath.Join(dir, "action"), bin: filepath.Join(dir, "bin"), served: map[string][]byte{}}
	script, err := os.ReadFile("../../scripts/bootstrap.sh")
	if err != nil {
		tb.Fatal(err)
	}
	r.write(filepath.Join(r.tree, "scripts/bootstrap.sh"), script, 0o755)
	for _, tool := range []string{"bash", "dirname", "sed", "mktemp", "rm", "cp", "mv", "chmod", "mkdir", "gzip", "sha256sum", "curl", "env", "grep", "sort", "sh"} {
		r.tool(tool)
	}
	r.uname("Linux", "x86_64")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.requests.Add(1)
		content, ok := (*r.published.Load())[req.URL.Path]
		if !ok {
			http.NotFound(w, req)
			return
		}
		_, _ = w.Write(content)
	}))
	tb.Cleanup(server.Close)
	r.env = map[string]string{"MODELGATE_DOWNLOAD_BASE_URL": server.URL + "/mirror", "RUNNER_TEMP": r.dir("temp"), "HOME": r.dir("home")}
	r.release()
	return r
}

// publish shows the server what is to be served from now on: a copy, since tests
// spoil the original while an earlier answer may still be on its way.
func (r *rig) publish() {
	files := map[string][]byte{}
	for name, content := range r.served {
		files[name] = bytes.Clone(content)
	}
	r.published.Store(&files)
}

func (r *rig) dir(name string) string {
	path := filepath.Join(filepath.Dir(r.tree), name)
	if err := os.MkdirAll(path, 0o755); err != nil {
		r.tb.Fatal(err)
	}
	return path
}

func (r *rig) write(path string, content []byte, mode os.FileMode) string {
	r.tb.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, content, mode)); err != nil {
		r.tb.Fatal(err)
	}
	return path
}

// tool puts one of the machine's tools on the rig's PATH. macOS has shasum
// where others have sha256sum.
func (r *rig) tool(name string) {
	r.tb.Helper()
	path, err := exec.LookPath(name)
	if err != nil && name == "sha256sum" {
		name = "shasum"
		path, err = exec.LookPath(name)
	}
	if err == nil {
		err = errors.Join(os.MkdirAll(r.bin, 0o755), os.Symlink(path, filepath.Join(r.bin, name)))
	}
	if err != nil {
		r.tb.Fatal(err)
	}
}

func (r *rig) without(tools ...string) {
	for _, name := range tools {
		_ = os.Remove(filepath.Join(r.bin, name))
	}
}

func (r *rig) uname(system, machine string) {
	r.script("uname", fmt.Sprintf("case $1 in -s) echo '%s' ;; -m) echo '%s' ;; esac", system, machine))
}

// script puts a tool of our own on the PATH.
func (r *rig) script(name, body string) string {
	return r.write(filepath.Join(r.bin, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755)
}

// goTool puts a go on the PATH that builds a stand-in, and tells how it was called.
func (r *rig) goTool() {
	made := r.write(filepath.Join(r.dir("made"), "modelgate"), program("0.0.0-dev", "source"), 0o755)
	r.script("go", fmt.Sprintf(`echo "go $* GOWORK=$GOWORK GOFLAGS=$GOFLAGS" >&2
while [ $# -gt 0 ]; do [ "$1" = -o ] && cp '%s' "$2"; shift; done`, made))
}

func archive(tb testing.TB, content []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(content)
	if err := errors.Join(err, w.Close()); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func address(os, arch string) string {
	return fmt.Sprintf("/mirror/v%s/modelgate_%s_%s_%s.gz", released, released, os, arch)
}

// release serves a release for every platform, and locks it.
func (r *rig) release() {
	lock := "# a comment\nversion " + released + "\n"
	for _, p := range platforms {
		content := program(released, p.os+"/"+p.arch)
		packed := archive(r.tb, content)
		r.served[address(p.os, p.arch)] = packed
		name := fmt.Sprintf("modelgate_%s_%s_%s", released, p.os, p.arch)
		lock += fmt.Sprintf("%x  %s.gz\n%x  %s\n", sha256.Sum256(packed), name, sha256.Sum256(content), name+p.exe)
	}
	r.lock(lock)
}

func (r *rig) lock(text string) {
	r.write(filepath.Join(r.tree, "release.lock"), []byte(text), 0o644)
}

// run runs the script and checks its exit code, and that each text is in its output.
func (r *rig) run(code int, want ...string) string {
	r.tb.Helper()
	return r.runWith([]string{"check", "--all"}, code, want...)
}

// runWith is run with other arguments of the script.
func (r *rig) runWith(args []string, code int, want ...string) string {
	r.tb.Helper()
	r.publish()
	bash, err := exec.LookPath("bash")
	if err != nil {
		r.tb.Fatal(err)
	}
	cmd := exec.Command(bash, append([]string{filepath.Join(r.tree, "scripts/bootstrap.sh")}, args...)...)
	cmd.Dir = r.dir("workspace")
	cmd.Env = []string{"PATH=" + r.bin}
	for k, v := range r.env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	output, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.tb.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		r.tb.Fatalf("exit code %d, want %d; output:\n%s", got, code, output)
	}
	for _, text := range want {
		if !strings.Contains(string(output), text) {
			r.tb.Errorf("%q is not in the output:\n%s", text, output)
		}
	}
	if code != 0 && r.env["EXIT_CODE"] == "" && strings.Contains(string(output), "ran ") {
		r.tb.Errorf("it failed, and ran something:\n%s", output)
	}
	return string(output)
}

func TestBootstrapRunsTheReleaseOfItsPlatform(t *testing.T) {
	r := newRig(t)
	for _, p := range platforms {
		r.uname(p.system, p.machine)
		r.run(0, "ran "+p.os+"/"+p.arch+": check --all")
	}
	r.uname("FreeBSD", "riscv64")
	r.run(3, "names no modelgate 1.2.3 for FreeBSD/riscv64", "actions/setup-go", "binary-path")
	r.env["MODELGATE_INSTALL"] = "binary"
	r.run(2, "no file for FreeBSD/riscv64 in version 1.2.3")
	r.env["MODELGATE_INSTALL"] = ""
	r.goTool()
	r.run(0, "ran source")
}

// A download that is not what was released is never run, and no other way is
// tried: go lies on the PATH, and a modelgate too.
func TestBootstrapRefusesWhatWasNotReleased(t *testing.T) {
	here := address("linux", "amd64")
	for name, spoil := range map[string]func(r *rig){
		"tampered":       func(r *rig) { r.served[here][len(r.served[here])/2] ^= 1 },
		"truncated":      func(r *rig) { r.served[here] = r.served[here][:len(r.served[here])-9] },
		"empty":          func(r *rig) { r.served[here] = nil },
		"longer":         func(r *rig) { r.served[here] = append(r.served[here], 0) },
		"other platform": func(r *rig) { r.served[here] = r.served[address("darwin", "arm64")] },
		"an error page":  func(r *rig) { r.served[here] = []byte("<html>Sign in to the proxy</html>") },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.goTool()
			r.write(filepath.Join(r.bin, "modelgate"), program(released, "path"), 0o755)
			r.env["RUNNER_TOOL_CACHE"] = r.dir("cache")
			spoil(r)
			r.run(4, "is not what was released", "release.lock names", "nothing of it was run")
			if left, _ := filepath.Glob(filepath.Join(r.env["RUNNER_TEMP"], "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			if cached, _ := filepath.Glob(filepath.Join(r.env["RUNNER_TOOL_CACHE"], "modelgate/*/*/*")); len(cached) > 0 {
				t.Errorf("cached: %v", cached)
			}
		})
	}
	t.Run("the archive is right and the program in it is not", func(t *testing.T) {
		r := newRig(t)
		content := program(released, "linux/amd64")
		r.lock(fmt.Sprintf("version %s\n%x  modelgate_1.2.3_linux_amd64.gz\n%x  modelgate_1.2.3_linux_amd64\n", released, sha256.Sum256(archive(t, content)), sha256.Sum256(nil)))
		r.run(4, "is not the one that release.lock names")
	})
	t.Run("missing", func(t *testing.T) {
		r := newRig(t)
		r.goTool()
		delete(r.served, here)
		r.run(3, "could not be downloaded", "download-base-url", "binary-path", "install: source")
	})
	t.Run("a lock that cannot be read", func(t *testing.T) {
		r := newRig(t)
		r.goTool()
		r.lock("version 1.2.3\n<<<<<<< HEAD\n")
		r.run(2, "a line that is no digest")
	})
	t.Run("another scheme", func(t *testing.T) {
		r := newRig(t)
		r.env["MODELGATE_DOWNLOAD_BASE_URL"] = "--config /etc/passwd"
		r.run(2, "must begin with https://")
	})
}

func TestBootstrapChecksItsCacheEachTime(t *testing.T) {
	r := newRig(t)
	r.env["RUNNER_TOOL_CACHE"] = r.dir("cache")
	r.run(0, "ran linux/amd64")
	r.run(0, "ran linux/amd64")
	if n := r.requests.Load(); n != 1 {
		t.Errorf("%d requests for two runs, want 1", n)
	}
	cached := filepath.Join(r.env["RUNNER_TOOL_CACHE"], "modelgate/1.2.3/amd64/modelgate_1.2.3_linux_amd64")
	r.write(cached, program(released, "malice"), 0o755)
	r.run(0, "is not what release.lock names", "ran linux/amd64")
	r.run(0, "ran linux/amd64")
	if n := r.requests.Load(); n != 2 {
		t.Errorf("%d requests, want 2: one more, for the cached program that was tampered with", n)
	}
	r.env["RUNNER_TOOL_CACHE"] = r.write(filepath.Join(r.dir("other"), "a file"), nil, 0o644)
	r.run(0, "ran linux/amd64") // a cache that cannot be written is done without
}

func TestBootstrapNeedsFewTools(t *testing.T) {
	r := newRig(t)
	r.without("curl")
	r.run(3, "curl is not on PATH", "binary-path")

	r = newRig(t)
	r.without("sha256sum", "shasum")
	r.run(3, "neither sha256sum nor shasum")
	if r.requests.Load() != 0 {
		t.Error("it was downloaded all the same")
	}

	r = newRig(t)
	if sum, err := exec.LookPath("sha256sum"); err == nil { // as on macOS
		r.without("sha256sum")
		r.script("shasum", `[ "$1 $2" = "-a 256" ] || exit 9; exec '`+sum+`'`)
	}
	r.run(0, "ran linux/amd64")
}

func TestBootstrapUsesAPresentProgram(t *testing.T) {
	r := newRig(t)
	r.env["MODELGATE_INSTALL"] = "none"
	r.run(2, "no modelgate on PATH")
	r.write(filepath.Join(r.bin, "modelgate"), program(released, "path"), 0o755)
	r.run(0, "ran path: check --all")
	r.write(filepath.Join(r.bin, "modelgate"), program("1.2.2", "path"), 0o755)
	r.run(2, "is modelgate 1.2.2, but this is the action of 1.2.3", "v1.2.2")
	r.lock("# no release\n")
	r.run(0, "its version was not compared", "ran path")

	r = newRig(t)
	r.env["MODELGATE_BINARY_PATH"] = r.write(filepath.Join(r.dir("given"), "my modelgate"), program(released, "given"), 0o755)
	r.run(0, "ran given")
	if r.requests.Load() != 0 {
		t.Error("it was downloaded all the same")
	}
	r.env["MODELGATE_BINARY_PATH"] = r.write(filepath.Join(r.dir("given"), "other"), []byte("#!/bin/sh\nexit 0\n"), 0o755)
	r.run(2, "does not answer `modelgate version --json`")
	r.env["MODELGATE_BINARY_PATH"] = r.dir("given")
	r.run(2, "is not an executable file")
}

// TestBootstrapPutsTheProgramOnPath: what later steps find is the program that was verified, under its own name, alone
// in its directory.
func TestBootstrapPutsTheProgramOnPath(t *testing.T) {
	setup := []string{"--setup", "version"}
	r := newRig(t)
	r.runWith(setup, 2, "needs GITHUB_PATH and RUNNER_TEMP")
	onPath := func(want string) {
		t.Helper()
		r.env["GITHUB_PATH"], r.env["GITHUB_OUTPUT"] = filepath.Join(r.dir("files"), "path"), filepath.Join(r.dir("files"), "output")
		for _, name := range []string{"GITHUB_PATH", "GITHUB_OUTPUT"} {
			_ = os.Remove(r.env[name])
		}
		r.runWith(setup, 0, "ran "+want+": version")
		dir, err := os.ReadFile(r.env["GITHUB_PATH"])
		if err != nil {
			t.Fatal(err)
		}
		output, err := os.ReadFile(r.env["GITHUB_OUTPUT"])
		if err != nil || string(output) != "path="+string(dir) {
			t.Errorf("the output is %q for %q: %v", output, dir, err)
		}
		entries, err := os.ReadDir(strings.TrimSpace(string(dir)))
		if err != nil || len(entries) != 1 || entries[0].Name() != "modelgate" {
			t.Errorf("on PATH are %v: %v", entries, err)
		}
		out, err := exec.Command(filepath.Join(strings.TrimSpace(string(dir)), "modelgate"), "x").Output()
		if err != nil || !strings.HasPrefix(string(out), "ran "+want+": x") {
			t.Errorf("a later step runs %q: %v", out, err)
		}
	}
	r.env["RUNNER_TEMP"] = r.dir("temp")
	onPath("linux/amd64")
	r.env["MODELGATE_INSTALL"] = "source"
	r.goTool()
	onPath("source")
	r.env["MODELGATE_INSTALL"] = ""
	r.env["MODELGATE_BINARY_PATH"] = r.write(filepath.Join(r.dir("given"), "my modelgate"), program(released, "given"), 0o755)
	onPath("given")
	delete(r.env, "MODELGATE_BINARY_PATH")
	r.served[address("linux", "amd64")] = archive(t, program(released, "other"))
	r.env["GITHUB_PATH"] = filepath.Join(r.dir("files"), "none")
	r.runWith(setup, 4, "is not what was released")
	if _, err := os.Stat(r.env["GITHUB_PATH"]); err == nil {
		t.Error("what was refused is on PATH")
	}
}

func TestBootstrapBuildsATreeThatIsNoRelease(t *testing.T) {
	r := newRig(t)
	r.lock("# no release\n")
	r.run(3, "names no modelgate for linux/amd64", "release tag", "actions/setup-go", "binary-path")
	r.env["MODELGATE_INSTALL"] = "source"
	r.run(3, "go is not on PATH")
	r.goTool()
	r.run(0, "go -C "+r.tree+" build -trimpath", "GOWORK=off GOFLAGS=-mod=readonly", "ran source: check --all")
	r.env["MODELGATE_INSTALL"] = "auto"
	r.run(0, "ran source")
	r.script("go", "echo no such module >&2; exit 1")
	r.run(3, "no such module", "could not be built")
	r.env["MODELGATE_INSTALL"] = "latest"
	r.run(2, "install: latest is unknown")
}

// Inputs reach the program as they are; those of the script do not reach it.
func TestBootstrapHandsInputsOn(t *testing.T) {
	r := newRig(t)
	hostile := "$(touch pwned) `touch pwned`; touch pwned\n::error::x"
	r.env["MODELGATE_MODEL"] = hostile
	r.env["MODELGATE_INSTALL"] = "binary"
	output := r.run(0, "model="+hostile)
	if strings.Contains(output, "MODELGATE_INSTALL") || strings.Contains(output, "MODELGATE_DOWNLOAD") {
		t.Errorf("the script's own variables were handed on:\n%s", output)
	}
	if left, _ := filepath.Glob(filepath.Join(r.dir("workspace"), "*")); len(left) > 0 {
		t.Errorf("made in the workspace: %v", left)
	}
	for _, temp := range []string{r.env["RUNNER_TEMP"], ""} {
		r.env["RUNNER_TEMP"], r.env["TMPDIR"] = temp, r.dir("tmp")
		for _, code := range []int{0, 1, 4} {
			r.env["EXIT_CODE"] = fmt.Sprint(code)
			r.run(code, "ran linux/amd64")
		}
	}
	if left, _ := filepath.Glob(filepath.Join(r.dir("tmp"), "*")); len(left) > 0 {
		t.Errorf("left behind outside a runner: %v", left)
	}
}

func TestBootstrapTellsNoSecret(t *testing.T) {
	r := newRig(t)
	r.env["MODELGATE_TOKEN"], r.env["GITHUB_TOKEN"] = "hunter2-token", "hunter2-job"
	r.env["MODELGATE_DOWNLOAD_BASE_URL"] = strings.Replace(r.env["MODELGATE_DOWNLOAD_BASE_URL"], "http://", "http://user:hunter2-mirror@", 1)
	delete(r.served, address("linux", "amd64"))
	if output := r.run(3, "http://127.0.0.1"); strings.Contains(output, "hunter2") {
		t.Errorf("a secret was printed:\n%s", output)
	}
	r.served[address("linux", "amd64")] = []byte("x")
	if output := r.run(4); strings.Contains(output, "hunter2") {
		t.Errorf("a secret was printed:\n%s", output)
	}
}

func TestBootstrapAnnotatesOneLine(t *testing.T) {
	r := newRig(t)
	r.env["GITHUB_ACTIONS"] = "true"
	r.env["MODELGATE_INSTALL"] = "100%\r\n::set-output name=result::allow"
	if output := r.run(2, "::error title=modelgate::install: 100%25%0D%0A::set-output name=result::allow is unknown"); strings.Count(output, "\n") != 1 {
		t.Errorf("more than one line:\n%s", output)
	}
}

// BenchmarkBootstrap compares the script, from a warm tool cache, with the bare
// program. What it adds is the script's own time and the digest of the program,
// here one of 32 MB.
func BenchmarkBootstrap(b *testing.B) {
	r := newRig(b)
	content := append(program(released, "linux/amd64"), bytes.Repeat([]byte("#"), 32<<20)...)
	name := "modelgate_1.2.3_linux_amd64"
	packed := archive(b, content)
	r.served[address("linux", "amd64")] = packed
	r.lock(fmt.Sprintf("version 1.2.3\n%x  %s.gz\n%x  %s\n", sha256.Sum256(packed), name, sha256.Sum256(content), name))
	r.env["RUNNER_TOOL_CACHE"] = r.dir("cache")
	r.run(0)
	bare := filepath.Join(r.env["RUNNER_TOOL_CACHE"], "modelgate/1.2.3/amd64", name)
	var with, without time.Duration
	for b.Loop() {
		start := time.Now()
		r.run(0)
		with += time.Since(start)
		start = time.Now()
		cmd := exec.Command(bare, "check", "--all")
		cmd.Env = []string{"PATH=" + r.bin}
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		without += time.Since(start)
	}
	b.ReportMetric(float64((with-without).Milliseconds())/float64(b.N), "added-ms/op")
	b.ReportMetric(float64(with)/float64(without), "ratio")
}
