package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence/results"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// A store of MLflow keeps what each run logged: ten runs are ten copies of one model and
// not ten models. It is known by the meta.yaml of its runs and models, not by its name
// (mlflow/store/tracking/file_store.py). Where a database or a server has the metadata, only
// the artifacts are files: they are known by the names that MLflow gives their directories,
// <experiment>/<run>/artifacts and <experiment>/models/<model>/artifacts.

// maxMeta bounds the size of a meta.yaml.
const maxMeta = 64 << 10

// storedKeys are the keys of a meta.yaml that only those of runs and of logged models have.
var storedKeys = []string{"run_id:", "run_uuid:", "model_id:"}

var (
	experimentID = pattern.New(`^[0-9]{1,19}$`)
	runID        = pattern.New(`^[0-9a-f]{32}$`)
	loggedModel  = pattern.New(`^m-[0-9a-f]{32}$`)
)

// isNamedRun reports whether a directory has the names of a run or of a logged model of MLflow.
func isNamedRun(dir string) bool {
	above := path.Dir(dir)
	if loggedModel.MatchString(path.Base(dir)) && path.Base(above) == "models" {
		return experimentID.MatchString(path.Base(path.Dir(above)))
	}
	return runID.MatchString(path.Base(dir)) && experimentID.MatchString(path.Base(above))
}

// isStoredRun reports whether a directory is that of a run or of a logged model in a store
// of MLflow, by its meta.yaml or its names.
func (f *Finder) isStoredRun(dir string) bool {
	if isNamedRun(dir) {
		return true
	}
	f.mu.Lock()
	known, asked := f.stored[dir]
	f.mu.Unlock()
	if asked {
		return known
	}
	is := false
	if e, there := f.tree.Lookup(path.Join(dir, "meta.yaml")); there && e.Kind == source.File {
		src, err := f.tree.Read(e.Path, maxMeta)
		is = err == nil && slices.ContainsFunc(strings.Split(string(src), "\n"), func(line string) bool {
			return slices.ContainsFunc(storedKeys, func(key string) bool { return strings.HasPrefix(line, key) })
		})
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stored[dir] = is
	return is
}

// inStore reports whether a directory is among what a run logged to a store.
func (f *Finder) inStore(dir string) bool {
	parts := strings.Split(dir, "/")
	for i, part := range parts {
		if i > 0 && part == "artifacts" && f.isStoredRun(path.Join(parts[:i]...)) {
			return true
		}
	}
	return false
}

// Stored is what the runs of a directory's stores of MLflow hold that looks like
// models: how many directories, and the first file.
type Stored struct {
	Dir, First string
	Models     int
}

// ListStored lists the stores of MLflow with models in them, sorted.
func (f *Finder) ListStored() []Stored {
	var out []Stored
	seen := map[string]bool{}
	for _, e := range f.tree.Entries() {
		dir, base := path.Dir(e.Path), path.Base(e.Path)
		if !weights.IsName(e.Path) && !strings.EqualFold(base, "MLmodel") || seen[dir] || !f.inStore(dir) {
			continue
		}
		seen[dir] = true
		if parent := path.Dir(dir); seen[parent] { // the files of one model
			continue
		}
		store := storeOf(dir)
		if i := slices.IndexFunc(out, func(s Stored) bool { return s.Dir == store }); i >= 0 {
			out[i].Models++
		} else {
			out = append(out, Stored{store, e.Path, 1})
		}
	}
	return out
}

// storeOf is the store that an artifact is in: <store>/<experiment>/<run>/artifacts, or
// <store>/<experiment>/models/<model>/artifacts.
func storeOf(dir string) string {
	parts := strings.Split(dir, "/")
	i := slices.Index(parts, "artifacts") - 2
	if i > 0 && parts[i] == "models" {
		i--
	}
	if i < 1 {
		return "."
	}
	return path.Join(parts[:i]...)
}

// ListRuns lists the directories of the runs of MLflow's file stores that have metrics, sorted.
func (f *Finder) ListRuns() []string {
	var out []string
	for _, e := range f.tree.Entries() {
		run, _, ok := results.StoredRunOf(e.Path, f.isStoredRun)
		if ok && (len(out) == 0 || out[len(out)-1] != run) && !loggedModel.MatchString(path.Base(run)) {
			out = append(out, run)
		}
	}
	return out
}
