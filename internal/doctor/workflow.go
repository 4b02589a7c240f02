package doctor

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Workflow is a workflow of GitHub Actions that runs modelgate.
type Workflow struct {
	Path        string
	Events      []string
	Filtered    []finding.Position // path filters of pull_request
	Ignored     []finding.Position // continue-on-error of what judges: red is shown as green
	Skipped     []finding.Position // conditions of jobs that judge: a job that is skipped passes
	Uses        []Use              // of modelgate
	Permissions bool               // it says what its token may do
	Gates       bool               // it judges: it is not only about promotion or comments
}

// Use is one `uses:` of an action or reusable workflow.
type Use struct {
	Word string // owner/name/path@ref
	At   finding.Position
}

// Pinned reports whether the use names a commit, whose content nobody can
// change, or lies in the repository itself.
func (u Use) Pinned() bool {
	_, ref, _ := strings.Cut(u.Word, "@")
	return strings.HasPrefix(u.Word, "./") || commitID.MatchString(ref)
}

var (
	commitID = regexp.MustCompile(`^[0-9a-f]{40}$`)
	always   = regexp.MustCompile(`^\s*(\$\{\{)?\s*(always\(\)|!\s*cancelled\(\))\s*(\}\})?\s*$`)
	command  = regexp.MustCompile(`\bmodelgate\s+(check|merge)\b`)
)

// On reports whether the workflow runs on an event.
func (w Workflow) On(event string) bool { return slices.Contains(w.Events, event) }

// maxWorkflow is the size in bytes of the largest workflow that is read.
const maxWorkflow = 1 << 20

// ReadWorkflows reads the workflows of a tree that run modelgate. One that
// cannot be read is passed over: GitHub does not run it either.
func ReadWorkflows(tree source.Tree) []Workflow {
	var out []Workflow
	for _, e := range tree.Under(".github/workflows") {
		if ext := path.Ext(e.Path); ext != ".yml" && ext != ".yaml" {
			continue
		}
		src, err := tree.Read(e.Path, maxWorkflow)
		if err != nil {
			continue
		}
		d, _ := document.Parse(e.Path, src)
		if w, ok := readWorkflow(d); ok {
			out = append(out, w)
		}
	}
	return out
}

func readWorkflow(d *document.Document) (Workflow, bool) {
	w := Workflow{Path: d.Path, Permissions: d.Root.Get("permissions") != nil}
	w.events(d)
	everyJob := true
	found := false
	if jobs := d.Root.Get("jobs"); jobs != nil {
		for _, job := range jobs.Children {
			everyJob = everyJob && job.Get("permissions") != nil
			found = w.job(d, document.Pointer("jobs", job.Key), job) || found
		}
	}
	w.Permissions = w.Permissions || everyJob
	return w, found
}

func (w *Workflow) events(d *document.Document) {
	on := d.Root.Get("on")
	switch {
	case on == nil:
	case on.Kind == document.String:
		w.Events = []string{on.Value}
	case on.Kind == document.Sequence:
		for _, e := range on.Children {
			w.Events = append(w.Events, e.Value)
		}
	case on.Kind == document.Mapping:
		for _, e := range on.Children {
			w.Events = append(w.Events, e.Key)
			for _, filter := range []string{"paths", "paths-ignore"} {
				if e.Get(filter) != nil && (e.Key == "pull_request" || e.Key == "pull_request_target") {
					w.Filtered = append(w.Filtered, d.At("/on/"+e.Key+"/"+filter))
				}
			}
		}
	}
}

// job notes what a job uses of modelgate, and reports whether it uses any.
func (w *Workflow) job(d *document.Document, pointer string, job *document.Node) bool {
	found, judges := w.use(d, pointer+"/uses", job.Get("uses"))
	if steps := job.Get("steps"); steps != nil {
		for i, step := range steps.Children {
			at := fmt.Sprintf("%s/steps/%d", pointer, i)
			uses, judgesHere := w.use(d, at+"/uses", step.Get("uses"))
			if run := step.Get("run"); run != nil && command.MatchString(run.Value) {
				uses, judgesHere = true, true
			}
			if judgesHere && lenient(step) {
				w.Ignored = append(w.Ignored, d.At(at+"/continue-on-error"))
			}
			found, judges = found || uses, judges || judgesHere
		}
	}
	if !judges {
		return found
	}
	w.Gates = true
	if lenient(job) {
		w.Ignored = append(w.Ignored, d.At(pointer+"/continue-on-error"))
	}
	if condition := job.Get("if"); condition != nil && !always.MatchString(condition.Value) {
		w.Skipped = append(w.Skipped, d.At(pointer+"/if"))
	}
	return found
}

// lenient reports whether a job or step may fail without anybody being told. An
// expression counts: it may come to true.
func lenient(n *document.Node) bool {
	word := n.Get("continue-on-error")
	return word != nil && word.Value != "false"
}

// use notes a use of modelgate. It judges unless it is about something else.
func (w *Workflow) use(d *document.Document, pointer string, word *document.Node) (found, judges bool) {
	if word == nil {
		return false, false
	}
	name, _, _ := strings.Cut(word.Value, "@")
	segments := strings.Split(name, "/")
	at := slices.Index(segments, "modelgate")
	if at < 0 {
		return false, false
	}
	w.Uses = append(w.Uses, Use{Word: word.Value, At: d.At(pointer)})
	last := strings.TrimSuffix(segments[len(segments)-1], ".yml")
	return true, !slices.Contains([]string{"promote", "report", "comment", "plan", "doctor", "verify"}, last)
}

func (f Facts) workflows() []Item {
	var items []Item
	gates := slices.DeleteFunc(slices.Clone(f.Workflows), func(w Workflow) bool { return !w.Gates })
	onPulls := slices.ContainsFunc(gates, func(w Workflow) bool {
		return w.On("pull_request") || w.On("pull_request_target") || w.On("workflow_call")
	})
	switch {
	case len(gates) == 0:
		items = append(items, Item{ID: "workflow", Level: Problem, Message: "no workflow on the default branch runs the gate", Remedy: "Run `modelgate init` and merge what it writes, or require a workflow of the organisation's."})
	case !onPulls:
		items = append(items, Item{ID: "workflow", Level: Problem, Message: "no workflow runs the gate on pull requests", Remedy: "Add `pull_request:` to the workflow's `on`.", At: finding.Start(gates[0].Path)})
	default:
		items = append(items, Item{ID: "workflow", Level: OK, Message: gates[0].Path + " runs the gate"})
	}
	for _, w := range gates {
		for _, at := range w.Filtered {
			items = append(items, Item{ID: "workflow-filter", Level: Problem, Message: "the workflow is skipped by a path filter, and a required check that is skipped is waited for for ever", Remedy: "Remove the filter: a change without models is judged in a second.", At: at})
		}
		for _, at := range w.Ignored {
			items = append(items, Item{ID: "workflow-ignored", Level: Problem, Message: "continue-on-error lets what was denied pass as green", Remedy: "Remove it: exit code 1 is the decision.", At: at})
		}
		for _, at := range w.Skipped {
			items = append(items, Item{ID: "workflow-condition", Level: Advice, Message: "the job of the gate has a condition, and a required check that is skipped by one counts as passed", Remedy: "Remove the condition, or make it always().", At: at})
		}
		if (w.On("pull_request") || w.On("pull_request_target")) && !w.On("pull_request_review") {
			items = append(items, Item{ID: "workflow-review", Level: Advice, Message: "the gate does not run again when a pull request is approved, so that an approval of changed rules is not seen", Remedy: "Add `pull_request_review: {types: [submitted, dismissed]}` to the workflow's `on`.", At: finding.Start(w.Path)})
		}
	}
	for _, w := range f.Workflows {
		if !w.Permissions {
			items = append(items, Item{ID: "workflow-permissions", Level: Advice, Message: "the workflow does not say what its token may do", Remedy: "Add `permissions: {}` at the top, and to each job what it needs.", At: finding.Start(w.Path)})
		}
		for _, u := range w.Uses {
			if !u.Pinned() {
				items = append(items, Item{ID: "workflow-pin", Level: Advice, Message: fmt.Sprintf("%s can come to mean other code", u.Word), Remedy: "Name the commit of the release, with the version in a comment behind it.", At: u.At})
			}
		}
	}
	return items
}
