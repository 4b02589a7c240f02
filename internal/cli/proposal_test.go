package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/actions"
)

// proposing is a repository as GitHub has it: a main branch that has moved on since
// a branch left it, and the merge of both that a pull request is built from.
type proposing struct {
	testRepo
	left, tip, head, merge string
}

const strict = "apiVersion: modelgate.dev/v1\nkind: Config\nstage: draft\nallowed_licenses: [apache-2.0]\nrules: {card/license_not_allowed: {severity: error}}\n"

func newForge(t *testing.T) proposing {
	t.Helper()
	f := proposing{testRepo: copyOf(t, "forge", func(f testRepo) {
		f.run("init", "-q", "-b", "main")
		f.run("config", "uploadpack.allowAnySHA1InWant", "true")
		f.write("models/a/README.md", goodCard)
		f.write(".modelgate/config.yaml", strings.Replace(strict, "apache-2.0", "mit", 1))
		f.commitAll("left")
		f.run("switch", "-q", "-c", "feature")
		f.write("models/a/README.md", goodCard+"\nMore.\n")
		f.commitAll("head")
		f.run("switch", "-q", "main")
		f.write(".modelgate/config.yaml", strict) // since the branch left, the rules have become stricter
		f.write("models/b/README.md", goodCard)
		f.commitAll("tip")
		f.run("switch", "-q", "-c", "merge")
		f.run("merge", "-q", "--no-ff", "-m", "merge", "feature")
		f.run("switch", "-q", "main")
	})}
	commits := strings.Fields(f.run("rev-parse", "main~1", "main", "feature", "merge"))
	f.left, f.tip, f.head, f.merge = commits[0], commits[1], commits[2], commits[3]
	return f
}

func (r testRepo) commitAll(message string) string {
	r.run("add", "--all")
	r.run("commit", "-q", "-m", message)
	return r.run("rev-parse", "HEAD")
}

// checkout is the clone of a job that was handed a commit.
func (f proposing) checkout(t *testing.T, commit string) string {
	t.Helper()
	return checkout(t, f.Dir, commit, "file://"+filepath.ToSlash(f.Dir))
}

// onGitHub is the environment of a job of GitHub Actions.
func onGitHub(t testing.TB, name, sha string, payload any) map[string]string {
	t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "event.json")
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_SHA": sha, "GITHUB_EVENT_PATH": path, "GITHUB_REPOSITORY": "acme/models"}
}

type object = map[string]any

func (f proposing) pull() object {
	repo := object{"full_name": "acme/models", "default_branch": "main"}
	return object{"repository": repo, "pull_request": object{"number": 3,
		"base": object{"sha": f.tip, "ref": "main", "repo": repo}, "head": object{"sha": f.head, "ref": "feature", "repo": repo}}}
}

// stale is the event of a pull request that was opened when the rules were laxer.
func (f proposing) stale() object {
	p := f.pull()
	p["pull_request"].(object)["base"].(object)["sha"] = f.left
	return p
}

// judged is what a recorded run compared, and which models it judged.
func judged(t testing.TB, stdout string) (base, head string, models []string) {
	t.Helper()
	var r struct {
		Base, Head struct{ Commit string }
		Models     []struct{ Subject struct{ ID string } }
	}
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	for _, m := range r.Models {
		models = append(models, m.Subject.ID)
	}
	return r.Base.Commit, r.Head.Commit, models
}

func TestProposalOfEveryEvent(t *testing.T) {
	f := newForge(t)
	repo := object{"full_name": "acme/models", "default_branch": "main"}
	gone := strings.Repeat("d", 40)
	for name, c := range map[string]struct {
		event, sha string
		payload    object
		checkout   string
		base, head string
		models     string
		code       int
	}{
		"pull request":            {"pull_request", f.merge, f.pull(), f.merge, f.tip, f.merge, "[models/a]", Denied},
		"pull request, its head":  {"pull_request", f.merge, f.pull(), f.head, f.tip, f.merge, "[models/a]", Denied},
		"target":                  {"pull_request_target", f.tip, f.pull(), f.tip, f.tip, f.head, "[models/a]", Denied},
		"merge group":             {"merge_group", f.merge, object{"merge_group": object{"base_ref": "refs/heads/main", "base_sha": f.tip, "head_sha": f.merge}, "repository": repo}, f.merge, f.tip, f.merge, "[models/a]", Denied},
		"push":                    {"push", f.tip, object{"ref": "refs/heads/main", "before": f.left, "after": f.tip, "repository": repo}, f.tip, f.left, f.tip, "[models/b]", Done},
		"push of a new branch":    {"push", f.head, object{"ref": "refs/heads/feature", "before": strings.Repeat("0", 40), "after": f.head, "repository": repo}, f.head, f.tip, f.head, "[models/a]", Denied},
		"push aside":              {"push", f.head, object{"ref": "refs/heads/feature", "before": f.left, "after": f.head, "repository": repo}, f.head, f.tip, f.head, "[models/a]", Denied},
		"push aside that rewrote": {"push", f.head, object{"ref": "refs/heads/feature", "before": gone, "after": f.head, "repository": repo}, f.head, f.tip, f.head, "[models/a]", Denied},
		"dispatch aside":          {"workflow_dispatch", f.head, object{"repository": repo}, f.head, f.tip, f.head, "[models/a]", Denied},
		"first push":              {"push", f.tip, object{"ref": "refs/heads/main", "before": strings.Repeat("0", 40), "after": f.tip, "repository": repo}, f.tip, f.tip, f.tip, "[models/a models/b]", Denied},
		"schedule, run again":     {"schedule", f.left, object{"repository": repo}, f.left, f.tip, f.left, "[models/a]", Denied},
		"merge group, run again":  {"merge_group", f.merge, object{"merge_group": object{"base_ref": "refs/heads/main", "base_sha": f.left, "head_sha": f.merge}, "repository": repo}, f.merge, f.tip, f.merge, "[models/a]", Denied},
		"push that rewrote":       {"push", f.tip, object{"ref": "refs/heads/main", "before": gone, "after": f.tip, "repository": repo}, f.tip, f.tip, f.tip, "[models/a models/b]", Denied},
		"run of another workflow": {"workflow_run", f.tip, object{"workflow_run": object{"head_sha": f.head}, "repository": repo}, f.tip, f.tip, f.head, "[models/a]", Denied},
		"target, stale":           {"pull_request_target", f.tip, f.stale(), f.tip, f.tip, f.head, "[models/a]", Denied},
		"schedule":                {"schedule", f.tip, object{"repository": repo}, f.tip, f.tip, f.tip, "[models/a models/b]", Denied},
	} {
		t.Run(name, func(t *testing.T) {
			variables := onGitHub(t, c.event, c.sha, c.payload)
			variables["GITHUB_REF"] = "refs/heads/main"
			if strings.Contains(name, "aside") {
				variables["GITHUB_REF"] = "refs/heads/feature"
			}
			code, stdout, stderr := runWith(t, f.checkout(t, c.checkout), variables, "check", "-o", "json")
			if code != c.code {
				t.Fatalf("exit code %d, want %d: %s%s", code, c.code, stdout, stderr)
			}
			base, head, models := judged(t, stdout)
			if base != c.base || head != c.head || fmt.Sprint(models) != c.models {
				t.Errorf("judged %v of %s against %s;\nwant %v of %s against %s", models, head, base, c.models, c.head, c.base)
			}
		})
	}
}

// TestProposalCannotChooseItsRules leaves the base at a commit whose rules were
// laxer: those of the base as it is now decide, whatever was checked out.
func TestProposalCannotChooseItsRules(t *testing.T) {
	f := newForge(t)
	for _, checkout := range []string{f.head, f.merge, f.left} {
		code, stdout, stderr := runWith(t, f.checkout(t, checkout), onGitHub(t, "pull_request", f.head, f.stale()), "check")
		if code != Denied || !strings.Contains(stdout, "license") {
			t.Errorf("exit code %d: %s%s", code, stdout, stderr)
		}
	}
}

// TestBranchesInForce: the verdict about a commit is that of the rules in force,
// whatever branch it is aimed at, whatever merge or rerun the job was handed.
func TestBranchesInForce(t *testing.T) {
	f := newForge(t)
	lax := strings.Replace(strict, "apache-2.0", "mit", 1)
	aside := func(branch, config string) (tip string) {
		f.run("switch", "-q", "-c", branch, f.left)
		f.write(".modelgate/config.yaml", config)
		f.write("docs/"+branch, "x")
		return f.commitAll(branch)
	}
	laxTip := aside("lax", lax)
	f.run("switch", "-q", "-c", "merged-lax")
	f.run("merge", "-q", "--no-ff", "-m", "merge", "feature")
	laxMerge := f.run("rev-parse", "HEAD")
	f.run("tag", "tagged", laxTip)
	aside("release/1", lax+"branches: [release/*]\n")
	f.run("switch", "-q", "--detach", f.left)
	f.run("merge", "-q", "--no-ff", "-m", "merge", "feature")
	staleMerge := f.run("rev-parse", "HEAD")
	f.run("switch", "-q", "main")
	at := func(branch string) object {
		p := f.pull()
		p["pull_request"].(object)["base"].(object)["ref"] = branch
		return p
	}
	repo := f.pull()["repository"]
	push := func(before string) object {
		return object{"ref": "refs/heads/lax", "before": before, "after": f.head, "repository": repo}
	}
	group := object{"merge_group": object{"base_ref": "refs/heads/lax", "base_sha": laxTip, "head_sha": laxMerge}, "repository": repo}
	for name, c := range map[string]struct {
		event, sha string
		payload    object
		head       string
		notice     string
	}{
		"aimed at a lax branch":                  {"pull_request", laxMerge, at("lax"), f.head, `targets \"lax\"`},
		"aimed at one that is gone":              {"pull_request", f.merge, at("gone"), f.merge, `targets \"gone\"`},
		"retargeted, with the merge of before":   {"pull_request", laxMerge, f.pull(), f.head, ""},
		"rerun after the rules changed":          {"pull_request", staleMerge, f.stale(), f.head, ""},
		"a merge that is gone":                   {"pull_request", f.head, f.pull(), f.head, ""},
		"named like a tag":                       {"pull_request", laxMerge, at("tagged"), f.head, `targets \"tagged\"`},
		"with an unusual name":                   {"pull_request", laxMerge, at("a\u202e`@b"), f.head, `targets \"a\\u202e`},
		"review of one on a lax branch":          {"pull_request_review", laxMerge, at("lax"), f.head, `targets \"lax\"`},
		"merge group of a lax branch":            {"merge_group", laxMerge, group, laxMerge, `targets \"lax\"`},
		"second push to a branch that was lax":   {"push", f.head, push(laxTip), f.head, "proposed to the default branch"},
		"a branch that no configuration names":   {"pull_request", laxMerge, at("release/1"), f.head, `targets \"release/1\"`},
		"dispatch on a lax branch":               {"workflow_dispatch", f.head, object{"repository": repo}, f.head, "proposed to the default branch"},
		"push of an older commit of main, rerun": {"push", f.left, object{"ref": "refs/heads/main", "before": strings.Repeat("0", 40), "after": f.left, "repository": repo}, f.left, ""},
	} {
		t.Run(name, func(t *testing.T) {
			variables := onGitHub(t, c.event, c.sha, c.payload)
			variables["GITHUB_REF"], variables["GITHUB_REF_PROTECTED"] = "refs/heads/lax", "true"
			if name == "a merge that is gone" {
				variables["GITHUB_SHA"] = strings.Repeat("d", 40)
			}
			code, stdout, stderr := runWith(t, f.checkout(t, c.sha), variables, "check", "-o", "json")
			base, head, _ := judged(t, stdout)
			if code != Denied || base != f.tip || head != c.head || !strings.Contains(stdout, c.notice) {
				t.Errorf("exit code %d: judged %s against %s, want %s against %s and %q: %s", code, head, base, c.head, f.tip, c.notice, stderr)
			}
		})
	}
	t.Run("named by the default branch", func(t *testing.T) {
		f.run("switch", "-q", "main")
		f.write(".modelgate/config.yaml", strict+"branches: [release/*]\n")
		f.commitAll("release branches are in force")
		for branch, want := range map[string]int{"release/1": Done, "lax": Denied} {
			code, stdout, stderr := runWith(t, f.checkout(t, f.head), onGitHub(t, "pull_request", f.head, at(branch)), "check")
			if code != want {
				t.Errorf("%s: exit code %d, want %d: %s%s", branch, code, want, stdout, stderr)
			}
			named := run(t, f.Dir, "check", "--base", branch, "--head", f.head)
			if beside := strings.Contains(named.stdout, "The rules of main were not used."); named.code != Done || beside != (branch == "lax") {
				t.Errorf("--base %s: exit code %d: %s", branch, named.code, named.all())
			} else if partial := strings.Contains(named.stdout, "partial check (with rules that are not in force): no finding"); partial != beside {
				t.Errorf("--base %s: %s", branch, named.stdout)
			}
		}
	})
}

// TestDefaultBranchOfTheRemote is of a system that does not name it, or lets the
// proposal name it.
func TestDefaultBranchOfTheRemote(t *testing.T) {
	f := newForge(t)
	azure := map[string]string{"TF_BUILD": "True", "BUILD_REASON": "PullRequest", "BUILD_SOURCEVERSION": f.merge, "SYSTEM_PULLREQUEST_SOURCECOMMITID": f.head, "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/feature"}
	f.run("switch", "-q", "main")
	if code, stdout, stderr := runWith(t, f.checkout(t, f.merge), azure, "check", "-o", "text"); code != Denied || !strings.Contains(stdout, `default branch, "main"`) {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	gitlab := map[string]string{"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_SHA": f.head, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "feature", "CI_DEFAULT_BRANCH": "feature", "CI_COMMIT_REF_PROTECTED": "true"}
	if code, stdout, stderr := runWith(t, f.checkout(t, f.head), gitlab, "check", "-o", "text"); code != Denied || !strings.Contains(stdout, `default branch, "main"`) {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
	f.run("switch", "-q", "--detach")
	if code, stdout, stderr := runWith(t, f.checkout(t, f.merge), azure, "check", "-o", "text"); code != Misused || !strings.Contains(stderr, "does not name its default branch") {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
}

// TestRenamedDefaultBranch runs events again that are older than the name of the
// default branch. Whoever makes a branch of the old name does not make the rules.
func TestRenamedDefaultBranch(t *testing.T) {
	f := newForge(t)
	repo := object{"full_name": "acme/models", "default_branch": "master"}
	old := f.pull()
	old["repository"], old["pull_request"].(object)["base"].(object)["ref"] = repo, "master"
	for name, lax := range map[string]bool{"the old name is gone": false, "the old name is taken": true} {
		if lax {
			f.run("update-ref", "refs/heads/master", f.left)
		}
		for event, payload := range map[string]object{"pull_request": old, "workflow_run": {"workflow_run": object{"head_sha": f.head}, "repository": repo}, "push": {"ref": "refs/heads/feature", "before": f.left, "after": f.head, "repository": repo}} {
			code, stdout, stderr := runWith(t, f.checkout(t, f.head), onGitHub(t, event, f.head, payload), "check", "-o", "json")
			if code != Denied || !strings.Contains(stdout, `origin is \"main\"`) {
				t.Errorf("%s, %s: exit code %d: %s%s", event, name, code, stdout, stderr)
			}
			if base, _, _ := judged(t, stdout); base != f.tip {
				t.Errorf("%s, %s: judged by %s, want %s", event, name, base, f.tip)
			}
		}
	}
	f.run("switch", "-q", "--detach")
	code, stdout, stderr := runWith(t, f.checkout(t, f.head), onGitHub(t, "pull_request", f.head, f.pull()), "check", "-o", "text")
	if code != Denied || !strings.Contains(stdout, "origin does not name its default branch") {
		t.Errorf("exit code %d: %s%s", code, stdout, stderr)
	}
}

// TestNewerRulesDecide leaves main before its rules became stricter.
func TestNewerRulesDecide(t *testing.T) {
	f := newForge(t)
	f.run("switch", "-q", "feature")
	if got := run(t, f.Dir, "check", "--head", "HEAD"); got.code != Denied || !strings.Contains(got.stdout, "changed after this branch left it. The newer rules were used.") {
		t.Errorf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
	if got := run(t, f.Dir, "check", "--base", f.left, "--head", "HEAD"); got.code != Done || !strings.Contains(got.stdout, "The rules of main were not used.") {
		t.Errorf("exit code %d: %s%s", got.code, got.stdout, got.stderr)
	}
}

// TestGuessedDefaultBranch: a branch with a usual name may be anybody's.
func TestGuessedDefaultBranch(t *testing.T) {
	f := newForge(t)
	f.run("switch", "-q", "feature")
	const guessed = "does not record the default branch of origin, so origin/main was used"
	if got := run(t, f.Dir, "check"); strings.Contains(got.stdout, guessed) {
		t.Errorf("without a remote: %s", got.stdout)
	}
	f.run("update-ref", "refs/remotes/origin/main", f.tip)
	if got := run(t, f.Dir, "check"); got.code != Denied || !strings.Contains(got.stdout, guessed) {
		t.Errorf("exit code %d: %s", got.code, got.all())
	}
	f.run("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	if got := run(t, f.Dir, "check"); got.code != Denied || strings.Contains(got.stdout, guessed) {
		t.Errorf("exit code %d: %s", got.code, got.all())
	}
}

func TestProposalErrors(t *testing.T) {
	f := newForge(t)
	missing := object{"merge_group": object{"base_ref": "refs/heads/main", "head_sha": strings.Repeat("d", 40)}}
	nowhere := onGitHub(t, "push", f.head, object{"ref": "refs/heads/feature", "before": f.left, "after": f.head, "repository": object{"default_branch": "gone", "full_name": "acme/models"}})
	for name, c := range map[string]struct {
		variables map[string]string
		args      []string
		code      int
		want      string
	}{
		"head is nowhere":    {onGitHub(t, "merge_group", f.tip, missing), nil, Failed, "fetch-depth: 0"},
		"by the remote":      {nowhere, nil, Denied, `names "gone", which was ignored`},
		"unknown event":      {onGitHub(t, "gollum", f.tip, object{}), nil, Misused, "--base and --head"},
		"named all the same": {onGitHub(t, "gollum", f.tip, object{}), []string{"--base", f.tip, "--head", f.tip, "-o", "text"}, Done, "No models changed"},
		"not on that system": {onGitHub(t, "push", f.tip, object{}), []string{"--ci", "gitlab"}, Misused, "its environment variables were not found"},
		"no such system":     {nil, []string{"--ci", "githb"}, Misused, `did you mean "github"`},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := runWith(t, f.checkout(t, f.tip), c.variables, append([]string{"check"}, c.args...)...)
			if code != c.code || !strings.Contains(stdout+stderr, c.want) {
				t.Errorf("exit code %d, want %d with %q: %s%s", code, c.code, c.want, stdout, stderr)
			}
		})
	}
}

// TestProposalThatIsBehind names a base that has moved on since the proposal left
// it: the rules are the base's, and what the base has got is not taken for what
// the proposal removes.
func TestProposalThatIsBehind(t *testing.T) {
	f := newForge(t)
	got := run(t, f.Dir, "check", "--base", f.tip, "--head", f.head, "-o", "json")
	base, head, models := judged(t, got.stdout)
	if got.code != Denied || base != f.tip || head != f.head || fmt.Sprint(models) != "[models/a]" {
		t.Errorf("exit code %d: judged %v of %s against %s: %s", got.code, models, head, base, got.stderr)
	}
	back := run(t, f.Dir, "check", "--base", f.tip, "--head", f.left, "-o", "json") // a step back is looked at as it is
	if _, _, models := judged(t, back.stdout); fmt.Sprint(models) != "[models/b]" {
		t.Errorf("judged %v", models)
	}
}

// TestTokenStaysWithItsServer has a clone of another server than the job's.
func TestTokenStaysWithItsServer(t *testing.T) {
	r := newRepo(t)
	r.run("remote", "add", "origin", "https://git.example.com/acme/models.git")
	env := Env{Getenv: func(name string) string { return map[string]string{"MODELGATE_TOKEN": "secret"}[name] }}
	for server, sent := range map[string]bool{"https://github.com": false, "https://git.example.com": true, "https://GIT.example.com": true, "http://git.example.com": false, "https://git.example.com:8443": false, "": false} {
		got, err := env.withToken(t.Context(), r.Repo, actions.Event{System: actions.OnGitHub, Server: server})
		if err != nil || (len(got.Env) > len(r.Env)) != sent {
			t.Errorf("%s: sent is %t, %v", server, !sent, err)
		}
	}
}

func TestLogOfGitLabIsFolded(t *testing.T) {
	f := newForge(t)
	f.run("switch", "-q", "main")
	variables := map[string]string{"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event", "CI_COMMIT_SHA": f.head, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_DEFAULT_BRANCH": "main"}
	code, stdout, stderr := runWith(t, f.checkout(t, f.head), variables, "check")
	at := fmt.Sprint(testTime.Unix())
	if code != Denied || !strings.HasPrefix(stdout, "\x1b[0Ksection_start:"+at+":modelgate\r\x1b[0Kfailed: ") || !strings.HasSuffix(stdout, "\n\x1b[0Ksection_end:"+at+":modelgate\r\x1b[0K\n") {
		t.Errorf("exit code %d: %q %s", code, stdout, stderr)
	}
	if code, stdout, _ := runWith(t, f.checkout(t, f.head), variables, "check", "-o", "json"); code != Denied || strings.Contains(stdout, "section_start:") {
		t.Errorf("exit code %d: %.200q", code, stdout)
	}
}

// TestShardsShareTheTip moves the branch on between the plan, its shards and the
// merge: all are of the tip that the plan found, as long as its rules are in force.
func TestShardsShareTheTip(t *testing.T) {
	f := newForge(t)
	event := onGitHub(t, "pull_request", f.merge, f.pull())
	dir := f.checkout(t, f.merge)
	steps := func(want int, message string, args ...string) {
		t.Helper()
		code, stdout, stderr := runWith(t, dir, event, args...)
		if code != want || !strings.Contains(stdout+stderr, message) {
			t.Fatalf("%v: exit code %d, want %d with %q: %s%s", args, code, want, message, stdout, stderr)
		}
	}
	const at = "--as-of=2026-11-01T12:00:00Z"
	steps(Done, `"tip":"`+f.tip+`"`, "plan", "--shards", "1", at, "-o", "json")
	f.write("unrelated.txt", "x")
	moved := f.commitAll("moved on")
	first := filepath.Join(dir, "first.json")
	steps(Denied, "", "check", "--shard", "1/1", at, "--tip", f.tip, "-o", "json="+first)
	steps(Denied, f.tip[:12], "merge", at, "--tip", f.tip, "-o", "json", first)
	steps(Failed, "the base is", "merge", at, "-o", "json", first) // which would be by the new tip

	// Nor may a second run pass by what was the baseline, or by owners of then.
	for _, path := range []string{"models/a/evaluation/metrics.json", "models/a/sub/deeper.json", "models/README.md", ".github/CODEOWNERS"} {
		before := f.run("rev-parse", "HEAD")
		f.write(path, "{}\n")
		f.commitAll("change " + path)
		steps(Failed, path+" changed on main after the plan was made", "check", "--shard", "1/1", at, "--tip", f.tip)
		steps(Failed, path+" changed on main after the plan was made", "merge", at, "--tip", f.tip, first)
		f.run("reset", "-q", "--hard", before)
	}

	steps(Failed, "is not in the history of main", "check", at, "--tip", f.head)
	steps(Failed, "the rules of main changed after the plan was made", "check", at, "--tip", f.left) // laxer, and older
	f.write(".modelgate/config.yaml", strict+"# stricter\n")
	f.commitAll("stricter")
	for _, tip := range []string{f.tip, moved} {
		steps(Failed, "the rules of main changed after the plan was made", "check", "--shard", "1/1", at, "--tip", tip)
		steps(Failed, "the rules of main changed after the plan was made", "merge", at, "--tip", tip, first)
	}
	steps(Failed, "--tip is", "check", "--base", f.left, "--head", f.head, "--tip", f.tip)
}
