package finder

import (
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// ignored reports whether the configuration ignores dir or a directory above it.
func (f *Finder) ignored(dir string) bool { return f.ignoredBy(dir) != "" }

// ignoredBy is the glob by which the configuration ignores dir or a directory above
// it, "" for none.
func (f *Finder) ignoredBy(dir string) string {
	if len(f.layout.Ignore) == 0 {
		return ""
	}
	for ; ; dir = path.Dir(dir) {
		if i := slices.IndexFunc(f.layout.Ignore, func(g string) bool { return source.Match(g, dir) }); i >= 0 {
			return f.layout.Ignore[i]
		}
		if dir == "." {
			return ""
		}
	}
}

// never reports whether dir lies in one of the directories of the repository that are about
// something else, among packages that were installed, or among what runs of MLflow logged.
func (f *Finder) never(dir string) bool {
	first, _, _ := strings.Cut(dir, "/")
	if slices.Contains(neverModels, first) || strings.Contains("/"+dir+"/", "/.git/") || f.inStore(dir) {
		return true
	}
	for ; dir != "." && dir != "/"; dir = path.Dir(dir) {
		if isApart(dir) {
			return true
		}
	}
	return false
}

// isApart reports whether a directory is one of installed packages, which hold weights for
// their tests and examples, or of the settings of the gate: what is in it belongs to no
// model around it.
func isApart(dir string) bool {
	return slices.Contains(installed, path.Base(dir)) || slices.Contains(settings, dir)
}

// Names of directories that tests take their files from, and of those that keep
// models, in which such a name means a model.
var (
	fixtureDirs = []string{"tests", "testdata", "fixtures", "fixture", "__tests__", "__fixtures__"}
	modelDirs   = []string{"model", "models"}
)

// isFixture reports whether a directory holds files for tests: weights among
// them are no model, unless a card or a manifest says so.
func isFixture(dir string) bool {
	for part := range strings.SplitSeq(strings.ToLower(dir), "/") {
		switch {
		case slices.Contains(modelDirs, part):
			return false
		case slices.Contains(fixtureDirs, part):
			return true
		}
	}
	return false
}
