package finder

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// listCachedResults returns the results of a model that DVC keeps and git does not have: what
// dvc.yaml calls metrics, and what lies where results are expected.
func (r *reader) listCachedResults(id string) ([]evidence.Item, error) {
	out := []evidence.Item{}
	ps, err := r.finder.pipelines()
	for _, p := range ps {
		items := slices.Clone(p.Metrics)
		for _, o := range p.Outs {
			_, expected, err := r.finder.isEvaluation(id, o.Path)
			if err == nil && !expected && o.Dir {
				_, expected, err = r.finder.isEvaluation(id, path.Join(o.Path, "metrics.json"))
			}
			if err != nil {
				return nil, err
			}
			if expected && !o.Kept {
				items = append(items, evidence.Item{At: o.At, Value: o.Path})
			}
		}
		for _, item := range items {
			if !dvc.InRepository(item.Value) {
				continue
			}
			owner, err := r.finder.Owner(item.Value)
			if err != nil {
				return nil, err
			}
			if owner != id && !r.finder.layout.isGiven(id, item.Value) || r.finder.exists(item.Value) || slices.ContainsFunc(out, func(i evidence.Item) bool { return i.Value == item.Value }) {
				continue
			}
			if _, there := r.tree.Lookup(item.Value); there {
				continue
			}
			out = append(out, item)
			for _, d := range p.Docs {
				r.places[d.Path] = d
			}
		}
	}
	return out, err
}

// Words in the name of a file or directory that make it likely to be a model, or
// unlikely.
var (
	modelWords = []string{"model", "models", "weights", "checkpoint", "checkpoints", "ckpt", "adapter", "adapters", "lora", "classifier", "regressor", "estimator"}
	otherWords = []string{"metric", "metrics", "report", "reports", "card", "plot", "plots", "figure", "figures", "eval", "evaluation", "result", "results", "score", "scores", "summary",
		"importance", "params", "log", "logs", "prediction", "predictions", "tokenizer", "vocab", "dvclive", "docs"}
	dataWords = []string{"data", "dataset", "datasets", "raw", "interim", "processed", "prepared", "preprocessed", "features", "featurized", "splits", "input", "inputs"}
	// Serialisations of anything: of prepared data as well as of a model.
	general = []string{".pkl", ".pickle", ".dill", ".joblib", ".npz", ".msgpack", ".bin", ".pb", ".h5", ".pt"}
)

var wordBreak = pattern.New(`[^a-z]+`)

// isModelOut reports whether an output is a part of the model in whose directory
// it lies, rather than its data or its results. The file names of weights tell, and
// the words of names; whatever the stage calls it, weights are no metrics.
func isModelOut(o dvc.Out, model string) bool {
	name := below(model, o.Path)
	if o.Remote { // the names of buckets tell nothing
		name = path.Base(o.Path)
	}
	base, ending := path.Base(name), weights.Ending(name)
	inData := hasWord(path.Dir(name), dataWords) || (hasWord(base, dataWords) || hasWord(base, measuredWords)) && !hasWord(base, modelWords)
	switch {
	case o.Declared:
		return true
	case weights.IsName(name):
		return !inData || !slices.Contains(general, ending)
	case o.Results, inData, hasWord(base, otherWords):
		return false
	case o.Dir && !o.Remote:
		return model != "." || hasWord(base, modelWords)
	}
	return hasWord(base, modelWords)
}

func hasWord(name string, words []string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(name), isNoLetter), func(w string) bool { return slices.Contains(words, w) })
}

func isNoLetter(r rune) bool { return r < 'a' || r > 'z' }

// dvcModelDir reports whether a directory is that of a model which DVC records:
// one that dvc.yaml calls a model, or any that looks like one.
func (f *Finder) dvcModelDir(dir string, declared bool) (bool, error) {
	ps, err := f.pipelines()
	return slices.ContainsFunc(ps, func(p dvc.Pipeline) bool {
		return slices.ContainsFunc(p.Outs, func(o dvc.Out) bool {
			return !o.Remote && path.Dir(o.Path) == dir && p.Heeds(o) && (o.Declared || !declared && isModelOut(o, "."))
		})
	}), err
}

// dvcModelDirs are the directories that dvcModelDir may be asked about.
func (f *Finder) dvcModelDirs() ([]string, error) {
	ps, err := f.pipelines()
	var dirs []string
	for _, p := range ps {
		for _, o := range p.Outs {
			if !o.Remote && p.Heeds(o) && (o.Declared || len(f.layout.Models) > 0 && isModelOut(o, ".")) {
				dirs = append(dirs, path.Dir(o.Path))
			}
		}
	}
	return dirs, err
}

// ownersOf are the models that an output belongs to: the one in whose directory it
// lies. An object elsewhere is of the model that records it, else of those whose
// directory's name its address has, else of the only one below.
func (f *Finder) ownersOf(p dvc.Pipeline, o dvc.Out) ([]string, error) {
	if !o.Remote {
		if is, err := f.IsModel(o.Path); is || err != nil {
			return []string{o.Path}, err
		}
		owner, err := f.Owner(o.Path)
		if owner == "" || err != nil {
			return nil, err
		}
		return []string{owner}, nil
	}
	if owner, err := f.ownerOf(p.Dir); owner != "" || err != nil {
		return []string{owner}, err
	}
	all, err := f.All()
	if err != nil {
		return nil, err
	}
	below := slices.DeleteFunc(all, func(id string) bool { return p.Dir != "." && !source.Within(p.Dir, id) })
	named := slices.DeleteFunc(slices.Clone(below), func(id string) bool { return !slices.Contains(strings.Split(o.Path, "/"), path.Base(id)) })
	switch {
	case len(named) > 0:
		return named, nil
	case len(below) == 1:
		return below, nil
	}
	return nil, nil
}

// Outs lists what pipelines record of models, sorted.
func (f *Finder) Outs() ([]Out, error) {
	ps, err := f.pipelines()
	var outs []Out
	for _, p := range ps {
		for _, o := range p.Outs {
			owners, err := f.ownersOf(p, o)
			if err != nil {
				return nil, err
			}
			for _, owner := range owners {
				if isModelOut(o, owner) {
					outs = append(outs, Out{owner, o.Path, o.Digest})
				}
			}
		}
	}
	slices.SortFunc(outs, Out.Compare)
	return outs, err
}

// ListUnowned lists what pipelines record that looks like a model's weights and lies
// in the directory of none, sorted.
func (f *Finder) ListUnowned() ([]string, error) {
	ps, err := f.pipelines()
	var found []string
	for _, p := range ps {
		for _, o := range p.Outs {
			if owners, err := f.ownersOf(p, o); err != nil {
				return nil, err
			} else if len(owners) == 0 && !o.Remote && isModelOut(o, ".") {
				found = append(found, o.Path)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), err
}

// pipelines reads every pipeline of the tree, once.
func (f *Finder) pipelines() ([]dvc.Pipeline, error) {
	f.pipelinesOnce.Do(func() {
		dirs, pointers := []string{}, []string{}
		for _, e := range f.tree.Entries() {
			switch {
			case !dvc.IsFile(e.Path) || e.Kind != source.File:
			case dvc.IsPointer(e.Path):
				pointers = append(pointers, e.Path)
			case !f.never(path.Dir(e.Path)):
				dirs = append(dirs, path.Dir(e.Path))
			}
		}
		slices.Sort(dirs)
		for _, dir := range slices.Compact(dirs) {
			p, err := dvc.Read(dir, f.loadYAML)
			if err != nil {
				f.pipelinesErr = err
				return
			}
			f.pipelinesRead = append(f.pipelinesRead, p)
		}
		for _, file := range pointers {
			p, err := dvc.ReadPointer(f.tree, file)
			if err != nil {
				f.pipelinesErr = err
				return
			}
			f.pipelinesRead = append(f.pipelinesRead, p)
		}
	})
	return f.pipelinesRead, f.pipelinesErr
}

// loadYAML is load for a file that is YAML, whatever its name.
func (f *Finder) loadYAML(file string) (*document.Document, []finding.Finding, error) {
	return loadUpTo(f.tree, file, document.MaxBytes, func(file string, src []byte) (*document.Document, []finding.Finding) {
		return document.ParseAs(document.YAML, file, src)
	})
}

// Out is a file or directory that DVC records, as far as it belongs to a model.
type Out struct{ Model, Path, Digest string }

// Compare orders outputs.
func (o Out) Compare(p Out) int {
	return cmp.Or(cmp.Compare(o.Model, p.Model), cmp.Compare(o.Path, p.Path), cmp.Compare(o.Digest, p.Digest))
}
