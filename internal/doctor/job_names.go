package doctor

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
)

// jobName is what the check of a job is called. A required check is known by
// that name alone, whichever job it is of.
type jobName struct {
	text    string         // what is written, with expressions as they are
	matches *regexp.Regexp // the names that it may come to
	at      finding.Position
	gates   bool
	called  bool // its checks are those of a reusable workflow
}

var inExpression = pattern.New(`\$\{\{.*?\}\}`)

// named notes what the job's checks are called.
func (r *jobReader) named(runs []Run) {
	gates := slices.ContainsFunc(runs, func(run Run) bool { return !run.Shard })
	for _, name := range r.names() {
		pattern := ""
		last := 0
		for _, at := range inExpression.FindAllStringIndex(name, -1) {
			pattern += regexp.QuoteMeta(name[last:at[0]]) + ".*"
			last = at[1]
		}
		pattern += regexp.QuoteMeta(name[last:])
		if r.job.Get("uses") != nil {
			pattern, name = pattern+" / .*", name+" / ${{ its jobs }}"
		}
		r.Jobs = append(r.Jobs, jobName{text: name, matches: regexp.MustCompile("(?is)^" + pattern + "$"), at: r.d.At(r.pointer), gates: gates, called: r.job.Get("uses") != nil})
	}
}

// names are the job's name, or one for each value of the matrix that it is made of.
func (r *jobReader) names() []string {
	name := text(r.job.Get("name"))
	matrix := r.matrix()
	switch {
	case name == "" && matrix != nil:
		return []string{r.job.Key + " (${{ matrix }})"}
	case name == "":
		return []string{r.job.Key}
	}
	m := ofGates.FindStringSubmatch(name)
	if m == nil {
		return []string{name}
	}
	out := words(matrix.Get(m[1]))
	if include := matrix.Get("include"); include != nil {
		for _, entry := range include.Children {
			out = append(out, text(entry.Get(m[1])))
		}
	}
	if out = slices.DeleteFunc(out, func(s string) bool { return s == "" }); len(out) == 0 {
		return []string{name}
	}
	return out
}

// onCommit are the events whose checks are of the commit that a pull request proposes.
var onCommit = []string{"pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment", "push", "workflow_dispatch"}

// shares reports whether two workflows make checks of the same commits.
func (w Workflow) shares(o Workflow) bool {
	on := func(w Workflow) bool { return slices.ContainsFunc(onCommit, w.On) }
	return on(w) && on(o) || w.On("merge_group") && o.On("merge_group")
}

// namesakes lists the jobs of the repository whose checks may have the name of
// one of the workflow's that judge. Which of them is required, cannot be said.
func (w Workflow) namesakes(all []Workflow) []Item {
	var items []Item
	for _, gate := range w.Jobs {
		for _, other := range all {
			for _, job := range other.Jobs {
				if !gate.gates || job.at == gate.at || !w.shares(other) {
					continue
				}
				if item, ok := gate.against(job); ok {
					items = append(items, item)
				}
			}
		}
	}
	return items
}

// checks reports whether a required check is one of the gate: that of a job which
// runs it, or a check run or status that it makes.
func (w Workflow) checks(required string) truth {
	found := no
	for _, job := range w.Jobs {
		switch {
		case !job.gates || !job.matches.MatchString(required):
		case job.called || !strings.Contains(job.text, "${{"):
			return yes
		default:
			found = maybe
		}
	}
	for _, run := range w.Runs {
		if strings.EqualFold(run.check(), required) {
			return yes
		}
	}
	return found
}

func (n jobName) against(job jobName) (Item, bool) {
	remedy := "Give the job of the gate a name that no other job has."
	literal := func(n jobName) bool { return !strings.Contains(n.text, "${{") }
	switch {
	case literal(n) && literal(job) && strings.EqualFold(n.text, job.text):
		return Item{ID: "workflow-name", Level: Problem, Message: fmt.Sprintf("another job has the name %q: its check passes for that of the gate", n.text), Remedy: remedy, At: job.at}, true
	case literal(job) && n.matches.MatchString(job.text), literal(n) && job.matches.MatchString(n.text), n.matches.String() == job.matches.String():
		return Item{ID: "workflow-name", Level: Unknown, Message: fmt.Sprintf("whether the check of another job has the name %q was not followed", n.text), Remedy: remedy, At: job.at}, true
	}
	return Item{}, false
}
