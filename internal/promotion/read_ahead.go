package promotion

import (
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// An environment repository may be large, and a promotion reads little of it. What the
// clone lacks is fetched in one round trip for all models, not in one for each.

// small is up to how many files a branch is fetched whole.
const small = 200

// readAhead fetches what is read of some models, and of none but the configuration, which
// each plan reads first. It does nothing where the tree is whole.
func readAhead(tree source.Tree, models ...string) error {
	if !tree.IsPartial() {
		return nil
	}
	all := tree.Entries()
	wanted := source.Wanted{Tree: tree, Entries: all}
	if len(all) > small {
		wanted.Entries = slices.DeleteFunc(slices.Clone(all), func(e source.Entry) bool {
			return !concerns(e.Path, models) && !isConfiguration(e.Path)
		})
	}
	return source.Ahead(wanted)
}

// concerns reports whether a path leads through a directory that has the name of a model.
func concerns(path string, models []string) bool {
	if len(models) == 0 {
		return false
	}
	for path, below := path, true; below; {
		var dir string
		if dir, path, below = strings.Cut(path, "/"); below {
			if _, is := slices.BinarySearch(models, dir); is {
				return true
			}
		}
	}
	return false
}

// isConfiguration reports whether a file says what holds for all models.
func isConfiguration(path string) bool {
	name, inside := strings.CutPrefix(path, Dir+"/")
	return inside && !slices.ContainsFunc([]string{RecordsDir, AttestationsDir, ApprovalsDir, HealthDir}, func(dir string) bool {
		return strings.HasPrefix(Dir+"/"+name, dir+"/")
	})
}
