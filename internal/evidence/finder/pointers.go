package finder

import (
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/evidence/dvc"
	"github.com/modelgate-dev/modelgate/internal/evidence/weights"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// readPointers returns the artifacts that a .dvc file points to. One that cannot be read
// points to what it is named after.
func (r *reader) readPointers(dir string, e source.Entry) ([]foundArtifact, error) {
	pointer, err := r.artifact(e)
	if err != nil {
		return nil, err
	}
	named := foundArtifact{Artifact: pointer, model: weights.IsName(e.Path)}
	if pointer.Source != "dvc" {
		return []foundArtifact{named}, nil
	}
	var found []foundArtifact
	_, outs, err := dvc.ReadOuts(r.tree, e.Path)
	for _, o := range outs {
		a := named
		if source.Within(dir, o.Path) {
			a.Path = o.Path
		}
		a.Digest = o.Digest
		a.model = weights.IsName(a.Path) || isModelOut(o, dir)
		found = append(found, a)
	}
	if len(found) == 0 {
		found = []foundArtifact{named}
	}
	return found, err
}

// joinContent takes an output that git has as well for the file in git: its content is there
// to be read. It reports whether git has it. A digest in the .dvc file that is not that of
// the file disagrees; that of a file whose content is elsewhere cannot be compared.
func (r *reader) joinContent(a foundArtifact, found map[string]foundArtifact) (bool, error) {
	e, there := r.tree.Lookup(a.Path)
	file, listed := found[a.Path]
	if !there || e.Kind != source.File || dvc.IsPointer(a.Path) || !listed && !a.model {
		return false, nil
	}
	if !listed {
		file = foundArtifact{model: a.model}
		var err error
		if file.Artifact, err = r.artifact(e); err != nil {
			return true, err
		}
	}
	content, whole, err := r.finder.content(e)
	if err != nil {
		return true, fmt.Errorf("reading %s: %w", a.Path, err)
	}
	if whole && file.Source == "file" && dvc.Contradicts(a.Digest, content) {
		file.At, file.Digest, file.Agrees = a.At, a.Digest, false
	}
	found[a.Path] = file
	return true, nil
}
