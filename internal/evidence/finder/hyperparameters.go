package finder

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/hyperparameters"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
	"github.com/modelgate-dev/modelgate/internal/source"
)

const (
	maxHyperparameters = 100 // of a model's settings
	maxScript          = 256 << 10
	maxScripts         = 5
)

// hyperparameters are those that the settings in a model's own directory state, and the
// options of commands in its shell scripts.
func (r *reader) hyperparameters(dir string) ([]evidence.Hyperparameter, error) {
	out := []evidence.Hyperparameter{}
	for _, name := range slices.Sorted(maps.Keys(hyperparameters.Files)) {
		d, err := r.settings(path.Join(dir, name), false)
		if err != nil {
			return nil, err
		}
		if d != nil && d.Root != nil && d.Root.Kind == document.Mapping {
			out = append(out, inSettings(place.Root(d), hyperparameters.Files[name])...)
		}
	}
	scripts := 0
	for _, e := range r.tree.Under(dir) {
		if path.Dir(e.Path) != dir || path.Ext(e.Path) != ".sh" || e.Kind != source.File || scripts == maxScripts {
			continue
		}
		scripts++
		script, err := r.tree.Read(e.Path, maxScript)
		if errors.Is(err, source.ErrTooLarge) || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		r.place(e.Path)
		out = append(out, hyperparameters.InCommand(script, func(int) evidence.Anchor { return evidence.Anchor(e.Path + "#") }, evidence.MediumFile)...)
	}
	return out[:min(len(out), maxHyperparameters)], nil
}

// inSettings are the hyperparameters at the top of a file of settings; none that its model
// may have for several parts.
func inSettings(root place.Place, keys map[string]evidence.HyperparameterName) []evidence.Hyperparameter {
	var out []evidence.Hyperparameter
	add := func(name evidence.HyperparameterName, raw string, at evidence.Anchor) {
		if h, ok := hyperparameters.InFile(name, raw, at); ok {
			out = append(out, h)
		}
	}
	if labels := root.Get("id2label"); len(labels.InOrder()) > 0 {
		add(evidence.HyperClasses, strconv.Itoa(len(labels.InOrder())), labels.Anchor)
	}
	inParts := slices.ContainsFunc(hyperparameters.Parts, func(key string) bool {
		part := root.Get(key)
		return part.Present() && !strings.EqualFold(part.Text().Value, "false")
	})
	for _, member := range root.InOrder() {
		if name, ok := keys[member.Node.Key]; ok && member.Scalar() && !(inParts && name.OfStructure()) {
			add(name, member.Text().Value, member.Anchor)
		}
	}
	return out
}
