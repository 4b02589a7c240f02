package cards

import (
	"path"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// ownScript is a sentence that names a script of this repository.
var ownScript = pattern.New("(?i)\\b(?:this|current) repo(?:sitory)?(?::| \\(| in| as) *`?([\\w-]+\\.(?:py|sh|ipynb))\\b")

// scriptsOf are the scripts that the text says are next to the card.
func scriptsOf(said []passage.Sentence) []evidence.FileRef {
	var out []evidence.FileRef
	for _, s := range said {
		if m := ownScript.FindStringSubmatch(s.Text); m != nil && len(out) < passage.MaxStatements {
			out = append(out, evidence.FileRef{At: s.At, Path: m[1], Kind: "script", State: evidence.NotLooked})
		}
	}
	return out
}

// hasScripts reports whether a directory has scripts.
func hasScripts(tree source.Tree, dir string) bool {
	return slices.ContainsFunc(tree.Under(dir), func(e source.Entry) bool {
		return path.Dir(e.Path) == dir && slices.Contains([]string{".py", ".sh", ".ipynb"}, path.Ext(e.Path))
	})
}
