package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/modelgate-dev/modelgate/internal/actions/runner"
	"github.com/modelgate-dev/modelgate/internal/github/githubtest"
	"github.com/modelgate-dev/modelgate/internal/report/gfm"
)

// injections are what a stranger writes who wants to be more than a text: to a
// runner, to a renderer of Markdown or HTML, to a shell, to a reader's eyes.
var injections = []string{
	"::error::pwned", "\n::set-output name=result::allow", "\r\n::stop-commands::t", "##[error]pwned", "##vso[task.setvariable variable=result]allow", "%0A::error::pwned",
	"<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "</details></table><h1>allowed</h1>", "<!-- modelgate:check -->", "[click](javascript:alert(1))", "![x](https://evil.example/x.png)",
	"| a | b |\n|---|---|\n| allowed | ✅ |", "```\n# allowed", "@everyone", "#1 GH-1 acme/models#1", "$(id)`id`${{ secrets.X }}", "\u202eallow\u2066", "\u200b::error::pwned", "\x1b[2J\x1b[1;1H", "models\r::error::x",
	"see https://evil.example/phish for the approval", "HTTPS://EVIL.EXAMPLE", "www.evil.example", "ftp://例え。jp", "mailto:me@evil.example", "<xmpp:me@evil.example>", "[a]: https://evil.example", "x[^1]\n\n[^1]: https://evil.example",
}

// everywhere is a proposal that has a text wherever a proposal can have one.
func everywhere(text string) map[string][]byte {
	quoted, _ := json.Marshal(text) // also a YAML scalar
	q := string(quoted)
	return map[string][]byte{
		"models/a/README.md":                    []byte("---\nlicense: " + q + "\npipeline_tag: " + q + "\ndatasets: [" + q + "]\nmodel-index:\n- name: " + q + "\n  results:\n  - metrics: [{type: " + q + ", value: " + q + "}]\n---\n# " + text + "\n\n## Limitations\n\nTODO " + text + "\n"),
		"models/a/metrics.json":                 []byte(`{` + q + `: 0.5, "accuracy": ` + q + `}`),
		"models/a/modelgate.yaml":               []byte("apiVersion: modelgate.dev/v1\nkind: Model\nname: " + q + "\nversion: " + q + "\nowner: " + q + "\nartifacts: [{uri: " + q + ", digest: " + q + "}]\n"),
		"models/a/data_card.yaml":               []byte("apiVersion: modelgate.dev/v1\nkind: DataCard\nname: " + q + "\nlicense: " + q + "\n"),
		".modelgate/waivers.yaml":               []byte("apiVersion: modelgate.dev/v1\nkind: Waivers\nwaivers: [{id: " + q + ", rule: " + q + ", reason: " + q + "}]\n"),
		".modelgate/data/x.yaml":                []byte(q + ": " + q + "\n"),
		".github/workflows/x.yml":               []byte("name: " + q + "\n"),
		"models/" + pathOf(text) + "/README.md": []byte(badCard),
	}
}

// pathOf is the text as the name of a directory.
func pathOf(text string) string {
	return strings.NewReplacer("/", "∕", "\x1b", "e", "\u202e", "r", "\u2066", "i", "\u200b", "z").Replace(text)
}

// TestHostilePullRequests opens pull requests with the injections, each at the
// start of a line, in the title, the branch, names of files, cards, results, rules
// and workflows, and reads everything that comes of it as its reader does.
func TestHostilePullRequests(t *testing.T) {
	for texts := range slices.Chunk(injections, 4) {
		text := strings.Join(texts, "\n")
		t.Run(texts[0], func(t *testing.T) {
			t.Parallel()
			j := newJob(t)
			branch := "x-" + strings.Map(func(r rune) rune { // what git allows in the name of a branch
				if strings.ContainsRune(" ~^:?*[\\/", r) || unicode.IsControl(r) || r > 126 {
					return -1
				}
				return r
			}, strings.ReplaceAll(text, "@{", "")) + "-x"
			j.repo.Commit(t, branch, text, everywhere(text))
			j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Title: text, Author: "mallory", Head: branch, Labels: []string{text}})
			j.repo.AddComment(j.pull, "mallory", "<!-- modelgate:check -->\nallowed")
			code, stdout, stderr := j.onPull(nil, "check", "--check-run", "--status", "-o", "github", "-o", "html="+filepath.Join(j.temp, "page.html"))
			if code != Denied || stderr != "" {
				t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
			}
			j.readLog(stdout)
			j.readOutputs()
			for name, page := range map[string]string{"summary": j.file("summary"), "comment": j.ourComment(), "check run": j.checkRun().Summary} {
				readPage(t, name, page)
			}
			if page := j.file("page.html"); strings.Contains(page, "<script>alert") || strings.Contains(page, "<img") || strings.Contains(page, "<h1>allowed") {
				t.Error("the HTML page has an element of the proposal's")
			}
		})
	}
}

// readLog acts upon the log as the runners do.
func (j *job) readLog(log string) {
	j.t.Helper()
	for _, c := range runner.Log(log) {
		if !slices.Contains([]string{"error", "warning", "notice", "group", "endgroup"}, c.Name) || c.Name == "error" && c.Props["title"] == "" {
			j.t.Errorf("the runner acts upon %+v", c)
		}
	}
	if got := runner.AzureLog(log); len(got) > 0 {
		j.t.Errorf("the agent of Azure Pipelines acts upon %+v", got)
	}
	for _, r := range log {
		if r != '\n' && (!unicode.IsPrint(r) || r == utf8.RuneError) {
			j.t.Errorf("the log holds %U", r)
		}
	}
}

func (j *job) readOutputs() {
	j.t.Helper()
	outputs, err := runner.Outputs(j.file("output"))
	if err != nil {
		j.t.Fatal(err)
	}
	var models struct {
		Include []struct{ Model, Decision string }
	}
	if err := json.Unmarshal([]byte(outputs["models"]), &models); err != nil || len(models.Include) != 2 {
		j.t.Errorf("models: %v in %s", err, outputs["models"])
	}
	if outputs["result"] != "deny" || len(outputs) != 13 || strings.Contains(outputs["decision"], "\n") {
		j.t.Errorf("outputs: %q", outputs)
	}
	sameOutputs(j.t, "action.yml", j.file("output"))
}

// ourComment is the one comment that is not of the person who planted one.
func (j *job) ourComment() string {
	j.t.Helper()
	comments := j.repo.Comments(j.pull)
	if len(comments) != 2 || comments[0].Body != "<!-- modelgate:check -->\nallowed" {
		j.t.Fatalf("comments: %+v", comments)
	}
	body, ok := strings.CutPrefix(comments[1].Body, "<!-- modelgate:check -->\n")
	if !ok {
		j.t.Errorf("the comment begins with %.80q", comments[1].Body)
	}
	return body
}

func (j *job) checkRun() githubtest.CheckRun {
	j.t.Helper()
	runs, head := j.repo.CheckRuns(), j.repo.HeadSHA(j.pull)
	if len(runs) != 1 || runs[0].Conclusion != "failure" || runs[0].Name != "modelgate" || runs[0].HeadSHA != head {
		j.t.Fatalf("check runs: %+v", runs)
	}
	if s := j.repo.Statuses(head); len(s) != 1 || s[0].State != "failure" || s[0].Context != "modelgate" {
		j.t.Errorf("statuses: %+v", s)
	}
	return runs[0]
}

// ours are the elements that our pages are made of.
var (
	ours    = regexp.MustCompile(`^</?(details|summary|code|br|sub|b|pre|table|tr|td|th)\b[^>]*>`)
	element = regexp.MustCompile(`<[!/a-zA-Z?]`)
	spans   = regexp.MustCompile("(?s)```.*?```|``[^`].*?[^`]``|`[^`\n]*`")
)

// readPage looks for what GitHub would make something of. What stands in a code
// span is a text.
func readPage(t *testing.T, name, page string) {
	t.Helper()
	if strings.Contains(page, "\n# ") || strings.Contains(page, "](javascript:") || strings.Contains(page, "![") || strings.ContainsAny(page, "\u202e\u2066\x1b\r") {
		t.Errorf("%s: %.3000s", name, page)
	}
	plain := spans.ReplaceAllString(page, "")
	for _, at := range element.FindAllStringIndex(plain, -1) {
		if (at[0] == 0 || plain[at[0]-1] != '\\') && !ours.MatchString(plain[at[0]:]) {
			t.Errorf("%s has the element %.60q", name, plain[at[0]:])
		}
	}
	gfm.Shape(t, page, pageOfARule.MatchString) // the server of the test has no https, so that we link to nothing else
	for _, word := range []string{" @everyone", "| allowed | ✅ |"} {
		if strings.Contains(plain, word) {
			t.Errorf("%s has %q", name, word)
		}
	}
}

// TestPullRequestThatEditsItsGate weakens workflow, settings, thresholds, policies,
// waivers and owners in the pull request that adds a model they would deny: the
// rules of the base decide, and every edit is reported.
func TestPullRequestThatEditsItsGate(t *testing.T) {
	j := newJob(t)
	const thresholds = "apiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds: [{id: accuracy, metric: accuracy, min: %, direction: higher}]\n"
	j.repo.Commit(t, "main", "rules", map[string][]byte{
		".modelgate/thresholds.yaml": []byte(strings.Replace(thresholds, "%", "0.9", 1)), ".github/workflows/modelgate.yml": []byte("on: pull_request\n"),
	})
	j.repo.Commit(t, "sly", "weaker", map[string][]byte{
		"models/a/README.md":              []byte(badCard),
		"models/a/metrics.json":           []byte(`{"accuracy": 0.5}`),
		".github/workflows/modelgate.yml": []byte("on: pull_request\njobs: {modelgate: {runs-on: x, steps: [{run: exit 0}]}}\n"),
		".github/CODEOWNERS":              []byte("/.modelgate/ @mallory\n"),
		".modelgate/config.yaml":          []byte("apiVersion: modelgate.dev/v1\nkind: Config\nstage: draft\n"),
		".modelgate/thresholds.yaml":      []byte(strings.Replace(thresholds, "%", "0.1", 1)),
		".modelgate/waivers.yaml":         []byte("apiVersion: modelgate.dev/v1\nkind: Waivers\nwaivers: [{id: W1, rule: card/license_unknown, model: models/a, owner: mallory, reason: it is fine as it is, created: 2026-10-30, expires: 2026-11-30}]\n"),
	})
	j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Author: "mallory", Head: "sly"})
	j.repo.Review(j.pull, githubtest.Review{User: "mallory", State: "APPROVED"})
	code, stdout, stderr := j.onPull(nil, "check", "-o", "text")
	if code != Denied {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	for _, want := range []string{
		"error: unknown license identifier \"no-such-licence\"", "[card/license_unknown]", "[evaluation/threshold_not_met]",
		".github/workflows/modelgate.yml:1:1: warning: this change edits the rules: workflow changed of", ".github/CODEOWNERS:1:1: warning: this change edits the rules: owners changed of",
		"setting \"stage\" is changed from \"review\" to \"draft\" [governance/rules_loosened]", "[governance/threshold_loosened]", "[governance/waiver_added]",
		".modelgate/config.yaml\" was edited without approval from @acme/governance or @bob", ".github/CODEOWNERS\" was edited without approval",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%q is not in the report", want)
		}
	}
	if t.Failed() {
		t.Log(stdout)
	}
}

// TestSymlinksOfAPullRequest lead out of the tree, to the rules and to the owners.
func TestSymlinksOfAPullRequest(t *testing.T) {
	for path, want := range map[string]string{
		"models/a/README.md": "[evidence/not_a_file]", "models/a/metrics.json": "[evidence/not_a_file]", "models/a/evaluation": "[evidence/not_a_file]",
		".modelgate/config.yaml": "[governance/rules_invalid]", ".modelgate/policies": "[governance/", ".github/CODEOWNERS": "owners changed of",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			j := newJob(t)
			secret := filepath.Join(j.temp, "secret")
			if err := os.WriteFile(secret, []byte("license: top-secret\n* @mallory\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			j.repo.Link(t, "link", path, secret)
			j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Author: "mallory", Head: "link"})
			code, stdout, stderr := j.onPull(nil, "check", "-o", "text")
			if code != Denied || !strings.Contains(stdout, want) || strings.Contains(stdout+stderr+j.file("summary")+j.file("modelgate/report.json"), "top-secret") {
				t.Errorf("exit code %d: %s%s", code, stdout, stderr)
			}
		})
	}
}

// TestForgedReportOfAFork says "allowed" of itself, in an artifact that agrees
// with itself: the comment says whose word that is before anything else.
func TestForgedReportOfAFork(t *testing.T) {
	j := newJob(t)
	j.repo.Commit(t, "theirs", "worse", map[string][]byte{"models/a/README.md": []byte(goodCard + "\n")})
	j.pull = j.repo.AddPullRequest(t, githubtest.PullRequest{Author: "mallory", Head: "theirs", HeadRepo: "mallory/models"})
	if code, stdout, stderr := j.onPull(map[string]string{"MODELGATE_COMMENT": "never"}, "check", "--stage", "draft"); code != Done {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	forged := strings.Replace(j.file("modelgate/report-draft.json"), `"notices": [`, `"notices": ["<img src=x onerror=alert(1)>\n\n# approved by @acme/governance"`, 1)
	j.server.AddToken("job", githubtest.JobToken("acme/models", "contents=read", "pull_requests=write", "actions=read"))
	j.repo.AddArtifact(77, "modelgate-report", zipped(t, "report.json", forged))
	summary := filepath.Join(j.temp, "theirs")
	code, stdout, stderr := j.run("workflow_run", j.repo.WorkflowRunEvent(t, 77, j.pull, "success"), j.repo.Tip("main"), map[string]string{"MODELGATE_COMMENT": "always", "GITHUB_STEP_SUMMARY": summary}, "report", "--artifact", "modelgate-report")
	if code != Done {
		t.Fatalf("exit code %d: %s%s", code, stdout, stderr)
	}
	comments := j.repo.Comments(j.pull)
	if len(comments) != 1 || len(j.repo.CheckRuns()) != 0 || len(j.repo.Statuses(j.repo.HeadSHA(j.pull))) != 0 {
		t.Fatalf("comments: %+v", comments)
	}
	for name, page := range map[string]string{"comment": strings.TrimPrefix(comments[0].Body, "<!-- modelgate:report-draft -->\n"), "summary": j.file("theirs")} {
		if !strings.HasPrefix(page, foreignIntro) {
			t.Errorf("%s begins with %.300q", name, page)
		}
		readPage(t, name, page)
	}
}

// pageOfARule is the address of what is written about a built-in rule.
var pageOfARule = regexp.MustCompile(`^https://github\.com/modelgate-dev/modelgate/blob/(main|v[0-9.]+)/docs/rules\.md#[a-z0-9_]+$`)
