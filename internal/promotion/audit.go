package promotion

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Audit is what an environment repository, or a change of it, comes to.
type Audit struct {
	Environments []string // that were compared with their records, sorted
	Problems     []Problem
	// Changes are edits of what the audit goes by: an environment that is added
	// or removed, a path or an owner that moves. A change may make them, but not
	// together with manifests or records.
	Changes []Problem

	places []place
}

// AuditTree compares every environment of a repository with its records, by
// the repository's own configuration.
func AuditTree(tree source.Tree) (Audit, error) {
	known, err := environmentsOf(tree)
	if err != nil {
		return Audit{}, err
	}
	a := newAuditor(tree)
	return a.run(known)
}

// AuditChange compares every environment before and after a change with its
// records after it. steps are the trees of its commits, oldest first: the last one
// is the tree after the change. What is guarded is said by the configuration
// before the change, and by that after it: a change cannot take a guard away and
// use the gap in one step. Each tree is read until the one after the next is asked
// for, and the last one to the end.
//
// here are the environments that are on the branch of the change, by the configuration
// before it and after it; nil where the branch is not known.
func AuditChange(before source.Tree, steps iter.Seq2[source.Tree, error], here ...string) (Audit, error) {
	old, err := environmentsOf(before)
	if err != nil {
		return Audit{}, fmt.Errorf("reading the configuration before the change: %w", err)
	}
	c := &course{tree: before, known: old, written: map[string]string{}}
	for step, err := range steps {
		if err == nil {
			err = c.follow(step)
		}
		if err != nil {
			return Audit{}, err
		}
	}
	now, err := environmentsOf(c.tree)
	if err != nil {
		return Audit{}, err
	}
	a := newAuditor(c.tree)
	a.result.Changes = c.changes
	if err := a.checkKept(before, old, c.written); err != nil {
		return Audit{}, err
	}
	a.before = &before
	a.strangers(before, here, old, now)
	result, err := a.run(now, old)
	result.Problems = sortProblems(append(result.Problems, c.problems...))
	return result, err
}

// Only is the audit of some environments, nil for all. What lies in no
// environment's place stays: it belongs to each. What lies in the places of several
// belongs to all of them.
func (a Audit) Only(names []string) (Audit, error) {
	if len(names) == 0 {
		return a, nil
	}
	if err := CheckNames(names, a.Environments); err != nil {
		return Audit{}, err
	}
	out := Audit{Environments: slices.Sorted(slices.Values(names)), Changes: a.Changes}
	for _, p := range a.Problems {
		others, own := false, false
		for _, at := range a.places {
			if within(p.Path, at.dir) {
				own = own || slices.Contains(names, at.environment)
				others = true
			}
		}
		if own || !others {
			out.Problems = append(out.Problems, p)
		}
	}
	return out, nil
}

// CheckNames refuses a name that is none of the environments of a repository: one that was
// mistyped would pass, because nothing is wrong in it.
func CheckNames(names, known []string) error {
	for _, name := range names {
		if !slices.Contains(known, name) {
			has := "none"
			if len(known) > 0 {
				has = strings.Join(known, ", ")
			}
			return fmt.Errorf("%w: the repository has no %s%s", ErrUnknownEnvironment, quoted(name), finding.DidYouMeanThen(name, known, "it has "+has))
		}
	}
	return nil
}

// place is a directory of one environment.
type place struct{ environment, dir string }

// environmentsOf are the environments that a tree's configuration has. Without
// env.yaml they are those that have records, or manifests at their usual place.
func environmentsOf(tree source.Tree) (environments, error) {
	out, err := loadEnvironments(tree)
	if err != nil {
		return environments{}, err
	}
	return out.found(tree), nil
}

// add gives an environment that is not declared its defaults.
func (e environments) add(name string) {
	if _, ok := e.all[name]; !ok {
		e.all[name] = e.undeclared(name)
	}
}

type auditor struct {
	tree   source.Tree
	before *source.Tree // the change; nil where there is none
	result Audit

	histories histories // of the tree
}

func newAuditor(tree source.Tree) *auditor {
	return &auditor{tree: tree, histories: histories{tree: tree}}
}

func (a *auditor) problem(path, format string, args ...any) {
	a.result.Problems = append(a.result.Problems, Problem{path, fmt.Sprintf(format, args...)})
}

// run audits by one configuration or more: what any of them guards is guarded.
func (a *auditor) run(sides ...environments) (Audit, error) {
	owned, guarded := map[string]bool{}, map[string]bool{}
	names := map[string]bool{}
	for _, side := range sides {
		for name, env := range side.all {
			names[name] = true
			guarded[env.Path] = true
			a.result.places = append(a.result.places, place{name, env.Path}, place{name, RecordsDir + "/" + name}, place{name, AttestationsDir + "/" + name}, place{name, ApprovalsDir + "/" + name}, place{name, HealthDir + "/" + name})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if err := a.records(name, owned, guarded, sides); err != nil {
			return Audit{}, err
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(guarded)) {
		if p, ok := blockedBy(a.tree, dir); ok {
			a.result.Problems = append(a.result.Problems, p)
		}
		a.directory(dir, owned)
	}
	a.beside(guarded, sides)
	a.rereads(sides)
	a.nowhere(names)
	a.twins(guarded)
	a.result.Changes = append(a.result.Changes, misspeltFreezes(a.tree, sides[0])...)
	if err := a.attestations(a.before, sides); err != nil {
		return Audit{}, fmt.Errorf("verifying signatures: %w", err)
	}
	if err := a.approvals(sides); err != nil {
		return Audit{}, fmt.Errorf("verifying approvals: %w", err)
	}
	if err := a.health(); err != nil {
		return Audit{}, fmt.Errorf("verifying evidence of health: %w", err)
	}
	a.result.Environments = slices.Sorted(maps.Keys(names))
	a.result.Problems = sortProblems(a.result.Problems)
	return a.result, nil
}

// records audits the records of one environment. The directories that they
// have rendered to are owned, and their parents guarded, wherever env.yaml
// places the environment now.
func (a *auditor) records(env string, owned, guarded map[string]bool, sides []environments) error {
	root := RecordsDir + "/" + env
	if p, ok := blockedBy(a.tree, root); ok {
		a.result.Problems = append(a.result.Problems, p)
	}
	var foreign [][]area
	for _, side := range sides {
		foreign = append(foreign, side.areasBut(env, paths(env, sides...)...))
	}
	last := ""
	for _, e := range a.tree.Under(root) {
		model, _, below := strings.Cut(strings.TrimPrefix(e.Path, root+"/"), "/")
		if !below || !modelName.MatchString(model) {
			a.problem(e.Path, "it is not a record: records are in the directory of their model")
			continue
		}
		if model == last {
			continue
		}
		last = model
		h, wrong, err := a.histories.of(env, model)
		if err != nil {
			return fmt.Errorf("verifying %s in %s: %w", model, env, err)
		}
		a.result.Problems = append(a.result.Problems, wrong...)
		for _, areas := range foreign {
			a.result.Problems = append(a.result.Problems, h.intrusions(areas)...)
			a.result.places = append(a.result.places, h.places(areas)...)
		}
		for i, r := range h {
			if i == len(h)-1 {
				owned[r.Render.Directory] = true
			}
			guarded[path.Dir(r.Render.Directory)] = true
		}
	}
	return nil
}

// directory looks for models in an environment's directory that no record has.
func (a *auditor) directory(dir string, owned map[string]bool) {
	for _, e := range a.tree.Under(dir) {
		model, _, below := strings.Cut(strings.TrimPrefix(e.Path, dir+"/"), "/")
		if isPlaceholder(e) {
			continue
		}
		if !below || !owned[dir+"/"+model] {
			a.problem(e.Path, "no record lists it: it was not written by a promotion")
		}
	}
}

// beside looks for files next to the models of an environment, which a
// deployer that follows the directory above would apply too. People's own files
// are named in env.yaml.
func (a *auditor) beside(guarded map[string]bool, sides []environments) {
	above := map[string]bool{}
	for dir := range guarded {
		if first, _, deep := strings.Cut(dir, "/"); deep {
			above[first] = true
		}
	}
	for _, top := range slices.Sorted(maps.Keys(above)) {
		if top == Dir {
			continue
		}
		for _, e := range a.tree.Under(top) {
			if isPlaceholder(e) || isText(e) && path.Base(e.Path) == "README.md" || !besides(e.Path, guarded) {
				continue
			}
			if slices.ContainsFunc(sides, func(s environments) bool { return !s.unmanages(e.Path) }) {
				a.problem(e.Path, "it is next to the models, but no record lists it; if people own it, add it to unmanaged in %s", EnvPath)
			}
		}
	}
}

// rereaders are files at the root by which deployers read manifests otherwise than records
// state them, and what they can do.
var rereaders = map[string]string{
	// https://git-scm.com/docs/gitattributes
	".gitattributes": "it can change the encoding, line ends and content of files that a deployer checks out",
	// https://fluxcd.io/flux/components/source/gitrepositories/#excluding-files
	".sourceignore": "it can hide files from Flux",
}

// rereads looks for such files at the root that a change adds or edits. Those further down
// are next to the models, or among them.
func (a *auditor) rereads(sides []environments) {
	if a.before == nil || len(sides[len(sides)-1].all) == 0 {
		return
	}
	for _, e := range a.tree.Entries() {
		does, can := rereaders[strings.ToLower(e.Path)]
		if !can || sameAt(*a.before, e) || !slices.ContainsFunc(sides, func(s environments) bool { return !s.unmanages(e.Path) }) {
			continue
		}
		a.problem(e.Path, "%s; revert the change of this file, or, if people own it, add it to unmanaged in %s in a change of its own first", does, EnvPath)
	}
}

// nowhere looks for files among the records that are of no environment.
func (a *auditor) nowhere(names map[string]bool) {
	for _, e := range a.tree.Under(RecordsDir) {
		env, _, below := strings.Cut(strings.TrimPrefix(e.Path, RecordsDir+"/"), "/")
		if (!below || !names[env]) && !isPlaceholder(e) && !(isText(e) && e.Path == RecordsDir+"/README.md") {
			a.problem(e.Path, "it is not a record: no environment has the name of its directory")
		}
	}
}

// twins looks for files whose paths differ from those of environments, records and
// configuration in case only: where case does not count, one takes the place of the other.
func (a *auditor) twins(guarded map[string]bool) {
	dirs := append(slices.Sorted(maps.Keys(guarded)), Dir, RecordsDir, AttestationsDir, ApprovalsDir, HealthDir)
	for _, e := range a.tree.Entries() {
		for _, dir := range dirs {
			if !within(e.Path, dir) && foldsInto(e.Path, dir) {
				a.problem(e.Path, "its path differs from %s only in case: rename it", dir)
				break
			}
		}
	}
}

// foldsInto reports whether a path is that of a directory or below it, if case does not
// count.
func foldsInto(name, dir string) bool {
	for more := true; more; {
		var is, want string
		is, name, _ = strings.Cut(name, "/")
		want, dir, more = strings.Cut(dir, "/")
		if !strings.EqualFold(is, want) {
			return false
		}
	}
	return true
}

// besides reports whether a file lies in a directory above that of an
// environment, however far up.
func besides(name string, guarded map[string]bool) bool {
	above := path.Dir(name)
	for dir := range guarded {
		if dir != above && within(dir, above) {
			return true
		}
	}
	return false
}

// checkKept looks for records that are gone or rewritten: those of the tree before a
// change, and those that the change itself wrote, by path. They are only ever
// added.
func (a *auditor) checkKept(before source.Tree, old environments, written map[string]string) error {
	look := func(path, object, change string) {
		now, there := a.tree.Lookup(path)
		switch {
		case !there:
			a.problem(path, "%s removes this record: records are only ever added", change)
		case now.Kind != source.File || now.Object != object:
			a.problem(path, "%s rewrites this record: records are only ever added", change)
		}
	}
	read := histories{tree: before}
	for _, e := range before.Under(RecordsDir) {
		if now, there := a.tree.Lookup(e.Path); there && now.Kind == e.Kind && now.Object == e.Object {
			continue
		}
		genuine, err := genuine(&read, old, e.Path)
		if err != nil {
			return err
		}
		if genuine {
			look(e.Path, e.Object, "the change")
		}
	}
	for path, object := range written {
		look(path, object, "a later commit of the change")
	}
	return nil
}

// genuine reports whether a file is a record of its tree: it follows those before
// it, and the newest one of a model lists the files that the tree has, and deploys into
// no other environment by the tree's own configuration. One that another version of modelgate wrote is taken for one.
func genuine(read *histories, known environments, name string) (bool, error) {
	parts := strings.Split(strings.TrimPrefix(name, RecordsDir+"/"), "/")
	if len(parts) != 3 || !environmentName.MatchString(parts[0]) || !modelName.MatchString(parts[1]) {
		return false, nil
	}
	h, problems, err := read.of(parts[0], parts[1])
	var version *versionError
	if errors.As(err, &version) {
		return true, nil
	}
	i := slices.IndexFunc(h, func(r Record) bool { return recordPath(parts[0], parts[1], r.Sequence) == name })
	problems = append(slices.Clip(problems), h.intrusions(known.areasBut(parts[0], paths(parts[0], known)...))...)
	forged := slices.ContainsFunc(problems, func(p Problem) bool { return !within(p.Path, RecordsDir) })
	return i >= 0 && (i < len(h)-1 || !forged), err
}

// course follows a change from commit to commit.
type course struct {
	tree     source.Tree // of the newest commit so far
	known    environments
	written  map[string]string // records that a commit has added, by path: their objects
	changes  []Problem
	problems []Problem
}

// follow takes the next commit.
func (c *course) follow(next source.Tree) error {
	var changes []Problem
	known := c.known
	switch now, err := environmentsOf(next); {
	case IsUsage(err): // a later commit may repair it
		changes = []Problem{{EnvPath, "the configuration cannot be used"}}
	case err != nil:
		return err
	default:
		known, changes = now, edits(c.known, now)
	}
	if len(changes) > 0 {
		c.problems = append(c.problems, together(c.tree, next, c.known, known, changes)...)
	}
	c.changes = append(c.changes, changes...)
	read := histories{tree: next}
	for _, e := range next.Under(RecordsDir) {
		if old, was := c.tree.Lookup(e.Path); was && old.Object == e.Object {
			continue
		}
		genuine, err := genuine(&read, known, e.Path)
		if err != nil {
			return err
		}
		if _, twice := c.written[e.Path]; genuine && !twice {
			c.written[e.Path] = e.Object
		}
	}
	c.tree, c.known = next, known
	return nil
}
