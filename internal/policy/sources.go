package policy

import (
	"archive/zip"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io/fs"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/source"
)

// Where policies and tables lie, and how places in them are shown.
const (
	builtinDir = "policies"
	customDir  = config.Dir
)

// sources is everything that a set of rules is made from, as it was read.
type sources struct {
	rules  []file // rules and helpers: the built-in ones, then the organisation's
	data   []file
	tables tables

	conftest []file // policies of conftest and their data
}

// readBuiltins reads the built-in files (rules, lib and data at the root of fsys).
func readBuiltins(fsys fs.FS, ps *problems, keep func(string) bool) (sources, error) {
	var s sources
	for _, dir := range []string{"rules", "lib"} {
		files, err := read(fsys, dir, builtinDir+"/"+dir, "Name it *.rego.", keep, ps)
		if err != nil {
			return sources{}, err
		}
		s.rules = append(s.rules, files...)
	}
	var err error
	s.data, err = readBoth(fsys, builtinDir, ps)
	return s, err
}

// stateOf tells one state of the built-in files from another. Of files in an archive,
// it reads none: the archive has their checksums.
func stateOf(fsys fs.FS) (string, error) {
	h := sha256.New()
	tell := func(name string, size uint64, sum uint32) {
		if !isTest(name) {
			fmt.Fprintln(h, name, size, sum)
		}
	}
	for _, dir := range []string{"rules", "lib", "data", packsDir} {
		if err := eachChecksum(fsys, dir, tell); err != nil {
			return "", fmt.Errorf("reading the built-in %s: %w", dir, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// eachChecksum tells the files of a directory in the order of their names, with their
// sizes and checksums.
func eachChecksum(fsys fs.FS, dir string, tell func(name string, size uint64, sum uint32)) error {
	if packed, is := fsys.(interface{ Packed() ([]*zip.File, error) }); is {
		files, err := packed.Packed()
		for _, f := range files {
			if strings.HasPrefix(f.Name, dir+"/") {
				tell(f.Name, f.UncompressedSize64, f.CRC32)
			}
		}
		return err
	}
	var names []string
	err := fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	for _, name := range names {
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		tell(name, uint64(len(src)), crc32.ChecksumIEEE(src))
	}
	return err
}

// readBoth reads tables and packs, which lie beside each other.
func readBoth(fsys fs.FS, shownDir string, ps *problems) ([]file, error) {
	tables, err := readTables(fsys, "data", shownDir+"/data", ps)
	if err != nil {
		return nil, err
	}
	packs, err := readTables(fsys, packsDir, shownDir+"/"+packsDir, ps)
	return append(tables, packs...), err
}

// readSources reads the built-in files, the tables among them, and the organisation's
// (policies and data at the root of custom, which may be nil).
func readSources(builtin, custom fs.FS, ps *problems, keep func(string) bool) (sources, error) {
	s, err := readBuiltins(builtin, ps, keep)
	if err != nil {
		return sources{}, err
	}
	s.tables = parseTables(s.data, ps)
	if custom == nil {
		return s, nil
	}
	return s, s.addOwn(custom, ps, keep)
}

// with is some files and others.
func (s sources) with(other sources) sources {
	return sources{rules: slices.Concat(s.rules, other.rules), data: slices.Concat(s.data, other.data), tables: other.tables, conftest: other.conftest}
}

// layered is the files of an organisation, with those of the policy source above them.
type layered struct {
	fs.FS        // policies, data and regimes at its root
	dir   string // as places in it are shown
	above *layered
}

// layeredOf is the organisation's files of a tree, over those of its policy sources.
func layeredOf(tree source.Tree) (*layered, error) {
	for _, l := range tree.Layers() {
		if l.Err != nil {
			return nil, cmp.Or(config.CheckSources(tree), l.Err)
		}
	}
	return layersIn(tree)
}

func layersIn(tree source.Tree) (*layered, error) {
	custom, err := fs.Sub(tree, customDir)
	if err != nil {
		return nil, fmt.Errorf("reading %s of %s: %w", tree.Named(customDir), tree.Commit, err)
	}
	out := &layered{FS: custom, dir: tree.Named(customDir)}
	if tree.Above != nil {
		out.above, err = layersIn(tree.Above.Tree)
	}
	return out, err
}

// layersOf are the layers of an organisation's files, the uppermost first.
func layersOf(custom fs.FS) []*layered {
	l, is := custom.(*layered)
	if !is {
		return []*layered{{FS: custom, dir: customDir}}
	}
	var out []*layered
	for ; l != nil; l = l.above {
		out = append(out, l)
	}
	slices.Reverse(out)
	return out
}

// addOwn reads an organisation's files, and lays its tables over the built-in ones.
func (s *sources) addOwn(custom fs.FS, ps *problems, keep func(string) bool) error {
	for _, l := range layersOf(custom) {
		files, err := readPolicies(l.FS, l.dir, ps, keep)
		if err != nil {
			return err
		}
		s.rules = append(s.rules, files...)
		if files, err = readBoth(l.FS, l.dir, ps); err != nil {
			return err
		}
		if len(files) > 0 {
			s.data = append(s.data, files...)
			s.tables = override(s.tables, parseTables(files, ps), l.dir, files, ps)
		}
	}
	return nil
}

// layerOf is the layer that a shown path belongs to: the name of a policy source, or "".
func layerOf(path string) string {
	name, rest, _ := strings.Cut(path, ":")
	if strings.Contains(name, "/") || !strings.HasPrefix(rest, customDir+"/") { // a file of the repository may have a colon in its name
		return ""
	}
	return name
}

// IsShared reports whether a shown path is that of a policy source.
func IsShared(path string) bool { return layerOf(path) != "" }

// checkLayers refuses packages that two layers have parts of, and those within one of
// another layer: a clause in a lower one could let more pass than the upper one means.
func checkLayers(modules map[string]*ast.Module, ps *problems) {
	shared := map[string]string{} // the file of each package of a policy source
	for _, path := range keysOf(modules) {
		if name, _ := packageOf(modules[path]); IsShared(path) {
			shared[name] = path
		}
	}
	for _, path := range keysOf(modules) {
		name, words := packageOf(modules[path])
		for n := len(words); n > 0; n-- {
			outer := strings.Join(words[:n], ".")
			if outer == name || outer != helpersPackage {
				refuseShared(path, name, shared[outer], ps)
			}
		}
	}
}

// helpersPackage is what the packages of helpers of all layers are below.
const helpersPackage = "modelgate.custom.lib"

func refuseShared(path, name, other string, ps *problems) {
	if other == "" || layerOf(path) == layerOf(other) {
		return
	}
	ps.in(path, fmt.Sprintf("the package %s is in %s too, and a layer cannot add to the packages of another", name, other), "Rename the package.")
}

// readPolicies reads the organisation's policies. The files of tests among them
// are looked at in any case, and left out unless keep wants them.
func readPolicies(custom fs.FS, dir string, ps *problems, keep func(string) bool) ([]file, error) {
	files, err := read(custom, "policies", dir+"/policies", "Name policies *.rego; cases of rules are cases/*.yaml, and fixtures of tests go into a testdata directory.",
		func(name string) bool { return isRule(name) || isTest(name) || isCases(name) }, ps)
	if err != nil {
		return nil, err
	}
	var kept, tests []file
	for _, f := range files {
		switch {
		case keep(f.path):
			kept = append(kept, f)
		case isTest(f.path):
			tests = append(tests, f)
		}
	}
	checkTests(tests, ps)
	return kept, nil
}

// isHelper reports whether a shown path is one of the packages that built-in rules share.
func isHelper(path string) bool { return strings.HasPrefix(path, builtinDir+"/lib/") }

// isBuiltin reports whether a shown path is one of this program's own files.
func isBuiltin(path string) bool { return strings.HasPrefix(path, builtinDir+"/") }
