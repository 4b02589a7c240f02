package promotion

import "github.com/modelgate-dev/modelgate/internal/source"

// Kept lists the records of an environment that a change does not leave as they
// are. Records are only ever added: one that is gone or rewritten is history
// that somebody made, even where all that is left fits together. Both trees are
// commits: files are compared by their object ids.
func Kept(before, after source.Tree, env Environment) []Problem {
	var problems []Problem
	for _, old := range before.Under(RecordsDir + "/" + env.Name) {
		now, there := after.Lookup(old.Path)
		switch {
		case !there:
			problems = append(problems, Problem{old.Path, "the change removes this record: records are only ever added"})
		case now.Kind != old.Kind || now.Object != old.Object:
			problems = append(problems, Problem{old.Path, "the change rewrites this record: records are only ever added"})
		}
	}
	return problems
}
