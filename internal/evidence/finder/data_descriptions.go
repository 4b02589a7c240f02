package finder

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/datasets"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/hub"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Names of files in which datasets are described, and texts of which each has one.
var dataNames, dataMarks = format.Files(datasets.Formats), format.Marks(datasets.Formats)

// mayDescribe reports whether a file's name, or the project that it lies in, tells that
// datasets may be described in it.
func (f *Finder) mayDescribe(file string) bool {
	return dataNameGlobs().match(path.Base(file)) || f.isOfDBTProject(file)
}

// isOfDBTProject reports whether a file is YAML below the directory of a dbt project,
// where any name will do, and not of a package that it uses.
func (f *Finder) isOfDBTProject(file string) bool {
	if ext := path.Ext(file); ext != ".yml" && ext != ".yaml" {
		return false
	}
	f.projectsOnce.Do(func() {
		for _, e := range f.tree.Entries() {
			if base := path.Base(e.Path); base == "dbt_project.yml" || base == "dbt_project.yaml" {
				f.projects = append(f.projects, path.Dir(e.Path))
			}
		}
	})
	return slices.ContainsFunc(f.projects, func(dir string) bool {
		in := below(dir, file)
		first, _, _ := strings.Cut(in, "/")
		return (dir == "." || in != file) && !slices.Contains([]string{"dbt_packages", "dbt_modules", "target"}, first)
	})
}

// describesData reports whether a file describes datasets, by its name and by what is
// in it, wherever it lies.
func (f *Finder) describesData(file string) (bool, error) {
	if !f.mayDescribe(file) {
		return false, nil
	}
	dir := path.Dir(file)
	if e, ok := f.tree.Lookup(file); !ok || e.Kind != source.File || f.ignored(dir) || f.never(dir) || isFixture(dir) {
		return false, nil
	}
	f.mu.Lock()
	known, ok := f.describes[file]
	f.mu.Unlock()
	if ok {
		return known, nil
	}
	src, err := f.tree.Read(file, document.MaxBytes)
	if err != nil && !source.IsRefusal(err) {
		return false, err
	}
	is := err == nil && isData(file, src, !f.isNamedModel(dir) && !(len(f.layout.Models) > 0 && matches(f.layout.Models, dir)))
	f.mu.Lock()
	defer f.mu.Unlock()
	f.describes[file] = is
	return is, nil
}

// isData reports whether a file describes datasets. The page of a model does not, whatever
// its headings, so that pages are not looked into beside a model.
func isData(file string, src []byte, pages bool) bool {
	if path.Ext(strings.ToLower(file)) == ".md" {
		if mentions(src, hub.DatasetKeys) && hub.IsDataset(document.ParseFront(file, src)) {
			return true
		}
		if !pages || !hub.MayBeDatasetPage(file, src) {
			return false
		}
		d, _ := document.Parse(file, src)
		return hub.IsDatasetPage(d)
	}
	if !mentions(src, dataMarks) {
		return false
	}
	d, _ := document.Parse(file, src)
	_, ok := inspection.DataFormat(d)
	return ok
}

// mentions is a quick look for words without which a file is of no format.
func mentions(src []byte, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(src, []byte(w)) })
}

// cardsOf are the datasets that a document of the tree describes, with what the
// configuration states for all.
func (f *Finder) cardsOf(as datasets.Format, d *document.Document) []evidence.DataCard {
	cards := f.layout.DBT.Read(as, d, f.tree)
	for i := range cards {
		cards[i] = f.layout.Defaults.Complete(cards[i])
	}
	return cards
}
