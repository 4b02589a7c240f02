package promotion

import (
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Newest reads the newest records of environments, each once, however often the
// branch moves. They are taken by their word: who acts by them verifies them. The
// zero value is usable.
type Newest struct {
	read map[string]Record // by object
}

// Deployed lists what an environment has of some models, in the order of their
// names. A record that cannot be read says nothing: a plan reports it.
func (n *Newest) Deployed(tree source.Tree, environment string, of func(model string) bool) ([]Record, error) {
	if n.read == nil {
		n.read = map[string]Record{}
	}
	var newest []source.Entry
	var models []string
	for env, model := range modelsOf(tree) {
		if env == environment && of(model) {
			entries := tree.Under(recordDir(env, model))
			newest, models = append(newest, entries[len(entries)-1]), append(models, model)
		}
	}
	if err := source.Ahead(source.Wanted{Tree: tree, Entries: newest}); err != nil {
		return nil, fmt.Errorf("reading the newest records in %s: %w", environment, err)
	}
	var out []Record
	for i, e := range newest {
		model := models[i]
		r, known := n.read[e.Object]
		if !known {
			b, _, err := readFile(tree, e.Path, maxRecord)
			if err != nil {
				return nil, fmt.Errorf("reading the newest record of %s in %s: %w", model, environment, err)
			}
			r, _, _ = parseRecord(e.Path, b)
			n.read[e.Object] = r
		}
		if r.Model.Name == model && r.deploys() {
			out = append(out, r)
		}
	}
	return out, nil
}
