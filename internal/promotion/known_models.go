package promotion

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ErrUnknownModel says that neither an environment nor the source has a model of a name.
var ErrUnknownModel = errors.New("unknown model")

// maxNames is how many names of models a message lists.
const maxNames = 10

// RecordedModels are the models that have records in environments of a tree, sorted; no
// names choose all environments.
func RecordedModels(tree source.Tree, environments ...string) []string {
	set := map[string]bool{}
	for env, model := range modelsOf(tree) {
		if len(environments) == 0 || slices.Contains(environments, env) {
			set[model] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// CheckModel refuses a name that is none of the models that are known.
func CheckModel(name string, known []string) error {
	if slices.Contains(known, name) {
		return nil
	}
	return unknownModel("the repository", name, known)
}

// unknownModel refuses the name of a model that is none of those that are known.
func unknownModel(environment, name string, known []string) error {
	further := "it has no models"
	if len(known) > 0 {
		shown, more := known, ""
		if len(known) > maxNames {
			shown, more = known[:maxNames], fmt.Sprintf(" and %d more", len(known)-maxNames)
		}
		further = "it has " + strings.Join(shown, ", ") + more
	}
	return fmt.Errorf("%w: %s has no model %s%s", ErrUnknownModel, environment, quoted(name), finding.DidYouMeanThen(name, known, further))
}

// recordedNames are the models that have records in an environment, sorted.
func (p *planner) recordedNames(environment string) []string {
	var out []string
	for _, m := range p.models() {
		if m.env == environment {
			out = append(out, m.model)
		}
	}
	slices.Sort(out)
	return out
}

// checkExpected refuses evidence about a model before any environment has it, unless the
// source has it, or env.yaml states where it comes from: under a name that was mistyped, it
// would never have an effect.
func (p *planner) checkExpected(name string, source []string) error {
	known := map[string]bool{}
	note := func(q *planner) {
		for _, m := range q.models() {
			known[m.model] = true
		}
	}
	note(p)
	for _, need := range p.env.Needs {
		q, err := p.of(need)
		if errors.Is(err, errElsewhere) {
			continue
		}
		if err != nil {
			return err
		}
		note(q)
	}
	for owned := range p.env.Owners {
		known[owned] = true
	}
	for _, s := range source {
		known[s] = true
	}
	if known[name] {
		return nil
	}
	names := slices.Sorted(maps.Keys(known))
	if len(source) > 0 {
		return fmt.Errorf("%w: no environment has %s, and the source repository does not have it at HEAD%s", ErrUnknownModel, quoted(name), finding.DidYouMean(name, names))
	}
	return fmt.Errorf("%w: no environment has %s%s", ErrUnknownModel, quoted(name), finding.DidYouMeanThen(name, names, "for a new model, run this in a clone of its source repository, or pass --repo DIR"))
}
