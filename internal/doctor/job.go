package doctor

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// jobReader reads one job of a workflow and notes what it says of the gate.
type jobReader struct {
	*Workflow
	d        *document.Document
	job      *document.Node
	pointer  string
	branch   string           // the default branch, "" if it is not known
	checkout finding.Position // of a proposal's code, with the rights of the base

	checkedOut bool   // a step before may have brought the code of a proposal
	scripts    string // of the steps before
	before     string // why the program may not be modelgate any more, after the steps before
}

// read reports whether the job uses modelgate at all.
func (r *jobReader) read() bool {
	before := len(r.Runs)
	found := r.use(r.pointer, r.job)
	if steps := r.job.Get("steps"); steps != nil {
		for i, step := range steps.Children {
			found = r.step(fmt.Sprintf("%s/steps/%d", r.pointer, i), step) || found
		}
	}
	if len(r.Runs) > before {
		r.heeded(r.pointer, r.job, before)
		r.planned(r.Runs[before:])
	}
	r.named(r.Runs[before:])
	if r.checkout.Path != "" && found && len(r.HeadCode) == 0 {
		r.HeadCode = append(r.HeadCode, Item{ID: "workflow-head", Level: Unknown, Message: "the pull request's code is checked out in a job with the permissions of the base; it is unknown whether a step runs it", Remedy: "Do not check out the head. modelgate reads it from Git.", At: r.checkout})
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
	r.condition(pointer, n, r.Runs[from:])
}

// condition says of a job's or step's condition when it keeps the gate from
// running. A part of the models that is not judged is missed when all are merged.
func (r *jobReader) condition(pointer string, n *document.Node, runs []Run) {
	level, why := OK, ""
	lower := func(holds truth, otherwise string) {
		switch {
		case holds == no && level != Problem:
			level, why = Problem, otherwise
		case holds == maybe && level == OK:
			level, why = Unknown, "its condition is not followed"
		}
	}
	condition := text(n.Get("if"))
	for _, event := range r.Events {
		if !slices.Contains(gateEvents, event) {
			continue
		}
		s := scenario{event: event, branch: r.branch, succeeded: true}
		lower(s.holds(condition), fmt.Sprintf("its condition is false on %s, and a skipped check passes", event))
		if n.Get("needs") != nil {
			for _, failed := range []bool{true, false} {
				s.succeeded, s.failed = false, failed
				lower(s.holds(condition), fmt.Sprintf("it is skipped when %s fails or is skipped, and a skipped check passes", strings.Join(words(n.Get("needs")), ", ")))
			}
		}
		draft := scenario{event: event, branch: r.branch, succeeded: true, draft: true}
		if opens := event == "pull_request" || event == "pull_request_target"; opens && level == OK && draft.holds(condition) != yes {
			r.drafts(pointer, lower)
		}
	}
	for i := range runs {
		if level != OK && !runs[i].Shard {
			runs[i].lower(level, why)
		}
	}
}

// gateEvents are those whose checks a pull request, or the merge queue, shows.
var gateEvents = []string{"pull_request", "pull_request_target", "pull_request_review", "merge_group", "workflow_call"}

// drafts are not merged. They are checked in time if they are checked when they
// are drafts no more.
func (r *jobReader) drafts(pointer string, lower func(truth, string)) {
	if !r.Ready {
		lower(no, "a draft is skipped, and is not checked when it becomes ready for review")
		return
	}
	r.Skipped = append(r.Skipped, r.d.At(pointer+"/if"))
}

func (r *jobReader) step(at string, step *document.Node) bool {
	before := len(r.Runs)
	found := r.use(at, step)
	if run := step.Get("run"); run != nil {
		found = r.script(at, step, run.Value) || found
	}
	if len(r.Runs) > before {
		r.heeded(at, step, before)
	}
	r.note(step)
	r.head(at, step)
	return found
}

// script follows the calls of a step's script.
func (r *jobReader) script(at string, step *document.Node, script string) bool {
	calls := follow(script, r.shell(step))
	for _, c := range calls {
		run := Run{At: r.d.At(at + "/run"), Level: c.level, Why: c.why}
		r.surroundings(&run, step)
		if c.program != "" {
			r.program(&run, c.program, script)
		}
		if c.before != "" && r.bringsHead() && r.checkedOut {
			run.lower(Unknown, c.before)
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

// planned says whether the job has runs at all: one without is skipped.
func (r *jobReader) planned(runs []Run) {
	strategy := r.job.Get("strategy")
	if strategy == nil {
		return
	}
	matrix := strategy.Get("matrix")
	level, why := OK, ""
	lists := 0
	switch {
	case strategy.Kind != document.Mapping || matrix != nil && matrix.Kind != document.Mapping:
		level, why = Unknown, "its matrix is not followed"
	case matrix == nil:
		return
	case matrix.Get("exclude") != nil:
		level, why = Unknown, "what its matrix excludes is not followed"
	}
	if matrix != nil && matrix.Kind == document.Mapping {
		for _, list := range matrix.Children {
			switch {
			case list.Key == "exclude":
			case list.Kind != document.Sequence:
				level, why = Unknown, "its matrix is not followed"
				lists++
			case len(list.Children) > 0:
				lists++
			case list.Key != "include":
				level, why, lists = Problem, "its matrix is empty", 1
			}
		}
		if lists == 0 {
			level, why = Problem, "its matrix is empty"
		}
	}
	for i := range runs {
		if level != OK && !runs[i].Shard {
			runs[i].lower(level, why)
		}
	}
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
		run.lower(Unknown, fmt.Sprintf("%s does not belong to modelgate-dev and was not followed", name))
	}
	r.surroundings(&run, n)
	if with := n.Get("with"); with != nil {
		if with.Kind != document.Mapping && with.Value != "" {
			run.lower(Unknown, "its inputs are an expression")
		}
		if binary := text(with.Get("binary-path")); binary != "" {
			r.program(&run, binary, "")
		}
		for _, input := range with.Children {
			run.set(input.Key, input.Value, r.matrix())
		}
	}
	r.add(run)
	return true
}

// ofHead matches what names the code of a proposal.
var ofHead = pattern.New(`github\.event\.pull_request\.head|github\.event\.workflow_run\.head|github\.head_ref|refs/pull/|\bpr checkout\b|GITHUB_HEAD_REF`)

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
		r.HeadCode = append(r.HeadCode, Item{ID: "workflow-head", Level: Problem, Message: "a step may run the pull request's code with the permissions of the base, which can set any check to passed", Remedy: "Do not check out the head. modelgate reads it from Git.", At: r.d.At(at)})
	case ofHead.MatchString(script):
		r.checkout = r.d.At(at + "/run")
	case strings.Contains(uses, "checkout") && (ofHead.MatchString(text(with.Get("ref"))) || ofHead.MatchString(text(with.Get("repository")))):
		r.checkout = r.d.At(at + "/with")
	}
}
