package finder

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// StoredModel is what a store of MLflow has of the model that a repository is likely about:
// the run that measured it, and the directory of what that run logged, "" if git has none.
type StoredModel struct{ Run, Dir string }

// maxMetas bounds how many files of metadata are read to choose a run.
const maxMetas = 500

// ChooseStored is the model of the stores that was registered last, else that of the run
// which ended last, among runs with metrics; the zero value if there is none. It suggests,
// and decides nothing.
func (f *Finder) ChooseStored() StoredModel {
	runs := map[string]bool{} // the directories of runs with metrics
	var versions, logged, metas []string
	for _, run := range f.ListRuns() {
		runs[run] = true
		metas = append(metas, path.Join(run, "meta.yaml"))
	}
	if len(runs) == 0 {
		return StoredModel{}
	}
	for _, e := range f.tree.Entries() {
		switch dir := path.Dir(e.Path); {
		case e.Kind != source.File || path.Base(e.Path) != "meta.yaml":
		case strings.HasPrefix(path.Base(dir), "version-") && path.Base(path.Dir(path.Dir(dir))) == "models":
			versions = append(versions, e.Path)
		case loggedModel.MatchString(path.Base(dir)) && path.Base(path.Dir(dir)) == "models":
			logged = append(logged, e.Path)
		}
	}
	byID, dirs := map[string]string{}, map[string]string{} // runs, and directories of models, by the id of the run
	for run := range runs {
		byID[path.Base(run)] = run
	}
	of := map[string]string{} // the run of a logged model
	for _, file := range logged[:min(len(logged), maxMetas)] {
		meta := f.storedMeta(file)
		if id := meta["source_run_id"]; id != "" {
			of[path.Base(path.Dir(file))] = id
			if dir := path.Join(path.Dir(file), "artifacts"); len(f.tree.Under(dir)) > 0 {
				dirs[id] = dir
			}
		}
	}
	best, when := "", int64(0)
	choose := func(id, time string) {
		if at, err := strconv.ParseInt(time, 10, 64); err == nil && byID[id] != "" && (best == "" || cmp.Or(cmp.Compare(at, when), strings.Compare(best, id)) > 0) {
			best, when = id, at
		}
	}
	for _, file := range versions[:min(len(versions), maxMetas)] {
		meta := f.storedMeta(file)
		choose(cmp.Or(meta["run_id"], of[meta["model_id"]]), meta["creation_timestamp"])
	}
	if best != "" {
		metas = nil
	}
	for _, file := range metas[:min(len(metas), maxMetas)] {
		if meta := f.storedMeta(file); meta["lifecycle_stage"] != "deleted" && (meta["status"] == "3" || meta["status"] == "FINISHED") {
			choose(path.Base(path.Dir(file)), meta["end_time"])
		}
	}
	if best == "" {
		return StoredModel{}
	}
	return StoredModel{byID[best], cmp.Or(dirs[best], f.loggedDir(byID[best]))}
}

// loggedDir is the directory of the model among what a run logged, "" for none.
func (f *Finder) loggedDir(run string) string {
	dir := ""
	for _, e := range f.tree.Under(path.Join(run, "artifacts")) {
		if at := path.Dir(e.Path); path.Base(e.Path) == "MLmodel" && (dir == "" || len(at) < len(dir)) {
			dir = at
		}
	}
	return dir
}

// storedMeta are the scalars of a meta.yaml, which MLflow writes with one key to a line.
func (f *Finder) storedMeta(file string) map[string]string {
	out := map[string]string{}
	src, err := f.tree.Read(file, maxMeta)
	if err != nil {
		return out
	}
	for line := range strings.Lines(string(src)) {
		if key, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ": "); ok && !strings.HasPrefix(key, " ") {
			out[key] = strings.Trim(value, `'"`)
		}
	}
	return out
}

// Entry is the model of the configuration that the store would be: its directory, or the
// repository, and the glob of its results, both written as globs.
func (s StoredModel) Entry() (dir, evaluation string) {
	return cmp.Or(literalGlob.Replace(s.Dir), "."), literalGlob.Replace(s.Run) + "/metrics/**"
}

// literalGlob writes a text as a glob that matches it alone.
var literalGlob = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `{`, `\{`)
