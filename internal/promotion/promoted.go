package promotion

import (
	"fmt"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Promoted lists the current record of every model of an environment that has
// files there and a source, in the order of their names. Records that were tampered with are an error: nothing can
// be compared with what somebody else put there.
func Promoted(tree source.Tree, environment string) ([]Record, error) {
	if !environmentName.MatchString(environment) {
		return nil, fmt.Errorf("%w: %s: use lowercase letters, digits and hyphens, at most 40 characters", ErrUnknownEnvironment, quoted(environment))
	}
	var out []Record
	root, last := RecordsDir+"/"+environment, ""
	for _, e := range tree.Under(root) {
		name, _, below := strings.Cut(strings.TrimPrefix(e.Path, root+"/"), "/")
		if !below || name == last {
			continue
		}
		last = name
		h, problems, err := readHistory(tree, environment, name)
		if err != nil {
			return nil, fmt.Errorf("reading the promoted version of %s in %s: %w", quoted(name), environment, err)
		}
		if len(problems) > 0 {
			return nil, &TamperedError{Environment: environment, Problems: problems}
		}
		if r, ok := h.current(); ok && r.deploys() && r.Source.Commit != "" {
			out = append(out, r)
		}
	}
	return out, nil
}
