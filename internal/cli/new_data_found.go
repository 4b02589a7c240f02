package cli

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/finder"
	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/schema"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/schemas"
)

// Where the card lists no datasets, the files of data that the repository has tell of which
// one is needed.

// Words in the names of directories of data, and endings of its files.
var (
	dataDirs     = []string{"data", "dataset", "datasets", "corpus", "corpora"}
	dataEndings  = []string{".csv", ".tsv", ".parquet", ".jsonl", ".ndjson", ".arrow", ".feather", ".xlsx", ".dat", ".npy", ".npz", ".json", ".txt", ".wav", ".flac", ".mp3", ".jpg", ".jpeg", ".png"}
	otherDirs    = []string{"test", "tests", "testdata", "node_modules", "venv", "site-packages", "vendor", "src", "docs", "configs", "datacards", "figures", "plots"}
	tableEndings = dataEndings[:7]
	dataSheet    = pattern.New(`(?i)^(?:data(?:set)?[-_]?card|data[-_]?sheet)\.md$`)
)

// maxFoundFiles bounds the files that a draft lists.
const maxFoundFiles = 10

// foundData are the files of data by the directory of data that they are in, or by
// themselves at the root; DVC may keep them.
func (b beginning) foundData() (names []string, files map[string][]string) {
	files = map[string][]string{}
	for _, e := range b.tree.Entries() {
		file := strings.TrimSuffix(e.Path, ".dvc")
		pointer := file != e.Path
		ending := strings.ToLower(path.Ext(file))
		if e.Kind != source.File || !pointer && !slices.Contains(dataEndings, ending) {
			continue
		}
		name := dataDirOf(file, pointer)
		if name == "" && !strings.Contains(file, "/") && slices.Contains(tableEndings, ending) && finder.MayBeOfModel(file) && !b.isResult(e.Path) && !strings.Contains(strings.ToLower(file), "output") {
			name = file
		}
		if name == "" {
			continue
		}
		if files[name] == nil {
			names = append(names, name)
		}
		files[name] = append(files[name], e.Path)
	}
	return names, files
}

// dataDirOf is the outermost directory of data that a file is in, "" for none. What DVC
// keeps may be the directory itself.
func dataDirOf(file string, pointer bool) string {
	parts := strings.Split(file, "/")
	if !pointer {
		parts = parts[:len(parts)-1]
	}
	other := func(part string) bool { return slices.Contains(otherDirs, part) || strings.HasPrefix(part, ".") }
	lower := strings.Split(strings.ToLower(strings.Join(parts, "/")), "/")
	i := slices.IndexFunc(lower, func(part string) bool { return slices.Contains(dataDirs, part) })
	if i >= 0 && !slices.ContainsFunc(lower, other) {
		return strings.Join(parts[:i+1], "/")
	}
	return ""
}

// isResult reports whether a file is read as results of the model.
func (b beginning) isResult(file string) bool {
	for _, e := range b.model.Evaluations {
		if e.Path == file {
			return true
		}
	}
	return false
}

// dataFound begins a data card for each directory or file of data of the repository, of which
// the model card lists none.
func (b beginning) dataFound(taken map[string]bool) []begun {
	names, files := b.foundData()
	var out []begun
	for _, at := range names[:min(len(names), maxBegun)] {
		name := strings.TrimSuffix(path.Base(at), path.Ext(at))
		if slices.Contains(dataDirs, strings.ToLower(name)) {
			name = b.name() + "-data"
			if one := files[at]; len(one) == 1 {
				file := strings.TrimSuffix(path.Base(one[0]), ".dvc")
				name = strings.TrimSuffix(file, path.Ext(file))
			}
			if slices.Contains(dataDirs, strings.ToLower(name)) {
				name = b.name() + "-data"
			}
		}
		file := free("datacards/"+fileName(name), func(name string) bool { return taken[strings.ToLower(name)+".yaml"] })
		taken[strings.ToLower(file)+".yaml"] = true
		var s strings.Builder
		s.WriteString(schemas.Line(schema.DataCard) + "# Drafted by modelgate new, from files of data in the repository:\n")
		for _, f := range files[at][:min(len(files[at]), maxFoundFiles)] {
			fmt.Fprintf(&s, "# - %s\n", actions.Clean(f))
		}
		if more := len(files[at]) - maxFoundFiles; more > 0 {
			fmt.Fprintf(&s, "# - and %d more\n", more)
		}
		fmt.Fprintf(&s, "# Add the name to `datasets` in the model card: the data card takes effect where a card lists it.\n"+
			"# `modelgate check` shows what is required: license, source, storage, personal data.\n"+
			"apiVersion: modelgate.dev/v1\nkind: DataCard\nname: %s # review: named after %s\n", document.Quoted(name), actions.Clean(at))
		out = append(out, begun{path: file + ".yaml", text: s.String()})
	}
	return out
}

// dataPage is a page of the repository that is called a data card or a data sheet.
func (b beginning) dataPage() string {
	for _, e := range b.tree.Entries() {
		if e.Kind == source.File && dataSheet.MatchString(path.Base(e.Path)) {
			return e.Path
		}
	}
	return ""
}
