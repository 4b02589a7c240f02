package promotion

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// area is a directory that a deployer of an environment may follow: that of its models,
// or the one above it. Several environments may share the one above.
type area struct {
	dir          string
	environments []string // sorted
}

// areasBut are the areas of all environments of a branch but one, sorted by directory. What lies
// above the directories of others and above one of its own, now or before, it shares
// with them: there only the directories of their models are theirs.
func (e environments) areasBut(name string, own ...string) []area {
	owners := map[string][]string{}
	for _, other := range slices.Sorted(maps.Keys(e.all)) {
		if other == name || !e.all[other].Place.meets(e.all[name].Place) {
			continue
		}
		dir := e.all[other].Path
		owners[dir] = append(owners[dir], other)
		above := path.Dir(dir)
		if above != "." && !slices.ContainsFunc(own, func(mine string) bool { return within(mine, above) }) {
			owners[above] = append(owners[above], other)
		}
	}
	var out []area
	for dir, names := range owners {
		out = append(out, area{dir, names})
	}
	slices.SortFunc(out, func(a, b area) int { return cmp.Compare(a.dir, b.dir) })
	return out
}

// paths are the directories that an environment has by one configuration or more.
func paths(name string, sides ...environments) []string {
	var out []string
	for _, side := range sides {
		if env, ok := side.all[name]; ok {
			out = append(out, env.Path)
		}
	}
	return out
}

// found adds the environments that a tree has and its configuration does not.
func (e environments) found(tree source.Tree) environments {
	e.all = maps.Clone(e.all)
	for _, entry := range tree.Under(RecordsDir) {
		name, _, below := strings.Cut(strings.TrimPrefix(entry.Path, RecordsDir+"/"), "/")
		if below && environmentName.MatchString(name) {
			e.add(name)
		}
	}
	if e.declared {
		return e
	}
	for _, entry := range tree.Under("environments") {
		parts := strings.SplitN(entry.Path, "/", 4)
		if len(parts) == 4 && parts[2] == "models" && environmentName.MatchString(parts[1]) {
			e.add(parts[1])
		}
	}
	return e
}

// intrusion is the area of others that a record deploys into: the narrowest one.
func (r Record) intrusion(areas []area) (area, bool) {
	var in area
	for _, a := range areas {
		if r.deploys() && (within(r.Render.Directory, a.dir) || within(a.dir, r.Render.Directory)) && len(a.dir) > len(in.dir) {
			in = a
		}
	}
	return in, in.dir != ""
}

// intrusions are the files that the newest record deploys into an area of others.
func (h history) intrusions(areas []area) []Problem {
	r, _ := h.current()
	in, intrudes := r.intrusion(areas)
	if !intrudes {
		return nil
	}
	owners := "the environment " + in.environments[0]
	if len(in.environments) > 1 {
		owners = "the environments " + strings.Join(in.environments[:len(in.environments)-1], ", ") + " and " + in.environments[len(in.environments)-1]
	}
	var problems []Problem
	for _, f := range r.Render.Files {
		problems = append(problems, Problem{f.Path, fmt.Sprintf("%s deploys it into %s, which belongs to %s; revert the commit that added the record, or give each environment a separate path in %s",
			recordPath(r.Environment, r.Model.Name, r.Sequence), in.dir, owners, EnvPath)})
	}
	return problems
}

// places are those of the files of a record that deploys into an area of others: what
// is wrong with them is of all these environments.
func (h history) places(areas []area) []place {
	r, _ := h.current()
	in, intrudes := r.intrusion(areas)
	if !intrudes {
		return nil
	}
	var out []place
	for _, f := range r.Render.Files {
		for _, name := range append([]string{r.Environment}, in.environments...) {
			out = append(out, place{name, f.Path})
		}
	}
	return out
}
