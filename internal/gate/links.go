package gate

import (
	"fmt"
	"path"
	"slices"
	"strings"

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
		if !was && (inside(e.Path, now) || !besideModels(e.Path, before, now) || r.leadsToJudged(e, now)) {
			continue
		}
		out = append(out, finding.Finding{Rule: "evidence/not_a_file", Severity: finding.Error, At: finding.Start(e.Path), Key: e.Path,
			Message: fmt.Sprintf("a %s is where a model is expected; what is behind it is not checked", kindInWords(e.Kind)),
			Help:    "Commit the model's files themselves."})
	}
	return out, nil
}

func kindInWords(k source.EntryKind) string {
	if k == source.Symlink {
		return "symbolic link"
	}
	return string(k)
}

// inside reports whether a path lies in a model, whose own evidence it would be.
func inside(file string, models []string) bool {
	return slices.ContainsFunc(models, func(id string) bool { return id == "." || strings.HasPrefix(file, id+"/") })
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
