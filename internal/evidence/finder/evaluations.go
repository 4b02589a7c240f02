package finder

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/evidence/manifest"
	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Where evaluations are looked for when nothing is configured, below a model. In
// expectedEvaluations a file of no known format is a finding: somebody may take
// it for evidence. possibleEvaluations are names that tools give their results
// and others use as well: one of no known format is passed over.
var (
	expectedEvaluations = []string{
		"{metrics,evaluation,evaluations,eval,results,scores}.{json,yaml,yml,toml}", "*{classification_report,metrics,evaluation,_results}*.json", "*{metrics,evaluation}*.{yaml,yml}",
		"{evaluation,evaluations,eval,evals,metrics,results,reports}/**/*.{json,yaml,yml}",
	}
	possibleEvaluations = format.Files(results.Formats)

	expectedGlobs = sync.OnceValue(func() globs { return newGlobs(expectedEvaluations) })
	possibleGlobs = sync.OnceValue(func() globs { return newGlobs(possibleEvaluations) })
)

// codeTools are words in the names of reports about code, which people keep in reports/ as well.
var codeTools = []string{"bandit", "flake", "junit", "lighthouse", "lint", "mypy", "pip", "pylint", "pytest", "ruff", "sbom", "semgrep", "sonar", "trivy"}

// askedWords are words in the names of what an evaluation asks, which people keep next to what
// it came to.
var askedWords = []string{"prompt", "prompts", "question", "questions", "rubric", "rubrics"}

// outputDirs are directories to which a training writes its model, and the results that it
// had at once beside it.
var outputDirs = []string{"artifact", "artifacts", "checkpoint", "checkpoints", "model", "models", "output", "outputs", "saved_model", "saved_models", "trained_models", "weights"}

// IsOutputDir reports whether a directory of a name is one of outputs, whatever the model.
func IsOutputDir(name string) bool { return slices.Contains(outputDirs, strings.ToLower(name)) }

// pictures are files of no results, that a glob for a directory of results matches too.
var pictures = []string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf"}

// isPicture reports whether a file is a picture, by its name.
func isPicture(file string) bool { return slices.Contains(pictures, strings.ToLower(path.Ext(file))) }

// resultWords are words in the name of a directory of results: eval_results, test-reports.
var resultWords = []string{"benchmark", "benchmarks", "eval", "evals", "evaluation", "evaluations", "metrics", "report", "reports", "result", "results", "scores"}

// usual is a path as if training wrote its results where most do: without the directories of
// outputs that it begins with, and with "results" for a directory whose name has a word for them.
func usual(file string) string {
	for {
		first, rest, below := strings.Cut(file, "/")
		switch {
		case below && slices.Contains(outputDirs, first):
			file = rest
		case below && hasWord(first, resultWords):
			return "results/" + rest
		default:
			return file
		}
	}
}

// isEvaluation reports whether evaluation results are looked for in a file, and
// whether they are expected there.
func (l Layout) isEvaluation(dir, file string) (looked, expected bool) {
	relative := below(dir, file)
	if l.replacesEvaluations() {
		expected = slices.ContainsFunc(l.Evaluations, func(g string) bool { return !isTemplate(g) && matchesFile([]string{g}, relative) })
		looked = expected
	} else {
		lower := strings.ToLower(relative)
		looked = expectedGlobs().matchLower(lower)
		expected = looked && !hasWord(path.Base(lower), codeTools) && !hasWord(path.Base(lower), askedWords)
		elsewhere := usual(lower)
		looked = looked || possibleGlobs().matchLower(lower) || expectedGlobs().matchLower(elsewhere) || elsewhere != lower && possibleGlobs().matchLower(elsewhere)
	}
	if !looked || relative == manifest.FileName || isOwnDataCard(dir, file) {
		return false, false
	}
	return looked, expected
}

// replacesEvaluations reports whether the configuration says where below a model results
// are; what it says of places outside does not.
func (l Layout) replacesEvaluations() bool {
	return slices.ContainsFunc(l.Evaluations, func(g string) bool { return !isTemplate(g) })
}

// isExpected reports whether evaluation results are expected in a file.
func (l Layout) isExpected(dir, file string) bool {
	_, expected := l.isEvaluation(dir, file)
	return expected
}

// formatOf is the format that a file is to be read as, "" if it is to be recognised.
// The first glob in alphabetical order that fits counts.
func (l Layout) formatOf(dir, file string) string {
	for _, glob := range slices.Sorted(maps.Keys(l.Formats)) {
		if matchesFile([]string{glob}, below(dir, file)) {
			return l.Formats[glob]
		}
	}
	return ""
}

// evaluations reads every evaluation of a model.
func (r *reader) evaluations(id string) ([]evidence.Evaluation, error) {
	out := []evidence.Evaluation{}
	runs := map[string][]string{} // directories of MLflow, and the files of their metrics
	for _, e := range append(r.listOwn(id), r.finder.listPlaced(id)...) {
		if e.Kind != source.File && (r.holdsEvidence(id, e.Path) || r.finder.layout.isGiven(id, e.Path)) {
			r.notAFile(e)
			continue
		}
		looked, expected, err := r.finder.isEvaluation(id, e.Path)
		if err != nil {
			return nil, err
		}
		if !looked || e.Kind != source.File {
			continue
		}
		if run, _, ok := results.StoredRunOf(e.Path, r.finder.isStoredRun); ok {
			runs[run] = append(runs[run], e.Path)
			continue
		}
		x, ok, err := r.evaluation(e.Path, expected)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, x)
		}
	}
	for run, files := range runs {
		x, err := r.mlflowRun(run, files)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b evidence.Evaluation) int { return strings.Compare(a.Path, b.Path) })
	return r.examples(id, out), nil
}

// evaluation reads one file. Of a file that is not expected to be an evaluation
// nothing is said unless it is one, or has the name of an event file, which nothing else has.
func (r *reader) evaluation(file string, expected bool) (evidence.Evaluation, bool, error) {
	d, found, err := loadResults(r.tree, file)
	if d == nil || err != nil {
		return evidence.Evaluation{}, false, err
	}
	return r.evaluationOf(d, found, expected || results.IsEventFile(file))
}

// evaluationOf is evaluation for a file that is parsed.
func (r *reader) evaluationOf(d *document.Document, found []finding.Finding, expected bool) (evidence.Evaluation, bool, error) {
	file := d.Path
	if results.IsCompanion(d) && r.finder.formatFor(r.dir, file) == "" {
		return evidence.Evaluation{}, false, nil
	}
	f, ok := inspection.ResultFormat(d)
	if name := r.finder.formatFor(r.dir, file); name != "" {
		if f, ok = results.Named(name, d); !ok && d.Root != nil {
			r.findings = append(r.findings, finding.Sort(append(found, notOfFormat(d, name)))...)
			r.places[file] = d
			return evidence.Evaluation{}, false, nil
		}
	}
	if !ok && !expected && !results.HasSeveral(d) {
		return evidence.Evaluation{}, false, nil
	}
	if ok {
		found = results.NotFinite(found)
	}
	r.findings = append(r.findings, found...)
	r.places[file] = d
	if !ok {
		r.unrecognised(d, format.KindEvaluation, expected)
		return evidence.Evaluation{}, false, nil
	}
	invalid, err := f.Validate(d)
	if err != nil {
		return evidence.Evaluation{}, false, err
	}
	r.findings = append(r.findings, invalid...)
	read := f.Read(d)
	if r.finder.formatFor(r.dir, file) == "" {
		read.CheckRivals()
	}
	r.findings = append(r.findings, read.Findings...)
	return read.Evaluation, true, nil
}

// notOfFormat says that a file is not what the configuration says it is.
func notOfFormat(d *document.Document, name string) finding.Finding {
	return finding.Finding{Rule: "evidence/malformed", Severity: finding.Error, At: d.At(""), Message: fmt.Sprintf("the file does not have the configured format %s", name),
		Help: "Generate the file with that tool, or fix its format under evaluations in .modelgate/config.yaml."}
}

// examples gives each evaluation the files beside it that hold its per-example
// results, and takes those that are nothing else out of the list.
func (r *reader) examples(id string, evaluations []evidence.Evaluation) []evidence.Evaluation {
	var rows []string
	for _, e := range append(r.listOwn(id), r.finder.listPlaced(id)...) {
		if e.Kind == source.File && strings.HasSuffix(strings.ToLower(e.Path), ".jsonl") {
			rows = append(rows, e.Path)
		}
	}
	out, found := results.JoinExamples(evaluations, rows, r.places)
	for _, e := range out {
		for _, x := range e.Examples {
			r.place(x.Path)
		}
	}
	r.findings = append(r.findings, found...)
	return out
}

// holdsEvidence reports whether evidence is looked for at a path or, were it a
// directory, below it.
func (r *reader) holdsEvidence(id, at string) bool {
	layout := r.finder.layout
	for _, file := range []string{at, at + "/x.json", at + "/x.yaml"} {
		for _, part := range r.finder.partsOf(id) {
			if source.Within(part, at) && (layout.isExpected(part, file) || isOwnDataCard(part, file)) {
				return true
			}
		}
	}
	return false
}
