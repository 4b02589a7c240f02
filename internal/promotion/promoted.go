package promotion

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Deployed is the current record of a model that has files in an environment and
// a source. Where its records were tampered with, or another version of modelgate
// wrote them, Fault is why nothing can be compared with it, and the record has no
// more than the model's name and directory, as far as they are known.
type Deployed struct {
	Record
	Fault error
}

// Promoted lists what is deployed of every model of an environment, in the order
// of their names.
func Promoted(tree source.Tree, environment string) ([]Deployed, error) {
	if !environmentName.MatchString(environment) {
		return nil, fmt.Errorf("%w: %s: use lowercase letters, digits and hyphens, at most 40 characters", ErrUnknownEnvironment, quoted(environment))
	}
	var out []Deployed
	for env, name := range modelsOf(tree) {
		if env != environment {
			continue
		}
		h, problems, err := readHistory(tree, env, name)
		current, exists := h.current()
		faulty := func(id string, fault error) {
			out = append(out, Deployed{Record{Environment: env, Model: RecordModel{ID: id, Name: name}}, fault})
		}
		var version *versionError
		switch {
		case errors.As(err, &version):
			faulty(version.model(tree), err)
		case err != nil:
			return nil, fmt.Errorf("reading the promoted version of %s in %s: %w", quoted(name), env, err)
		case len(problems) > 0:
			faulty(current.Model.ID, &TamperedError{Environment: env, Problems: problems})
		case exists && current.deploys() && current.Source.Commit != "":
			out = append(out, Deployed{Record: current})
		}
	}
	return out, nil
}

// model is the directory of the model of a record of another version, "" where that
// version states it in another way.
func (e *versionError) model(tree source.Tree) string {
	b, _, _ := readFile(tree, e.path, maxRecord) // it has been read
	var r struct {
		Model struct {
			ID string `json:"id"`
		} `json:"model"`
	}
	if json.Unmarshal(b, &r) != nil {
		return ""
	}
	return r.Model.ID
}
