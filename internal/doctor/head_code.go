package doctor

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// shapesPrograms matches the variables that say which program a name means, or
// what runs before it.
var shapesPrograms = pattern.New(`^(PATH|BASH_ENV|ENV|BASHOPTS|SHELLOPTS|IFS|HOME|TMPDIR|GOFLAGS|GOENV|GOPROXY|GOTOOLCHAIN|GONOSUMDB|GOSUMDB|LD_\w+|DYLD_\w+|GIT_\w+|GITHUB_\w+|RUNNER_\w+|BASH_FUNC_\S*)$`)

// plain are commands that run no code of the directory that they are run in.
var plain = strings.Fields("echo printf cd mkdir ls cat test [ true false : date pwd curl wget sha256sum shasum sha512sum cosign jq grep chmod rm sleep which whoami uname export set exit wait")

var plainGit = strings.Fields("fetch log status diff rev-parse --version show merge-base ls-remote ls-files branch clone checkout switch pull init remote")

// ours is the program's package. With a version, go takes it without the
// checkout's go.mod, which may replace it.
const ours = "github.com/modelgate-dev/modelgate/cmd/modelgate@"

// outside matches words for places that a checkout does not fill.
var outside = pattern.New(`^(~/|/|\$\{?(RUNNER_TEMP|RUNNER_TOOL_CACHE|HOME)\}?/|\$\{\{\s*runner\.(temp|tool_cache)\s*\}\}/)`)

// inside matches absolute words for places of the checkout.
var inside = pattern.New(`^(\$\{?(GITHUB_WORKSPACE|PWD)\}?(/|$)|\$\{\{\s*github\.workspace\s*\}\}(/|$)|/github/workspace(/|$)|/__w/|/.*/_work/|(/home/runner|/Users/runner|[A-Za-z]:\\a|/d/a)(/work|\\)?[/\\])`)

// place says where a program lies: "checkout", "outside", or "" if that is not followed.
func place(word string) string {
	switch {
	case inside.MatchString(word) && !strings.HasPrefix(word, "/home/runner/.") && !strings.HasPrefix(word, "/Users/runner/."):
		return "checkout"
	case strings.Contains("/"+word+"/", "/../"):
		return ""
	case outside.MatchString(word):
		return "outside"
	case strings.ContainsAny(word, "$`"):
		return ""
	}
	return "checkout"
}

// bringsHead reports whether a run of the workflow checks out the code of a
// proposal, unless it is told otherwise.
func (w Workflow) bringsHead() bool {
	return w.On("pull_request") || w.On("pull_request_review") || w.On("merge_group") || w.On("workflow_call")
}

// program says of the program that a command names whether the proposal can
// bring its own.
func (r *jobReader) program(run *Run, word, script string) {
	if word == "modelgate" || word == "modelgate.exe" || !r.bringsHead() {
		return
	}
	if module, ok := strings.CutPrefix(word, "go run "); ok {
		switch {
		case strings.HasPrefix(module, ours):
		case strings.Contains(module, "@"):
			run.lower(Unknown, fmt.Sprintf("what `%s` runs is not followed", word))
		default:
			run.lower(Problem, fmt.Sprintf("`%s` builds what the pull request contains", word))
		}
		return
	}
	where := place(word)
	local := strings.TrimPrefix(path.Clean(word), "./")
	switch {
	case where == "outside":
	case where == "":
		run.lower(Unknown, fmt.Sprintf("what `%s` stands for is not followed", word))
	case strings.Contains(r.scripts, local) || strings.Count(script, local) > 1:
		run.lower(Unknown, fmt.Sprintf("a pull request can contain a file %s", local))
	default:
		run.lower(Problem, fmt.Sprintf("the pull request contains the program %s that checks it", local))
	}
}

// surroundings says what of the variables, the container and the steps before a
// run may put another program in the place of modelgate.
func (r *jobReader) surroundings(run *Run, step *document.Node) {
	container := r.job.Get("container")
	for _, env := range []*document.Node{r.d.Root.Get("env"), r.job.Get("env"), container.Get("env"), step.Get("env")} {
		r.variables(run, env)
	}
	if container.Get("options") != nil || container.Get("volumes") != nil {
		run.lower(Unknown, "the options of its container are not followed")
	}
	if r.before != "" {
		run.lower(Unknown, r.before)
	}
}

func (r *jobReader) variables(run *Run, env *document.Node) {
	if env == nil {
		return
	}
	if env.Kind != document.Mapping && env.Value != "" {
		run.lower(Unknown, "its environment is an expression")
	}
	for _, v := range env.Children {
		switch {
		case !shapesPrograms.MatchString(v.Key) || v.Value == "":
		case place(strings.Split(v.Value, ":")[0]) == "checkout" && r.bringsHead():
			run.lower(Problem, fmt.Sprintf("`%s` names files that the pull request contains", v.Key))
		default:
			run.lower(Unknown, fmt.Sprintf("`%s` is set for it", v.Key))
		}
	}
}

// knownActions run no code of the checkout, and set nothing that a later
// step's programs depend on.
var knownActions = pattern.New(`^(actions/(checkout|setup-[\w-]+|upload-artifact|download-artifact|create-github-app-token)|github/codeql-action/upload-sarif|step-security/harden-runner|modelgate-dev/modelgate(/.*)?)$`)

// note keeps in mind what a step may do to those that follow.
func (r *jobReader) note(step *document.Node) {
	action, _, _ := strings.Cut(text(step.Get("uses")), "@")
	script := text(step.Get("run"))
	r.scripts += script + "\n"
	switch {
	case r.before != "":
	case strings.HasPrefix(action, "./") && r.bringsHead():
		r.before = fmt.Sprintf("the action %s before it is part of the pull request", action)
	case action != "" && r.checkedOut && r.bringsHead() && !knownActions.MatchString(action):
		r.before = fmt.Sprintf("%s runs before it, and what it does is unknown", action)
	case script != "":
		r.before = r.afterScript(script, r.shell(step))
	}
	r.checkedOut = r.checkedOut || strings.Contains(action, "checkout") || fetches.MatchString(script)
}

// fetches matches commands that may put the code of a proposal on the runner.
var fetches = pattern.New(`\b(git|gh)\b`)

var (
	stepFiles = pattern.New(`GITHUB_(ENV|PATH)|set-env|add-path|env:GITHUB`)
	addsPath  = pattern.New(`(?m)^\s*echo\s+"?(\$\{?(RUNNER_TEMP|RUNNER_TOOL_CACHE|HOME)\}?|/opt|/usr)(/[\w./-]*)?"?\s*>>\s*"?\$\{?GITHUB_PATH\}?"?\s*$`)
)

// afterScript says what a script may have done to the steps after it.
func (r *jobReader) afterScript(script string, in shell) string {
	if stepFiles.MatchString(addsPath.ReplaceAllString(script, "")) {
		return "a step before it sets variables or PATH"
	}
	if !r.bringsHead() || !r.checkedOut && !fetches.MatchString(script) {
		return ""
	}
	commands, why := split(script)
	if in.unknown != "" || why != "" {
		return "what a step before it runs is not followed"
	}
	for _, c := range commands {
		if !harmless(c.words) {
			return fmt.Sprintf("`%s` before it may run code of the pull request", c.words[0])
		}
	}
	return ""
}

// harmless reports whether a command is known to run no code of a checkout.
func harmless(words []string) bool {
	for len(words) > 0 && assignment.MatchString(words[0]) {
		if shapesPrograms.MatchString(name(words[0])) {
			return false
		}
		words = words[1:]
	}
	switch {
	case len(words) == 0 || isModelgate(words[0]):
		return true
	case words[0] == "git":
		return len(words) > 1 && slices.Contains(plainGit, words[1])
	case words[0] == "go":
		return len(words) > 2 && slices.Contains([]string{"install", "run"}, words[1]) && strings.HasPrefix(words[2], ours)
	}
	return slices.Contains(plain, words[0])
}
