package promotion

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// maxManifest is the size in bytes of the largest manifest that is read.
const maxManifest = 1 << 20

// history is what the records say of one model in one environment, oldest
// first.
type history []Record

func (h history) current() (Record, bool) {
	if len(h) == 0 {
		return Record{}, false
	}
	return h[len(h)-1], true
}

// readHistory reads and verifies the records of a model and the manifests of
// the current one. Problems are ways in which the tree was tampered with; an
// error means that it could not be read.
func readHistory(tree source.Tree, environment, model string) (history, []Problem, error) {
	dir := recordDir(environment, model)
	if p, ok := blockedBy(tree, dir); ok {
		return nil, []Problem{p}, nil
	}
	var h history
	var problems []Problem
	for _, e := range tree.Under(dir) {
		want := recordPath(environment, model, len(h)+1)
		if e.Path != want {
			problem := Problem{e.Path, "it is not a record: a record's name is its number in six digits, and .json"}
			if isRecordName(path.Base(e.Path)) && path.Dir(e.Path) == dir {
				problem = Problem{e.Path, fmt.Sprintf("record %06d before it is missing", len(h)+1)}
			}
			return h, append(problems, problem), nil
		}
		b, why, err := readFile(tree, e.Path, maxRecord)
		if err != nil {
			return nil, nil, err
		}
		var r Record
		if why == "" {
			if r, why, err = parseRecord(e.Path, b); err != nil {
				return nil, nil, err
			}
		}
		if why == "" {
			if why, err = h.follows(r, environment, model); err != nil {
				return nil, nil, err
			}
		}
		if why != "" { // nothing after it can be judged
			return h, append(problems, Problem{e.Path, why}), nil
		}
		h = append(h, r)
	}
	if r, ok := h.current(); ok {
		files, wrong, err := verifyFiles(tree, r)
		if err == nil {
			var unlike []Problem
			unlike, err = h.linked(files)
			wrong = append(wrong, unlike...)
		}
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, wrong...)
	}
	return h, problems, nil
}

// histories are those of one tree, each read once.
type histories struct {
	tree source.Tree
	read map[string]verified
}

// verified is what readHistory comes to.
type verified struct {
	history  history
	problems []Problem
	err      error
}

func (h *histories) of(environment, model string) (history, []Problem, error) {
	key := environment + "/" + model
	v, ok := h.read[key]
	if !ok {
		v.history, v.problems, v.err = readHistory(h.tree, environment, model)
		if h.read == nil {
			h.read = map[string]verified{}
		}
		h.read[key] = v
	}
	return v.history, v.problems, v.err
}

func isRecordName(name string) bool {
	digits, ok := strings.CutSuffix(name, ".json")
	return ok && len(digits) == 6 && strings.Trim(digits, "0123456789") == ""
}

// follows says why r is not the next record of h, or nothing.
func (h history) follows(r Record, environment, model string) (string, error) {
	id, err := promotionID(r, r.replaces())
	if err != nil {
		return "", err
	}
	var want *Previous
	if before, ok := h.current(); ok {
		want = &Previous{before.Sequence, before.PromotionID, before.RecordDigest}
	}
	switch {
	case r.Environment != environment || r.Model.Name != model:
		return fmt.Sprintf("it is a record of %s in %s", r.Model.Name, r.Environment), nil
	case r.Sequence != len(h)+1:
		return fmt.Sprintf("its sequence is %d, which is not the number in its name", r.Sequence), nil
	case (r.Previous == nil) != (want == nil), want != nil && *r.Previous != *want:
		return "its previous does not match the record before it; one of them was changed or replaced", nil
	case r.PromotionID != id:
		return "its promotionId does not match its contents", nil
	}
	if why, err := h.repeats(r); why != "" || err != nil {
		return why, err
	}
	return r.checkFiles(), nil
}

// checkFiles says why the paths of the record cannot be its own, or nothing:
// they decide what the next promotion deletes.
func (r Record) checkFiles() string {
	if !directoryPath.MatchString(r.Render.Directory) || path.Base(r.Render.Directory) != r.Model.Name {
		return fmt.Sprintf("its directory %s is not valid for %s", quoted(r.Render.Directory), r.Model.Name)
	}
	seen, dirs := map[string]bool{}, map[string]bool{}
	for _, one := range r.perCell() {
		dirs[one.Render.Directory] = true
	}
	for _, f := range r.Render.Files {
		if !directoryPath.MatchString(f.Path) || !dirs[path.Dir(f.Path)] || seen[f.Path] {
			return fmt.Sprintf("its file %s is not in its directory", quoted(f.Path))
		}
		seen[f.Path] = true
	}
	return r.inCells()
}

// verifyFiles compares the manifests in the tree with those that the record
// lists: none changed, none missing, none added. It returns those that are as listed.
func verifyFiles(tree source.Tree, r Record) (map[string][]byte, []Problem, error) {
	if p, ok := blockedBy(tree, r.Render.Directory); ok {
		return nil, []Problem{p}, nil
	}
	files := map[string][]byte{}
	var problems []Problem
	listed := map[string]bool{}
	for _, f := range r.Render.Files {
		listed[f.Path] = true
		b, why, err := readFile(tree, f.Path, maxManifest)
		if err != nil {
			return nil, nil, err
		}
		if why == "" && sumOf(b) != f.SHA256 {
			why = fmt.Sprintf("it does not match record %06d", r.Sequence)
		}
		if why != "" {
			problems = append(problems, Problem{f.Path, why})
			continue
		}
		files[f.Path] = b
	}
	for _, e := range tree.Under(r.Render.Directory) {
		if !listed[e.Path] && !isPlaceholder(e) {
			problems = append(problems, Problem{e.Path, fmt.Sprintf("record %06d does not list it", r.Sequence)})
		}
	}
	return files, problems, nil
}

// readFile reads a file that must be a regular one. The text says why it is
// not; the error, that the repository could not be read.
func readFile(tree source.Tree, name string, limit int64) ([]byte, string, error) {
	if e, ok := tree.Lookup(name); ok && e.Executable {
		return nil, "it is executable: its mode must be " + regular, nil
	}
	b, err := tree.Read(name, limit)
	switch {
	case err == nil:
		return b, "", nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, "it is missing", nil
	case errors.Is(err, source.ErrTooLarge):
		return nil, fmt.Sprintf("it is too large (limit: %d bytes)", limit), nil
	case errors.Is(err, source.ErrSymlink), errors.Is(err, source.ErrSubmodule), errors.Is(err, source.ErrNotRegular), errors.Is(err, fs.ErrInvalid):
		return nil, "it is not a regular file", nil
	}
	return nil, "", fmt.Errorf("reading %s at %s: %w", name, tree.Commit, err)
}

// blockedBy finds what stands where a directory is needed: a file, a symbolic
// link or a submodule at the path or above it.
func blockedBy(tree source.Tree, dir string) (Problem, bool) {
	for at := dir; at != "."; at = path.Dir(at) {
		if e, ok := tree.Lookup(at); ok {
			return Problem{at, fmt.Sprintf("it is a %s, but must be a directory", e.Kind)}, true
		}
	}
	return Problem{}, false
}
