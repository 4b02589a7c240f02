package policy

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io/fs"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/config"
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
	for _, dir := range []string{"rules", "lib", "data", packsDir} {
		err := fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || isTest(name) {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			packed, is := info.Sys().(*zip.FileHeader)
			if !is {
				src, err := fs.ReadFile(fsys, name)
				packed = &zip.FileHeader{CRC32: crc32.ChecksumIEEE(src)}
				if err != nil {
					return err
				}
			}
			fmt.Fprintln(h, name, info.Size(), packed.CRC32)
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("reading the built-in %s: %w", dir, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
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
	return sources{rules: slices.Concat(s.rules, other.rules), data: slices.Concat(s.data, other.data), tables: other.tables}
}

// addOwn reads an organisation's files, and lays its tables over the built-in ones.
func (s *sources) addOwn(custom fs.FS, ps *problems, keep func(string) bool) error {
	files, err := readPolicies(custom, ps, keep)
	if err != nil {
		return err
	}
	s.rules = append(s.rules, files...)
	if files, err = readBoth(custom, customDir, ps); err != nil {
		return err
	}
	if len(files) > 0 {
		s.data = append(s.data, files...)
		s.tables = override(s.tables, parseTables(files, ps), files, ps)
	}
	return nil
}

// readPolicies reads the organisation's policies. The files of tests among them
// are looked at in any case, and left out unless keep wants them.
func readPolicies(custom fs.FS, ps *problems, keep func(string) bool) ([]file, error) {
	files, err := read(custom, "policies", customDir+"/policies", "Name policies *.rego; cases of rules are cases/*.yaml, and fixtures of tests go into a testdata directory.",
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
