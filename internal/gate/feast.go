package gate

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// feastNotices say of projects of Feast what is not read of them: their Python is not run,
// and a registry that was written before it changed does not have the change.
func (r *run) feastNotices() ([]string, error) {
	var files []string
	for _, e := range r.Head.Entries() {
		if path.Base(e.Path) == datasets.FeastProject && e.Kind == source.File {
			files = append(files, e.Path)
		}
	}
	if len(files) == 0 {
		return r.feastCode()
	}
	found, err := r.head.DataCards()
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(c finder.CardFile) bool { return !datasets.IsFeast(c.Card) })
	var unread, old []string
	for _, file := range files {
		name, err := r.feastName(file)
		if err != nil {
			return nil, err
		}
		registries := registriesOf(name, found)
		switch {
		case len(registries) == 0:
			unread = append(unread, file)
		case r.changesPython(path.Dir(file)) && !slices.ContainsFunc(r.changed(), func(p string) bool { return slices.Contains(registries, p) }):
			old = append(old, file)
		}
	}
	var out []string
	if len(unread) > 0 {
		out = append(out, fmt.Sprintf("The feature views of the Feast project %s are not read, because they are defined in Python. Write the registry to a file with `feast registry-dump`.", firstOf(unread)))
	}
	if len(old) > 0 {
		out = append(out, fmt.Sprintf("Python files of the Feast project %s changed, but its registry did not, so changes of feature views are not read. Write the registry again with `feast registry-dump`.", firstOf(old)))
	}
	return out, nil
}

// maxFeastCode is how many files of Python are read for feature views.
const maxFeastCode = 100

// feastCode is the notice about feature views in a repository without a configuration of
// Feast, which may be in Python as well. Only files whose paths tell of features are read:
// those of the change, or all if everything is judged.
func (r *run) feastCode() ([]string, error) {
	changed := map[string]bool{}
	for _, p := range r.changed() {
		changed[p] = true
	}
	var first, what string
	read, more := 0, 0
	for _, e := range r.Head.Entries() {
		if e.Kind != source.File || path.Ext(e.Path) != ".py" || !r.All && !changed[e.Path] || !tellsOfFeatures(e.Path) || read == maxFeastCode {
			continue
		}
		read++
		src, err := r.Head.Read(e.Path, document.MaxBytes)
		if source.IsRefusal(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		switch line, defines := datasets.DefinesFeastViews(src); {
		case !defines:
		case first == "":
			first, what = e.Path, fmt.Sprintf("%s:%d", actions.Clean(e.Path), line)
		default:
			more++
		}
	}
	if first == "" {
		return nil, nil
	}
	if found, err := r.head.DataCards(); err != nil || slices.ContainsFunc(found, func(c finder.CardFile) bool { return datasets.IsFeast(c.Card) }) {
		return nil, err
	}
	if more > 0 {
		what += fmt.Sprintf(" and in %d more", more)
	}
	return []string{fmt.Sprintf("Python code defines feature views of Feast (%s), and there is no feature_store.yaml. Python is not run, so they are not read. Write the registry to a JSON file: `feast registry-dump`, or `store.registry.to_dict(store.project)` where Python configures the store; or add a data card for each dataset.", what)}, nil
}

// tellsOfFeatures reports whether a path is like those of feature repositories.
func tellsOfFeatures(file string) bool {
	file = strings.ToLower(file)
	return strings.Contains(file, "feature") || strings.Contains(file, "feast")
}

// feastName is the project that a configuration is of, "" if it does not tell.
func (r *run) feastName(file string) (string, error) {
	src, err := r.Head.Read(file, document.MaxBytes)
	switch {
	case source.IsRefusal(err):
		return "", nil
	case err != nil:
		return "", err
	}
	d, _ := document.Parse(file, src)
	return datasets.FeastName(d), nil
}

// registriesOf are the files that have feature views of a project. One that names no
// project may be of any.
func registriesOf(project string, found []finder.CardFile) []string {
	var out []string
	for _, c := range found {
		of, _, named := strings.Cut(c.Card.Catalog.Name.Value, "/")
		if !named || project == "" || of == project {
			out = append(out, c.Document.Path)
		}
	}
	return out
}

// changesPython reports whether the proposal changes Python files below a directory.
func (r *run) changesPython(dir string) bool {
	return slices.ContainsFunc(r.changed(), func(p string) bool {
		return path.Ext(p) == ".py" && (dir == "." || strings.HasPrefix(p, dir+"/"))
	})
}

func firstOf(files []string) string {
	if n := len(files); n > 1 {
		return fmt.Sprintf("%s and %d more", actions.Clean(files[0]), n-1)
	}
	return actions.Clean(files[0])
}
