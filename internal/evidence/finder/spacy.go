package finder

import (
	"path"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// A pipeline of spaCy is a directory (Language.to_disk): meta.json, config.cfg, and a
// directory for the vocabulary and for each component, whose weights have the name "model"
// and no ending.

// isPipelineMeta reports whether a file is the meta.json of a pipeline of spaCy.
func (f *Finder) isPipelineMeta(file string) bool {
	return path.Base(file) == "meta.json" && f.isPipeline(path.Dir(file))
}

// isPipeline reports whether a directory is a pipeline of spaCy.
func (f *Finder) isPipeline(dir string) bool {
	for _, name := range []string{"meta.json", "config.cfg"} {
		if e, ok := f.tree.Lookup(path.Join(dir, name)); !ok || e.Kind != source.File {
			return false
		}
	}
	return len(f.tree.Under(path.Join(dir, "vocab"))) > 0
}

// isLastPipeline reports whether a pipeline is the last state of a training that kept its
// best one beside it (spacy train: model-last, model-best).
func (f *Finder) isLastPipeline(dir string) bool {
	return path.Base(dir) == "model-last" && f.isPipeline(path.Join(path.Dir(dir), "model-best"))
}

// pipelineMakesModel: a pipeline of spaCy is a model, unless it lies below one.
func (f *Finder) pipelineMakesModel(dir string) (bool, error) {
	if isFixture(dir) || !f.isPipeline(dir) || f.isLastPipeline(dir) {
		return false, nil
	}
	return f.noModelAbove(dir)
}

// isPipelinePart reports whether a file holds the weights of a component, or vectors, of
// the pipeline in dir; part reports whether it is any other file of the vocabulary, which
// holds none whatever its ending.
func (f *Finder) isPipelinePart(dir, file string) (weights, part bool) {
	if !f.isPipeline(dir) {
		return false, false
	}
	component, name, _ := strings.Cut(below(dir, file), "/")
	if component == "vocab" {
		return name == "vectors", name != "vectors"
	}
	return name == "model", false
}
