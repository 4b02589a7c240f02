package gate

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// hidden reports the models that the proposal removes and brings again where no
// model is looked for: once for each directory.
func (r *run) hidden() ([]finding.Finding, error) {
	var out []finding.Finding
	told := map[string]bool{}
	for _, c := range r.Changes {
		dir := path.Dir(c.Path)
		if c.Kind == source.Deleted || len(r.identities.removed) == 0 || told[dir] || !r.head.Hidden(c.Path) {
			continue
		}
		for _, id := range r.identities.removed {
			same, err := r.isPartOf(c.Path, id)
			if err != nil {
				return nil, err
			}
			if same && !told[dir] {
				told[dir] = true
				out = append(out, finding.Finding{Rule: "evidence/model_hidden", Severity: finding.Error, At: finding.Start(c.Path), Key: id,
					Message: fmt.Sprintf("model %q moves to %q, where models are not checked", id, dir), Help: "Move the model to another directory, or remove it."})
			}
		}
	}
	return out, nil
}

// isPartOf reports whether a file of the proposal is a part of a model of the base:
// its content is, or its directory or its manifest has the model's name.
func (r *run) isPartOf(file, id string) (bool, error) {
	if id != "." && slices.Contains(strings.Split(path.Dir(file), "/"), path.Base(id)) {
		return true, nil
	}
	name, err := r.head.ManifestName(path.Dir(file))
	if err != nil {
		return false, err
	}
	was, err := r.left.ManifestName(id)
	if err != nil || name != "" && name == was {
		return err == nil, err
	}
	e, there := r.Head.Lookup(file)
	return there && e.Object != "" && slices.ContainsFunc(r.origin().Under(id), func(b source.Entry) bool {
		return b.Object == e.Object && r.left.Telling(b.Path)
	}), nil
}
