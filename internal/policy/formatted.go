package policy

import (
	"bytes"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Unformatted are the policies and tests of a tree that are not formatted as OPA
// does it, by path: as they would be. A *LoadError says what does not parse.
func Unformatted(tree source.Tree) (map[string][]byte, error) {
	var ps problems
	out := map[string][]byte{}
	for _, e := range tree.Under(customDir + "/policies") {
		if !isRule(e.Path) && !isTest(e.Path) {
			continue
		}
		src, err := tree.Read(e.Path, MaxFileBytes)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", e.Path, err)
		}
		want, err := format.SourceWithOpts(e.Path, src, format.Opts{RegoVersion: ast.RegoV1})
		switch {
		case err != nil:
			ps.rego(err)
		case !bytes.Equal(src, want):
			out[e.Path] = want
		}
	}
	return out, ps.err()
}
