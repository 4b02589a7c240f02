package gate

import (
	"fmt"
	"path"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// outside reports what the proposal brings that looks like a model and is none.
func (r *run) outside() []finding.Finding {
	var out []finding.Finding
	for _, c := range r.Changes {
		if c.Kind != source.Deleted && r.head.Unjudged(c.Path) && !r.head.Fixture(c.Path) {
			out = append(out, finding.Finding{Rule: "evidence/outside_models", Severity: finding.Warning, At: finding.Start(c.Path), Key: c.Path,
				Message: "this looks like part of a model, but is in no directory that the configuration searches", Help: "Move it, or add its directory to `models` or `ignore` in .modelgate/config.yaml."})
		}
	}
	return out
}

// strays reports weights that the proposal brings, that only their content tells,
// and that belong to no model.
func (r *run) strays() ([]finding.Finding, error) {
	var out []finding.Finding
	for _, c := range r.Changes {
		if c.Kind == source.Deleted {
			continue
		}
		is, err := r.head.Stray(c.Path)
		if err != nil {
			return nil, fmt.Errorf("finding weights in %s: %w", c.Path, err)
		}
		if is {
			out = append(out, finding.Finding{Rule: "evidence/outside_models", Severity: finding.Warning, At: finding.Start(c.Path), Key: c.Path,
				Message: "the file contains weights but belongs to no model", Help: "Add a model card to its directory, or add the directory to `models` or `ignore` in .modelgate/config.yaml."})
		}
	}
	return out, nil
}

// fixtures notes the weights that the proposal brings and that make no model: once
// for each directory.
func (r *run) fixtures() []finding.Finding {
	var out []finding.Finding
	told := map[string]bool{}
	for _, c := range r.Changes {
		dir := path.Dir(c.Path)
		if c.Kind == source.Deleted || told[dir] || !r.head.Fixture(c.Path) {
			continue
		}
		told[dir] = true
		out = append(out, finding.Finding{Rule: "evidence/outside_models", Severity: finding.Note, At: finding.Start(c.Path), Key: c.Path,
			Message: "the file is named like weights, but it is in a directory for tests, or named like a preprocessor or prepared data, and belongs to no model", Help: "No action is needed for a test fixture, a preprocessor, a tokenizer or data. For a model, add a modelgate.yaml."})
	}
	return out
}

// reportIgnored reports the models that the proposal changes and the configuration ignores:
// once for each directory.
func (r *run) reportIgnored() []finding.Finding {
	var out []finding.Finding
	told := map[string]bool{}
	for _, c := range r.Changes {
		dir := path.Dir(c.Path)
		if c.Kind == source.Deleted || told[dir] {
			continue
		}
		if glob := r.head.Ignored(c.Path); glob != "" {
			told[dir] = true
			out = append(out, finding.Finding{Rule: "evidence/ignored_model", Severity: finding.Note, At: finding.Start(c.Path), Key: c.Path,
				Message: fmt.Sprintf("this looks like part of a model in a directory that the configuration ignores (%q). It is not checked.", glob),
				Help:    "If it is not a model, no action is needed. Otherwise, remove its directory from `ignore` in .modelgate/config.yaml."})
		}
	}
	return out
}

// reportPassedOver reports READMEs with metadata that are the card of no model: those that
// the proposal brings or changes, or every one when everything is judged.
func (r *run) reportPassedOver() ([]finding.Finding, error) {
	var out []finding.Finding
	for _, file := range r.present() {
		what, err := r.head.PassedOver(file)
		if err != nil {
			return nil, fmt.Errorf("finding metadata in %s: %w", file, err)
		}
		if what != "" && !r.head.Unjudged(file) {
			out = append(out, finding.Finding{Rule: "evidence/passed_over", Severity: finding.Note, At: finding.Start(file), Key: file,
				Message: fmt.Sprintf("the file has the metadata of a %s, but is not the card of any model. Its metadata has no effect.", what)})
		}
	}
	return out, nil
}

// maxPossible bounds how many possible cards are looked for, and named in one note.
const maxPossible = 10

// reportPossibleCards notes the files that a person would take for model cards and that are
// the card of no model, so that what they state is not checked: in one note, because a
// repository that has one often has many.
func (r *run) reportPossibleCards() ([]finding.Finding, error) {
	var out []finding.Finding
	for _, file := range r.present() {
		possible, err := r.head.PossibleCard(file)
		switch {
		case err != nil:
			return nil, fmt.Errorf("reading %s: %w", file, err)
		case possible.Path == "":
		case len(out) == 0:
			out = []finding.Finding{{Rule: "evidence/possible_card", Severity: finding.Note, At: finding.Start(file), Key: file,
				Message: fmt.Sprintf("the file %s, but is not the card of any model: %s", possible.Seen, possible.Reason), Help: possible.Remedy}}
		case len(out[0].Related) == maxPossible:
			return out, nil
		default:
			out[0].Related = append(out[0].Related, finding.Related{At: finding.Start(file), Message: "this file " + possible.Seen + " too"})
		}
	}
	return out, nil
}

// present lists the files of the proposal that are in question.
func (r *run) present() []string {
	var files []string
	if r.All {
		for _, e := range r.Head.Entries() {
			files = append(files, e.Path)
		}
		return files
	}
	for _, c := range r.Changes {
		if c.Kind != source.Deleted {
			files = append(files, c.Path)
		}
	}
	return files
}
