package finder

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/tables"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// LookIntoData has the files of datasets looked into when a model or dataset is read.
// It is to be called before anything else.
func (f *Finder) LookIntoData() { f.lookInto = true }

// Bounds on the tables of one dataset: files and bytes that are looked into, and files
// that are named because they are not. They are of each dataset, so that no file of
// another one takes their place.
const (
	maxTables      = 50
	maxTableBytes  = 256 << 20
	maxTablesNamed = 500
)

// withTables adds to a dataset the files of its data that lie in the tree: where its
// cards say that the data are, and beside a card that lies with its data.
func (r *reader) withTables(d evidence.Dataset, cards []evidence.DataCard) (evidence.Dataset, error) {
	d.Tables = []evidence.Table{}
	if !r.finder.lookInto {
		return d, nil
	}
	left := int64(maxTableBytes)
	files := r.finder.dataFiles(r.dir, cards)
	for i, file := range files {
		name := file.name()
		r.placeIn(file.in.tree, name)
		if i == maxTables+maxTablesNamed && i < len(files)-1 {
			d.Tables = append(d.Tables, tables.NotScanned(name, fmt.Sprintf("it and the %d files after it are beyond the limit of 50 files for a dataset", len(files)-1-i)))
			break
		}
		if i >= maxTables {
			d.Tables = append(d.Tables, tables.NotScanned(name, "it is beyond the limit of 50 files for a dataset"))
			continue
		}
		size, err := file.in.tree.Size(file.Entry)
		if err != nil {
			return d, fmt.Errorf("reading %s: %w", name, err)
		}
		if left -= tables.Cost(size); left < 0 {
			d.Tables = append(d.Tables, tables.NotScanned(name, "it is beyond the limit of 256 MiB for a dataset"))
			continue
		}
		t, err := file.in.tableOf(file.Entry)
		if err != nil {
			return d, fmt.Errorf("reading %s: %w", name, err)
		}
		d.Tables = append(d.Tables, t)
	}
	return d, nil
}

// dataFile is a file of a dataset, in the tree of a finder: that of the repository, or of
// a data repository.
type dataFile struct {
	in *Finder
	source.Entry
}

// name is the path of the file as reports name it.
func (d dataFile) name() string { return d.in.tree.Named(d.Path) }

// dataFiles are the files of a dataset, sorted: those of a card of a data repository are
// in that repository. model is the directory of the model that the dataset is of, "" if it
// is of none.
func (f *Finder) dataFiles(model string, cards []evidence.DataCard) []dataFile {
	found := map[string]dataFile{}
	for _, c := range cards {
		in, of := f, model
		if there := f.repositoryOf(c.Path); there != nil {
			in, of, c.Path = there, "", there.tree.Local(c.Path)
		}
		add := func(entries []source.Entry) {
			for _, e := range entries {
				if tables.Is(e.Path) {
					file := dataFile{in, e}
					found[file.name()] = file
				}
			}
		}
		add(in.at(c.Source.URI.Value, c.Path))
		for _, s := range c.Storage {
			add(in.at(s.URI.Value, c.Path))
		}
		for _, dir := range in.dataDirs(of, c.Path) {
			add(slices.DeleteFunc(slices.Clone(in.tree.Under(dir)), func(e source.Entry) bool { return in.findDescription(e.Path) != path.Dir(c.Path) }))
		}
	}
	out := make([]dataFile, 0, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out = append(out, found[name])
	}
	return out
}

// dataDirs are the directories in which a card lies with its data. In the directory of
// a model there is more than data.
func (f *Finder) dataDirs(model, card string) []string {
	dir := path.Dir(card)
	switch {
	case f.isShared(card), model != "" && isOwnDataCard(model, card) && dir != model && strings.Contains(strings.ToLower(path.Base(dir)), "card"):
		return nil
	case model != "" && dir == model:
		return []string{path.Join(dir, "data"), path.Join(dir, "datasets")}
	}
	return []string{dir}
}

// findDescription returns the nearest directory above a file that has a description of data
// beside its files.
func (f *Finder) findDescription(file string) string {
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		for _, e := range f.direct(dir) {
			if f.isShared(e.Path) {
				continue
			}
			if is, err := f.describesData(e.Path); is && err == nil {
				return dir
			}
		}
		if dir == "." {
			return ""
		}
	}
}

// at are the files at a path or below it, or that a glob matches: from the root of the
// repository, or from the directory of the card.
func (f *Finder) at(uri, card string) []source.Entry {
	uri = strings.TrimPrefix(uri, "file:")
	if uri == "" || strings.Contains(uri, ":") || strings.HasPrefix(uri, "/") || len(uri) > 1000 {
		return nil
	}
	for _, from := range []string{".", path.Dir(card)} {
		name := path.Join(from, uri)
		if name == "." || strings.HasPrefix(name, "..") {
			continue
		}
		if e, ok := f.tree.Lookup(name); ok {
			return []source.Entry{e}
		}
		if below := f.tree.Under(name); len(below) > 0 {
			return below
		}
		if strings.ContainsAny(name, "*?") && source.ValidGlob(name) {
			if found := slices.DeleteFunc(slices.Clone(f.tree.Entries()), func(e source.Entry) bool { return !source.Match(name, e.Path) }); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// tableOf looks into a file of the tree, once.
func (f *Finder) tableOf(e source.Entry) (evidence.Table, error) {
	f.mu.Lock()
	known, ok := f.tables[e.Path]
	f.mu.Unlock()
	if ok {
		return known, nil
	}
	f.budgetOnce.Do(func() { f.budget = tables.Budget(f.tree.Entries()) })
	t, err := tables.Read(f.tree, e, f.budget[e.Path])
	if err != nil {
		return t, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tables[e.Path] = t
	return t, nil
}
