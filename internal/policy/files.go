package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Limits of what is read. Policies are written by hand: whoever exceeds these
// has put something else there.
const (
	MaxFileBytes = 1 << 20  // of one policy or table
	maxAllBytes  = 16 << 20 // of policies together, and of tables together
	maxFiles     = 2000     // policies and tables together, built-in ones not counted
)

// file is one file of policies or tables.
type file struct {
	path string // as it is shown: "policies/rules/…" or ".modelgate/policies/…"
	src  []byte
}

// isTest reports whether a file holds tests of rules, which are not loaded to
// judge.
func isTest(name string) bool { return strings.HasSuffix(name, "_test.rego") }

// isRule reports whether a file is loaded to judge.
func isRule(name string) bool { return strings.HasSuffix(name, ".rego") && !isTest(name) }

// isAside reports whether a file stands beside policies without being one.
func isAside(name string) bool {
	base := path.Base(name)
	return strings.EqualFold(path.Ext(base), ".md") || base == ".gitkeep" || base == "CODEOWNERS" || base == ".manifest" ||
		strings.Contains("/"+name, "/testdata/") || strings.Contains("/"+name, "/.regal/")
}

// read returns the files below dir that keep wants, sorted by path. What it
// neither wants nor knows to stand aside is a problem: a policy whose name is
// misspelt would silently not count. A dir that does not exist has no files.
func read(fsys fs.FS, dir, shownDir, remedy string, keep func(name string) bool, ps *problems) ([]file, error) {
	var out []file
	total := 0
	walk := func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if name == dir && errors.Is(err, fs.ErrNotExist) {
				return fs.SkipAll
			}
			return err
		}
		if d.IsDir() {
			return nil
		}
		shown := path.Join(shownDir, strings.TrimPrefix(name, dir))
		switch {
		case !d.Type().IsRegular():
			ps.in(shown, "not a regular file; links are not followed", "Replace it with the file itself.")
		case keep(name):
			src, err := readLimited(fsys, name)
			if err != nil {
				return err
			}
			if len(src) > MaxFileBytes {
				ps.in(shown, fmt.Sprintf("the file is too large (limit: %d MiB)", MaxFileBytes>>20), "Split it.")
				return nil
			}
			if bytes.HasPrefix(src, byteOrderMark) && path.Ext(name) == ".rego" {
				ps.in(shown, "the file starts with a byte order mark, which hides METADATA", "Save it as UTF-8 without a byte order mark.")
				return nil
			}
			if len(out) == maxFiles {
				ps.in(shown, fmt.Sprintf("too many files (limit: %d)", maxFiles), "Remove files that are not needed.")
				return fs.SkipAll
			}
			if total += len(src); total > maxAllBytes {
				ps.in(shown, fmt.Sprintf("the files here are larger than %d MiB together", maxAllBytes>>20), "Remove what is not needed.")
				return fs.SkipAll
			}
			out = append(out, file{shown, src})
		case isTest(name), isAside(name):
		default:
			ps.in(shown, "files with this name are not read here, so the file would have no effect", remedy)
		}
		return nil
	}
	if err := fs.WalkDir(fsys, dir, walk); err != nil {
		return nil, fmt.Errorf("reading %s: %w", shownDir, err)
	}
	return out, nil
}

var byteOrderMark = []byte("\ufeff")

// readLimited reads at most one byte more than the limit.
func readLimited(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(int(min(info.Size(), MaxFileBytes)) + bytes.MinRead)
	_, err = b.ReadFrom(io.LimitReader(f, MaxFileBytes+1))
	return b.Bytes(), err
}
