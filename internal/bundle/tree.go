package bundle

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/pattern"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Dir is the directory of a repository whose files are in a bundle.
const Dir = ".modelgate"

// Of is the bundle of a repository's policies at a commit. Tests and pages stay behind.
// What has no meaning for another repository, such as waivers, is an error, and so are
// links.
func Of(tree source.Tree) (Bundle, error) {
	out := Bundle{Revision: tree.Commit, Files: map[string][]byte{}}
	for _, e := range tree.Under(Dir) {
		name := strings.TrimPrefix(e.Path, Dir+"/")
		switch why := Allowed(name); {
		case e.Kind != source.File:
			return out, fmt.Errorf("%s is a %s; replace it with a regular file", e.Path, e.Kind)
		case isAside(name):
			continue
		case why != "" && name != waiversFile:
			return out, notShared(tree, e.Path, why)
		}
		content, err := tree.Read(e.Path, MaxFileBytes)
		if err != nil {
			return out, err
		}
		if name == waiversFile {
			if !noWaivers.Match(content) {
				return out, notShared(tree, e.Path, "waivers apply to their own repository only")
			}
			continue
		}
		out.Files[name] = content
	}
	if len(out.Files) == 0 {
		return out, fmt.Errorf("commit %s has no policies in %s", tree.Commit, Dir)
	}
	return out, nil
}

// waiversFile is shared by no bundle. One without a waiver, as init writes it, stays behind.
const waiversFile = "waivers.yaml"

var noWaivers = pattern.New(`^\x{FEFF}?(?:(?:apiVersion:[^\r\n]*|kind:[^\r\n]*|waivers:(?: *\[ *\]| *null| *~)?|---)? *(?:#[^\r\n]*)?(?:\r?\n|$))*$`)

func notShared(tree source.Tree, path, why string) error {
	return fmt.Errorf("%s of commit %.12s cannot be shared: %s; remove the file, and commit that", path, tree.Commit, why)
}

// isAside reports whether a file is for those who make the policies.
func isAside(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(base, "_test.rego") || strings.EqualFold(path.Ext(base), ".md") || slices.Contains([]string{".gitkeep", "CODEOWNERS", ".manifest"}, base) ||
		strings.Contains("/"+name, "/cases/") || strings.Contains("/"+name, "/testdata/") || strings.Contains("/"+name, "/.regal/")
}

// Tree is the bundle as the policies of a repository.
func (b Bundle) Tree() (source.Tree, error) {
	files := map[string][]byte{}
	for name, content := range b.Files {
		files[Dir+"/"+name] = content
	}
	return source.Memory(b.Revision, files)
}
