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
	var models []string
	for env, model := range modelsOf(tree) {
		if env == environment && of(model) {
			models = append(models, model)
		}
	}
	if err := fetchNewest(tree, environment, models); err != nil {
		return nil, err
	}
	var out []Record
	for _, model := range models {
		r, ok, err := n.deployed(tree, environment, model)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, r)
		}
	}
	return out, nil
}

// fetchNewest fetches the newest records of models that have records, where the clone lacks
// them, in one round trip.
func fetchNewest(tree source.Tree, environment string, models []string) error {
	var newest []source.Entry
	for _, model := range models {
		entries := tree.Under(recordDir(environment, model))
		newest = append(newest, entries[len(entries)-1])
	}
	if err := source.Ahead(source.Wanted{Tree: tree, Entries: newest}); err != nil {
		return fmt.Errorf("reading the newest records in %s: %w", environment, err)
	}
	return nil
}

// deployed is what an environment has of a model that has records; false for nothing.
func (n *Newest) deployed(tree source.Tree, env, model string) (Record, bool, error) {
	entries := tree.Under(recordDir(env, model))
	e := entries[len(entries)-1]
	r, known := n.read[e.Object]
	if !known {
		b, _, err := readFile(tree, e.Path, maxRecord)
		if err != nil {
			return Record{}, false, fmt.Errorf("reading the newest record of %s in %s: %w", model, env, err)
		}
		r, _, _ = parseRecord(e.Path, b)
		if n.read == nil {
			n.read = map[string]Record{}
		}
		n.read[e.Object] = r
	}
	return r, r.Model.Name == model && r.deploys(), nil
}
