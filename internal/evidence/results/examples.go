package results

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/decimal"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// JoinExamples gives each evaluation the files beside it that hold its per-example
// results, and takes those that are nothing else out of the list. rows are the files of
// JSON Lines, read the documents by path.
func JoinExamples(evaluations []evidence.Evaluation, rows []string, read map[string]*document.Document) ([]evidence.Evaluation, []finding.Finding) {
	byDir := map[string][]string{} // rows that lm-evaluation-harness logs
	for _, file := range rows {
		byDir[path.Dir(file)] = append(byDir[path.Dir(file)], file)
	}
	perInstance := map[string]evidence.Evaluation{}
	for _, e := range evaluations {
		if e.Format == formatHELMPerInstance {
			perInstance[path.Dir(e.Path)] = e
		}
	}
	var found []finding.Finding
	used := map[string]bool{}
	for i := range evaluations {
		e := &evaluations[i]
		switch e.Format {
		case formatLMEval:
			loggedExamples(e, byDir[path.Dir(e.Path)])
		case formatHELM:
			if instances, ok := perInstance[path.Dir(e.Path)]; ok {
				e.Examples = instances.Examples
				found = append(found, joinInstances(e, instances, read[e.Path])...)
				used[instances.Path] = true
			}
		}
	}
	return slices.DeleteFunc(evaluations, func(e evidence.Evaluation) bool { return used[e.Path] }), found
}

// loggedExamples are the rows that lm-evaluation-harness logs of a run, in files of its
// directory.
func loggedExamples(e *evidence.Evaluation, files []string) {
	tasks := map[string]bool{}
	for _, x := range e.Results {
		tasks[x.Task] = true
	}
	for _, file := range files {
		if task, ok := loggedTask(tasks, e.Path, path.Base(file)); ok {
			e.Examples = append(e.Examples, evidence.Examples{At: evidence.Anchor(file + "#"), Path: file, Format: formatLMEvalSamples, Task: task})
		}
	}
}

// joinInstances gives the means of a HELM run, whose document is d, the number of their
// instances, and holds them against the means over these.
func joinInstances(e *evidence.Evaluation, instances evidence.Evaluation, d *document.Document) []finding.Finding {
	type statistic struct{ metric, split, slice string }
	of := map[statistic]evidence.Result{}
	for _, x := range instances.Results {
		of[statistic{x.Metric, x.Dataset.Split, x.Slice}] = x
	}
	means := &Reading{Evaluation: *e, doc: d}
	for i := range e.Results {
		x := &e.Results[i]
		each, ok := of[statistic{x.Metric, x.Dataset.Split, x.Slice}]
		if !ok || x.N != "" {
			continue
		}
		x.Counted(each.N, "file")
		stated, mean := decimal.Rational(x.Value), decimal.Rational(each.Value)
		if stated != nil && mean != nil && !(decimal.Figures{Places: decimal.Places(x.Raw)}).Same(stated, mean) {
			means.contradicted(place.Place{Anchor: x.At}, fmt.Sprintf("the mean of %q is %s, but the instances of %s have the mean %s", x.Metric, x.Raw, path.Base(instances.Path), decimal.Rounded(mean)))
		}
	}
	return means.Findings
}

// loggedTask is the task of a file of rows that belongs to an evaluation:
// samples_TASK_TIME.jsonl beside results_TIME.json, or NAME_TASK.jsonl in older
// versions, where the longest task that fits is meant.
func loggedTask(tasks map[string]bool, results, file string) (string, bool) {
	name := strings.TrimSuffix(file, path.Ext(file))
	stamp := strings.TrimSuffix(strings.TrimPrefix(path.Base(results), "results_"), ".json")
	samples, logged := strings.CutPrefix(name, "samples_")
	if !logged {
		for i := strings.IndexByte(name, '_'); i >= 0; { // NAME may have underscores as well as TASK
			if tasks[name[i+1:]] {
				return name[i+1:], true
			}
			next := strings.IndexByte(name[i+1:], '_')
			if next < 0 {
				break
			}
			i += 1 + next
		}
		return "", false
	}
	if task, ok := strings.CutSuffix(samples, "_"+stamp); ok && tasks[task] {
		return task, true
	}
	return samples, tasks[samples]
}
