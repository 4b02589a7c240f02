package gate

import (
	"errors"
	"fmt"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ErrFloor says that a repository has no rule that an environment requires.
var ErrFloor = errors.New("the environment requires rules that are not in force here")

// inForce refuses a floor for rules that do not exist: nothing would be checked by it.
func inForce(floor []finding.Floor, rules []finding.Rule) error {
	for _, f := range floor {
		for _, glob := range f.Rules {
			if !slices.ContainsFunc(rules, func(r finding.Rule) bool { return source.Match(glob, r.ID) }) {
				return fmt.Errorf("%w: no rule matches %q; add the policy source that has it (`modelgate policy lock`), or correct `policies` of the environment", ErrFloor, glob)
			}
		}
	}
	return nil
}

func isFor(f finding.Floor, rule string) bool {
	return slices.ContainsFunc(f.Rules, func(glob string) bool { return source.Match(glob, rule) })
}
