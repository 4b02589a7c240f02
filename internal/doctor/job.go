package doctor

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// jobReader reads one job of a workflow and notes what it says of the gate.
type jobReader struct {
	*Workflow
	d        *document.Document
	job      *document.Node
	pointer  string
	settings bool             // a step before may have set variables of modelgate's
	checkout finding.Position // of a proposal's code, with the rights of the base
}

// read reports whether the job uses modelgate at all.
func (r *jobReader) read() bool {
	found := r.use(r.pointer, r.job)
	before := len(r.Runs)
	if steps := r.job.Get("steps"); steps != nil {
		for i, step := range steps.Children {
			found = r.step(fmt.Sprintf("%s/steps/%d", r.pointer, i), step) || found
		}
	}
	if len(r.Runs) > before || r.job.Get("uses") != nil && found && r.Gates {
		r.heeded(r.pointer, r.job, before)
	}
	if r.checkout.Path != "" && found && len(r.HeadCode) == 0 {
		r.HeadCode = append(r.HeadCode, Item{ID: "workflow-head", Level: Unknown, Message: "the proposal's code is checked out where the job has the rights of the base: whether something runs it was not followed", Remedy: "Do not check out the head: modelgate reads it from git.", At: r.checkout})
	}
	return found
}

// heeded notes what makes of a red job or step a green one, or has it not run.
func (r *jobReader) heeded(pointer string, n *document.Node, from int) {
	if word := n.Get("continue-on-error"); word != nil && word.Value != "false" { // an expression may come to true
		r.Ignored = append(r.Ignored, r.d.At(pointer+"/continue-on-error"))
		for i := range r.Runs[from:] {
			r.Runs[from+i].Level = Problem
		}
	}
	condition := n.Get("if")
	switch {
	case condition == nil || always.MatchString(condition.Value):
	case never.MatchString(condition.Value):
		for i := range r.Runs[from:] {
			r.Runs[from+i].lower(Problem, "its condition keeps it from running while all is well")
		}
	default:
		r.Skipped = append(r.Skipped, r.d.At(pointer+"/if"))
	}
}

func (r *jobReader) step(at string, step *document.Node) bool {
	before := len(r.Runs)
	found := r.use(at, step)
	if run := step.Get("run"); run != nil {
		found = r.script(at, step, run.Value) || found
		r.settings = r.settings || strings.Contains(run.Value, "GITHUB_ENV") && strings.Contains(run.Value, variablePrefix)
	}
	if len(r.Runs) > before {
		r.heeded(at, step, before)
	}
	r.head(at, step)
	return found
}

// script follows the calls of a step's script.
func (r *jobReader) script(at string, step *document.Node, script string) bool {
	calls := follow(script, r.shell(step))
	for _, c := range calls {
		run := Run{At: r.d.At(at + "/run"), Level: c.level, Why: c.why}
		if r.settings {
			run.lower(Unknown, "a step before it sets variables of modelgate's")
		}
		environment := r.environment(step)
		for _, flag := range slices.Sorted(maps.Keys(environment)) {
			run.set(flag, environment[flag], r.matrix())
		}
		if len(c.args) > 0 {
			run.takeArgs(c.args[1:], r.matrix())
		}
		r.add(run)
	}
	return len(calls) > 0
}

func (r *jobReader) add(run Run) {
	r.Gates = true
	r.Runs = append(r.Runs, run)
}

// shell is that of a step, its job or its workflow.
func (r *jobReader) shell(step *document.Node) shell {
	word := text(step.Get("shell"))
	for _, n := range []*document.Node{r.job, r.d.Root} {
		if word == "" {
			word = text(n.Get("defaults").Get("run").Get("shell"))
		}
	}
	on := strings.ToLower(strings.Join(words(r.job.Get("runs-on")), " "))
	return shellOf(word, strings.Contains(on, "windows") || strings.Contains(on, "${{"))
}

// environment is what the variables of a script say, by flag: a step's go before
// its job's, and those before its workflow's.
func (r *jobReader) environment(step *document.Node) map[string]string {
	out := map[string]string{}
	for _, n := range []*document.Node{r.d.Root, r.job, step} {
		if env := n.Get("env"); env != nil {
			for _, v := range env.Children {
				if strings.HasPrefix(v.Key, variablePrefix) {
					out[flagOf(v.Key)] = v.Value
				}
			}
		}
	}
	return out
}

func (r *jobReader) matrix() *document.Node { return r.job.Get("strategy").Get("matrix") }

func text(n *document.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}

// use notes a use of modelgate. It judges unless it is about something else.
func (r *jobReader) use(pointer string, n *document.Node) bool {
	word := n.Get("uses")
	if word == nil {
		return false
	}
	name, _, _ := strings.Cut(word.Value, "@")
	segments := strings.Split(name, "/")
	if !slices.Contains(segments, "modelgate") {
		return false
	}
	at := r.d.At(pointer + "/uses")
	r.Uses = append(r.Uses, Use{Word: word.Value, At: at})
	last := strings.TrimSuffix(segments[len(segments)-1], ".yml")
	if slices.Contains([]string{"promote", "report", "comment", "plan", "doctor", "verify"}, last) {
		return true
	}
	run := Run{At: at, Level: OK}
	if !strings.HasPrefix(name+"/", "modelgate-dev/modelgate/") {
		run.lower(Unknown, fmt.Sprintf("%s is not of modelgate-dev, and what it does was not followed", name))
	}
	if with := n.Get("with"); with != nil {
		for _, input := range with.Children {
			run.set(input.Key, input.Value, r.matrix())
		}
	}
	r.add(run)
	return true
}

// ofHead matches what names the code of a proposal.
var ofHead = regexp.MustCompile(`github\.event\.pull_request\.head|github\.event\.workflow_run\.head|github\.head_ref|refs/pull/|\bpr checkout\b|GITHUB_HEAD_REF`)

// head notes what brings the code of a proposal to where the rights of the base
// are, and what may run it there.
func (r *jobReader) head(at string, step *document.Node) {
	if !r.On("pull_request_target") && !r.On("workflow_run") && !r.On("issue_comment") {
		return
	}
	uses := text(step.Get("uses"))
	with := step.Get("with")
	script := text(step.Get("run"))
	switch {
	case r.checkout.Path != "" && (script != "" || strings.HasPrefix(uses, "./")):
		r.HeadCode = append(r.HeadCode, Item{ID: "workflow-head", Level: Problem, Message: "a step may run the proposal's code with the rights of the base: it can make any check green", Remedy: "Do not check out the head: modelgate reads it from git.", At: r.d.At(at)})
	case ofHead.MatchString(script):
		r.checkout = r.d.At(at + "/run")
	case strings.Contains(uses, "checkout") && (ofHead.MatchString(text(with.Get("ref"))) || ofHead.MatchString(text(with.Get("repository")))):
		r.checkout = r.d.At(at + "/with")
	}
}
