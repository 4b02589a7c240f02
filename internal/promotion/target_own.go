package promotion

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/templates"
)

// OwnTargetsDir has the targets of an environment repository, one directory each.
// They are those of the commit that a promotion is based on: a change of the model
// repository cannot bring its own.
const OwnTargetsDir = Dir + "/" + targetsDir

const (
	maxOwnTargets  = 50
	maxTargetFiles = 50
	maxTargetFile  = 1 << 16 // bytes
)

// Targets lists the targets that modelgate has and those of an environment
// repository, sorted by name. Faults of the repository's own are an *Invalid.
func Targets(tree source.Tree) ([]Target, error) {
	l := &loader{tree: tree}
	if err := l.ownTargets(); err != nil {
		return nil, err
	}
	if len(l.found) > 0 {
		return nil, &Invalid{Commit: tree.Commit, Findings: finding.Sort(l.found)}
	}
	names, err := targetNames()
	if err != nil {
		return nil, err
	}
	names = append(names, slices.Collect(maps.Keys(l.own))...)
	slices.Sort(names)
	var out []Target
	for _, name := range names {
		t, err := l.own.load(name)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// ownTargets reads the targets of the repository.
func (l *loader) ownTargets() error {
	l.own = ownTargets{}
	files := map[string]map[string]source.Entry{} // by target and name
	for _, e := range l.tree.Under(OwnTargetsDir) {
		name, file, below := strings.Cut(strings.TrimPrefix(e.Path, OwnTargetsDir+"/"), "/")
		switch {
		case !below && (isText(e) || isPlaceholder(e)):
			continue
		case !below || strings.Contains(file, "/") || !targetName.MatchString(name):
			l.stray(e.Path, fmt.Sprintf("%s is not a file of a target", quoted(e.Path)), "Put target.yaml and the templates into "+OwnTargetsDir+"/NAME, where NAME has lowercase letters, digits and hyphens.")
			continue
		}
		if files[name] == nil {
			files[name] = map[string]source.Entry{}
		}
		files[name][file] = e
	}
	if len(files) > maxOwnTargets {
		l.stray(OwnTargetsDir, fmt.Sprintf("the repository has %d targets (limit: %d)", len(files), maxOwnTargets), "Remove targets that no environment takes.")
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := l.ownTarget(name, files[name]); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) stray(path, message, help string) {
	l.found = append(l.found, finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: finding.Start(path), Message: message, Help: help})
}

// ownTarget reads one target of the repository.
func (l *loader) ownTarget(name string, entries map[string]source.Entry) error {
	dir := OwnTargetsDir + "/" + name
	if _, err := fs.Stat(templates.FS, path.Join(targetsDir, name)); err == nil || name == deliveryDir {
		l.stray(dir+"/"+targetFile, fmt.Sprintf("the target %s has the name of one that modelgate has", quoted(name)), "Rename the directory, and name in target.yaml.")
		return nil
	}
	if len(entries) > maxTargetFiles {
		l.stray(dir, fmt.Sprintf("the target has %d files (limit: %d)", len(entries), maxTargetFiles), "Remove files that target.yaml does not list.")
		return nil
	}
	files := map[string][]byte{}
	for file, e := range entries {
		b, why, err := readFile(l.tree, e.Path, maxTargetFile)
		if err != nil {
			return err
		}
		if why != "" {
			l.stray(e.Path, "the file cannot be read: "+why, "Replace it with a regular file.")
			return nil
		}
		files[file] = b
	}
	t, err := readTarget(name, files)
	var wrong *fault
	if errors.As(err, &wrong) {
		at := finding.Start(dir + "/" + wrong.file)
		at.Line, at.EndLine = wrong.line, wrong.line
		l.found = append(l.found, finding.Finding{Rule: "schema/invalid_value", Severity: finding.Error, At: at, Message: wrong.message, Help: "Fix the target, then run `modelgate env target test`."})
		return nil
	}
	if err != nil {
		return err
	}
	t.Own = true
	l.own[name] = t
	return nil
}

// editedTargets lists the repository's own targets that differ.
func editedTargets(old, now ownTargets) []Problem {
	var out []Problem
	for _, name := range slices.Sorted(maps.Keys(merged(old, now))) {
		was, had := old[name]
		is, has := now[name]
		switch {
		case !had:
			out = append(out, Problem{OwnTargetsDir + "/" + name, fmt.Sprintf("the target %s is added", name)})
		case !has:
			out = append(out, Problem{OwnTargetsDir + "/" + name, fmt.Sprintf("the target %s is removed", name)})
		case was.Digest != is.Digest:
			out = append(out, Problem{OwnTargetsDir + "/" + name, fmt.Sprintf("the target %s changes", name)})
		}
	}
	return out
}

func merged(a, b ownTargets) ownTargets {
	out := maps.Clone(a)
	if out == nil {
		out = ownTargets{}
	}
	maps.Copy(out, b)
	return out
}
