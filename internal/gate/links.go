package gate

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// links reports the links and submodules of the proposal that stand where a model
// was, or where models are looked for: what is behind them is judged by nobody.
// A link to a model of the repository is another name of what is judged.
func (r *run) links() ([]finding.Finding, error) {
	var entries []source.Entry
	for _, e := range r.Head.Entries() {
		if e.Kind != source.File && (r.All || slices.ContainsFunc(r.Changes, func(c source.Change) bool { return c.Path == e.Path })) {
			entries = append(entries, e)
		}
	}
	if len(entries) == 0 {
		return nil, nil
	}
	before, err := r.base.All()
	if err != nil {
		return nil, err
	}
	now, err := r.head.All()
	if err != nil {
		return nil, err
	}
	var out []finding.Finding
	for _, e := range entries {
		if slices.Contains(now, e.Path) { // it is judged as the model that it stands for
			continue
		}
		was := slices.ContainsFunc(before, func(id string) bool { return id == e.Path || strings.HasPrefix(id, e.Path+"/") })
		owner, err := r.head.Owner(e.Path)
		if err != nil {
			return nil, err
		}
		place := "where a model is expected"
		if owner != "" && !was {
			place = fmt.Sprintf("in the directory of model %q", owner)
		}
		harmless := false
		switch {
		case was:
		case owner != "":
			harmless, err = r.leadsToNoWeights(e, owner)
		default:
			harmless = !besideModels(e.Path, before, now) || r.leadsToJudged(e, now)
		}
		if err != nil {
			return nil, err
		}
		if !harmless {
			out = append(out, finding.Finding{Rule: "evidence/not_a_file", Severity: finding.Error, At: finding.Start(e.Path), Key: e.Path,
				Message: fmt.Sprintf("a %s is %s; what is behind it is not checked", kindInWords(e.Kind), place),
				Help:    "Commit the model's files themselves, or remove the " + kindInWords(e.Kind) + "."})
		}
	}
	return out, nil
}

// leadsToNoWeights reports whether a link in a model's directory hides nothing of
// it: it leads to files of models, or to others of the repository of which none is
// weights. A submodule of a repository that is one model as a whole is a program
// that it uses, unless its name tells otherwise.
func (r *run) leadsToNoWeights(e source.Entry, owner string) (bool, error) {
	if e.Kind != source.Symlink {
		return owner == "." && !besideModels(e.Path) && !finder.IsModelWord(path.Base(e.Path)), nil
	}
	target, err := r.Head.Target(e)
	if err != nil || path.IsAbs(target) {
		return false, nil // it leads out of the repository
	}
	to := path.Join(path.Dir(e.Path), target)
	files := r.Head.Under(to)
	if at, there := r.Head.Lookup(to); there {
		files = append(files[:len(files):len(files)], at)
	}
	for _, file := range files {
		if owns, err := r.head.Owner(file.Path); err != nil {
			return false, err
		} else if owns != "" && file.Kind == source.File {
			continue // it is checked with its model
		}
		if holds, err := r.head.HoldsWeights(file); holds || err != nil {
			return false, err
		}
	}
	return len(files) > 0, nil
}

// leadsOut reports whether a path is a link to nothing that the repository has, and to what.
func (r *run) leadsOut(file string) (target string, leads bool) {
	e, there := r.Head.Lookup(file)
	if !there || e.Kind != source.Symlink {
		return "", false
	}
	target, err := r.Head.Target(e)
	if err != nil || path.IsAbs(target) {
		return target, err == nil
	}
	to := path.Join(path.Dir(file), target)
	_, there = r.Head.Lookup(to)
	return target, !there && to != "." && len(r.Head.Under(to)) == 0
}

func kindInWords(k source.EntryKind) string {
	if k == source.Symlink {
		return "symbolic link"
	}
	return string(k)
}

// besideModels reports whether models are looked for at a path: it is called as
// their directory is, or lies below a directory of them.
func besideModels(file string, sides ...[]string) bool {
	if base := path.Base(file); base == "models" || base == "model" {
		return true
	}
	return slices.ContainsFunc(slices.Concat(sides...), func(id string) bool {
		dir := path.Dir(id)
		return dir != "." && strings.HasPrefix(file, dir+"/")
	})
}

// leadsToJudged reports whether a link leads to a plain file, or to a model that
// stands under its own path.
func (r *run) leadsToJudged(e source.Entry, models []string) bool {
	if e.Kind != source.Symlink {
		return false
	}
	target, err := r.Head.Target(e)
	if err != nil || path.IsAbs(target) {
		return false
	}
	to := path.Join(path.Dir(e.Path), target)
	at, there := r.Head.Lookup(to)
	return there && at.Kind == source.File || slices.Contains(models, to)
}
