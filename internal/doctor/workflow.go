package doctor

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Workflow is a workflow of GitHub Actions that runs modelgate.
type Workflow struct {
	Path        string
	Events      []string
	Filtered    []finding.Position // path filters of pull_request
	Narrowed    []finding.Position // types of pull_request that leave out a change of the proposal
	Unedited    []finding.Position // events of a pull request that leave out a change of its target
	Elsewhere   []finding.Position // branches of pull_request that are not the default branch
	Ignored     []finding.Position // continue-on-error of what judges: red is shown as green
	Skipped     []finding.Position // conditions of jobs and steps that judge, which leave out drafts
	Ready       bool               // it runs when a draft becomes ready for review
	Unmatched   []finding.Position // filters of branches, where the default branch is not known
	Jobs        []jobName          // what the checks of its jobs are called
	Ambiguous   []Item             // other jobs whose checks have the name of the gate's
	Runs        []Run              // of the gate
	HeadCode    []Item             // code of a proposal where the rights of the base are
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
	commitID = pattern.New(`^[0-9a-f]{40}$`)
	command  = pattern.New(`\bmodelgate(\.exe)?(@\S+)?["']?[\s\\]+["']?(check|merge)\b`)
)

// callers are files that a job may run modelgate by, and pipelines of other CI
// systems.
var callers = pattern.New(`(^|/)([Mm]akefile|GNUmakefile|[Jj]ustfile|Taskfile\.ya?ml|tox\.ini|noxfile\.py|package\.json|action\.ya?ml|Jenkinsfile|\.gitlab-ci\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.yml|[^/]+\.(sh|bash|mk))$|^\.(circleci|gitlab|azure|buildkite)/`)

// maxCallers is how many of them are looked into.
const maxCallers = 500

// ReadCallers lists the files of a tree, other than workflows, that run the gate.
func ReadCallers(tree source.Tree) []string {
	var out []string
	looked := 0
	for _, e := range tree.Entries() {
		if !callers.MatchString(e.Path) || looked == maxCallers {
			continue
		}
		looked++
		if src, err := tree.Read(e.Path, maxWorkflow); err == nil && (command.Match(src) || strings.Contains(string(src), "uses: modelgate-dev/modelgate")) {
			out = append(out, e.Path)
		}
	}
	return out
}

// On reports whether the workflow runs on an event.
func (w Workflow) On(event string) bool { return slices.Contains(w.Events, event) }

// maxWorkflow is the size in bytes of the largest workflow that is read.
const maxWorkflow = 1 << 20

// ReadWorkflows reads the workflows of a tree that run modelgate. One that
// cannot be read is passed over: GitHub does not run it either. The branch is
// the default branch, "" if it is not known.
func ReadWorkflows(tree source.Tree, branch string) []Workflow {
	var out, others []Workflow
	for _, e := range tree.Under(".github/workflows") {
		if ext := path.Ext(e.Path); ext != ".yml" && ext != ".yaml" {
			continue
		}
		src, err := tree.Read(e.Path, maxWorkflow)
		if err != nil {
			continue
		}
		d, _ := document.Parse(e.Path, src)
		if w, ok := readWorkflow(d, branch); ok {
			out = append(out, w)
		} else {
			others = append(others, w)
		}
	}
	for i := range out {
		out[i].Ambiguous = out[i].namesakes(append(slices.Clone(out), others...))
	}
	return out
}

func readWorkflow(d *document.Document, branch string) (Workflow, bool) {
	w := Workflow{Path: d.Path, Permissions: d.Root.Get("permissions") != nil}
	w.events(d, branch)
	everyJob := true
	found := false
	if jobs := d.Root.Get("jobs"); jobs != nil {
		for _, job := range jobs.Children {
			everyJob = everyJob && job.Get("permissions") != nil
			r := jobReader{Workflow: &w, d: d, job: job, pointer: document.Pointer("jobs", job.Key), branch: branch}
			found = r.read() || found
		}
	}
	w.Permissions = w.Permissions || everyJob
	return w, found
}

func (w *Workflow) events(d *document.Document, branch string) {
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
			if e.Key == "push" && (e.Get("branches") != nil || e.Get("tags") != nil) {
				continue // no commit of a pull request's branch
			}
			w.Events = append(w.Events, e.Key)
			switch e.Key {
			case "pull_request", "pull_request_target":
				w.filters(d, e, branch)
			case "merge_group":
				w.branches(d, e, branch)
			}
		}
		return
	}
	if w.onPulls() {
		w.Unedited = append(w.Unedited, d.At("/on"))
	}
}

// filters notes what keeps a workflow from running on a pull request.
func (w *Workflow) filters(d *document.Document, event *document.Node, branch string) {
	at := func(key string) finding.Position { return d.At("/on/" + event.Key + "/" + key) }
	for _, filter := range []string{"paths", "paths-ignore"} {
		if event.Get(filter) != nil {
			w.Filtered = append(w.Filtered, at(filter))
		}
	}
	w.branches(d, event, branch)
	types := words(event.Get("types"))
	if event.Get("types") != nil && (!slices.Contains(types, "opened") || !slices.Contains(types, "synchronize")) {
		w.Narrowed = append(w.Narrowed, at("types"))
	}
	w.Ready = w.Ready || slices.Contains(types, "ready_for_review")
	if !slices.Contains(types, "edited") {
		w.Unedited = append(w.Unedited, at("types"))
	}
}

// branches notes the filters that keep a workflow from running for the default branch.
func (w *Workflow) branches(d *document.Document, event *document.Node, branch string) {
	for _, key := range []string{"branches", "branches-ignore"} {
		list := event.Get(key)
		switch at := d.At("/on/" + event.Key + "/" + key); {
		case list == nil:
		case branch == "":
			w.Unmatched = append(w.Unmatched, at)
		case matches(words(list), branch) == (key == "branches-ignore"):
			w.Elsewhere = append(w.Elsewhere, at)
		}
	}
}

// matches reports whether the last of the globs that fits a branch asks for it.
func matches(globs []string, branch string) bool {
	asked := false
	for _, g := range globs {
		positive := strings.TrimPrefix(g, "!")
		if source.Match(positive, branch) {
			asked = positive == g
		}
	}
	return asked
}

// words are a scalar, or the scalars of a list.
func words(n *document.Node) []string {
	switch {
	case n == nil:
		return nil
	case len(n.Children) == 0 && n.Value != "":
		return []string{n.Value}
	}
	var out []string
	for _, c := range n.Children {
		out = append(out, c.Value)
	}
	return out
}

// onPulls reports whether the workflow runs on pull requests.
func (w Workflow) onPulls() bool { return w.On("pull_request") || w.On("pull_request_target") }
