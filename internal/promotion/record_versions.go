package promotion

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"time"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Past is what the history of a branch says. Reading it may cost more than
// reading the newest commit, and each of its answers is asked for once in a plan.
type Past interface {
	// Recorded are the versions that commits of the history have given to the files
	// below RecordsDir and HealthDir, by path, oldest first.
	Recorded() (map[string][]Version, error)
	// Arrivals are when the branch itself got each of these, which a merge does later
	// than its commits say, by path and object. What is not there is not known. No commit
	// is older than those before it on the branch, apart from dates that are after now.
	Arrivals(now time.Time) (map[string]map[string]Arrival, error)
	// Removed are the versions of the files below ApprovalsDir that commits of the history
	// have removed, by path, each with a commit that had it.
	Removed() (map[string][]Version, error)
	// At is the tree of one of these commits. The caller closes it.
	At(commit string) (source.Tree, error)
}

// Arrival is when a branch got a version of a file, or why that is not known.
type Arrival struct {
	At      time.Time // zero where it is not known
	Commit  string    // of the branch itself
	ByHost  bool      // whether the host of the branch states the time, by its own clock
	Unknown string    // why the host of the branch did not tell; "" where it was not asked
}

// Version is a file as one commit has added or changed it.
type Version struct {
	Object string    // git's id of its content
	Commit string    // which did it
	At     time.Time // of the commit
}

// versions are those of the records of one model, by path. There are none where
// the history is not known.
func (p *planner) versions(environment, model string) (map[string][]Version, error) {
	if p.Snapshot.Past == nil {
		return nil, nil
	}
	if p.recorded == nil {
		all, err := p.Snapshot.Past.Recorded()
		if err != nil {
			return nil, fmt.Errorf("reading the history of the environment repository: %w", err)
		}
		p.recorded = map[string]map[string][]Version{}
		for name, versions := range all {
			dir := path.Dir(name)
			if p.recorded[dir] == nil {
				p.recorded[dir] = map[string][]Version{}
			}
			p.recorded[dir][name] = versions
		}
	}
	return p.recorded[recordDir(environment, model)], nil
}

// arrival is when the branch got a version of a record.
func (p *planner) arrival(file string, v Version) (Arrival, error) {
	if p.arrivals == nil {
		all, err := p.Snapshot.Past.Arrivals(p.Now)
		if err != nil {
			return Arrival{}, fmt.Errorf("reading the history of the environment repository: %w", err)
		}
		p.arrivals = all
	}
	return p.arrivals[file][v.Object], nil
}

// findLost returns the records of a model that the history of the branch has and the
// tree has not, or has in another form. One that was no record when it was added,
// such as a forged one that somebody has reverted, is not missed.
func (p *planner) findLost(environment, model string) ([]Problem, error) {
	recorded, err := p.versions(environment, model)
	if err != nil {
		return nil, err
	}
	var problems []Problem
	for _, name := range slices.Sorted(maps.Keys(recorded)) {
		e, there := p.tree.Lookup(name)
		for _, v := range recorded[name] {
			if there && e.Object == v.Object {
				break
			}
			genuine, err := p.genuine(v, name)
			if err != nil {
				return nil, err
			}
			if !genuine {
				continue
			}
			problem := Problem{name, "the history of the branch has this record, but the branch does not: records are only ever added; revert the commit that removed it, and use `modelgate env rollback` to go back"}
			if there {
				problem.Message = "it is not the record that the history of the branch has: records are only ever added; revert the commit that changed it"
			}
			problems = append(problems, problem)
			break
		}
	}
	return problems, nil
}

// judged is whether a version of a record was one when it was added.
type judged struct {
	genuine bool
	err     error
}

// genuine reports whether a version of a record that the tree has not was one when it was
// added.
func (p *planner) genuine(v Version, name string) (bool, error) {
	all, known := p.lost[v.Commit]
	if !known {
		var err error
		if all, err = p.judge(v.Commit); err != nil {
			return false, err
		}
		if p.lost == nil {
			p.lost = map[string]map[string]judged{}
		}
		p.lost[v.Commit] = all
	}
	return all[name].genuine, all[name].err
}

// judge opens a commit once for all versions that it has added and the tree has not: they
// can be many, of many models.
func (p *planner) judge(commit string) (map[string]judged, error) {
	tree, err := p.Snapshot.Past.At(commit)
	if err != nil {
		return nil, fmt.Errorf("reading the history of the environment repository: %w", err)
	}
	defer tree.Close() // it has been read; a failure to close changes nothing
	known, err := environmentsOf(tree)
	if err != nil && !IsUsage(err) {
		return nil, err
	}
	read, out := histories{tree: tree}, map[string]judged{}
	for _, files := range p.recorded {
		for name, versions := range files {
			i := slices.IndexFunc(versions, func(v Version) bool { return v.Commit == commit })
			if i < 0 {
				continue
			}
			if e, there := p.tree.Lookup(name); there && e.Object == versions[i].Object {
				continue
			}
			is, err := genuine(&read, known, name) // by no configuration where that one cannot be used
			out[name] = judged{is, err}
		}
	}
	return out, nil
}

// committed is how a record of the tree came to the branch. Its time is that of
// the commit: the time in the record itself decides nothing.
func (p *planner) committed(environment, model string, sequence int) (Version, bool, error) {
	recorded, err := p.versions(environment, model)
	if err != nil {
		return Version{}, false, err
	}
	name := recordPath(environment, model, sequence)
	e, _ := p.tree.Lookup(name)
	for _, v := range recorded[name] {
		if v.Object == e.Object {
			return v, true, nil
		}
	}
	return Version{}, false, nil
}

// earlier are files that a record lists, as the commit of the record left them.
// The text says why they cannot be had.
func (p *planner) earlier(r Record, listed []RenderedFile) ([]File, string, error) {
	if len(listed) == 0 {
		return nil, "", nil
	}
	if p.Snapshot.Past == nil {
		return nil, "its earlier files are in the history of the branch, which is unknown", nil
	}
	lacks := fmt.Sprintf("%s, as record %06d lists it, is not in the history of the branch", quoted(listed[0].Path), r.Sequence)
	v, known, err := p.committed(r.Environment, r.Model.Name, r.Sequence)
	if err != nil || !known {
		return nil, lacks, err
	}
	tree, err := p.Snapshot.Past.At(v.Commit)
	if err != nil {
		return nil, "", fmt.Errorf("reading the history of the environment repository: %w", err)
	}
	defer tree.Close() // it has been read; a failure to close changes nothing
	var out []File
	for _, f := range listed {
		b, why, err := readFile(tree, f.Path, maxManifest)
		if err != nil {
			return nil, "", err
		}
		if why != "" || sumOf(b) != f.SHA256 {
			return nil, lacks, nil
		}
		out = append(out, File{Path: f.Path, Mode: regular, Content: b})
	}
	return out, "", nil
}
