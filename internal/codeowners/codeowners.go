// Package codeowners owns who answers for the paths of a repository, as the
// CODEOWNERS file of the trusted base says. What an owner's word is worth is for
// rules.
package codeowners

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// Owners says who answers for the paths of a repository, as a CODEOWNERS file
// of the trusted base has it. The zero value has an owner for nothing.
//
// The format is GitHub's, https://docs.github.com/articles/about-code-owners:
// patterns like those of .gitignore, but without "!" and "[ ]", and the last one
// that matches a path counts, also when it names nobody.
type Owners struct {
	Path  string // of the file, "" if there is none
	rules []rule
}

type rule struct {
	globs  []string
	owners []string
}

// maxBytes is the size in bytes of the largest CODEOWNERS file that GitHub
// reads; it ignores a larger one, and so nobody owns anything.
const maxBytes = 3 << 20

// paths are where GitHub looks for the file; the first that exists counts.
var paths = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}

// IsFile reports whether a path is one where GitHub looks for owners.
func IsFile(path string) bool { return slices.Contains(paths, path) }

// Read reads the CODEOWNERS file of a tree, if it has one.
func Read(base source.Base) (Owners, error) {
	for _, path := range paths {
		src, err := base.Read(path, maxBytes)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case source.IsRefusal(err):
			return Owners{Path: path}, nil
		case err != nil:
			return Owners{}, fmt.Errorf("reading %s at %s: %w", path, base.Commit, err)
		}
		return Owners{Path: path, rules: parse(string(src))}, nil
	}
	return Owners{}, nil
}

func parse(src string) []rule {
	var rules []rule
	for line := range strings.Lines(src) {
		fields := fieldsOf(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "!") || strings.ContainsAny(fields[0], "[]") {
			continue // GitHub skips lines that it does not understand
		}
		of := rule{globs: globsOf(fields[0]), owners: fields[1:]}
		if slices.ContainsFunc(of.globs, func(g string) bool { return !source.ValidGlob(g) }) {
			of.globs = nil
		}
		rules = append(rules, of)
	}
	return rules
}

// fieldsOf splits a line at spaces that no backslash stands before, and
// ends it at a comment, which begins at the first "#" without one.
func fieldsOf(line string) []string {
	const space = "\x00"
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] != '\\') {
			line = line[:i]
			break
		}
	}
	fields := strings.Fields(strings.ReplaceAll(line, `\ `, space))
	for i := range fields {
		fields[i] = strings.ReplaceAll(strings.ReplaceAll(fields[i], space, " "), `\#`, "#")
	}
	return fields
}

// globsOf turns a pattern into globs over whole paths. A pattern without a
// slash, but for one at its end, matches at any depth; one that names a
// directory matches all below it; a final "/*" does not look into directories.
func globsOf(pattern string) []string {
	anchored := strings.Contains(strings.TrimSuffix(pattern, "/"), "/")
	directory := strings.HasSuffix(pattern, "/")
	p := globEscaper.Replace(strings.Trim(pattern, "/"))
	if p == "" { // "/": everything
		return []string{"**"}
	}
	if !anchored {
		p = "**/" + p
	}
	switch {
	case directory:
		return []string{p + "/**"}
	case strings.HasSuffix(p, "/*") || strings.HasSuffix(p, "**"):
		return []string{p}
	}
	return []string{p, p + "/**"}
}

// globEscaper takes the meaning of what our globs have and CODEOWNERS has not.
var globEscaper = strings.NewReplacer("{", `\{`, "}", `\}`)

// Of lists the owners of a path, as they are written: @user, @org/team, or a
// mail address.
func (o Owners) Of(path string) []string {
	for i := len(o.rules) - 1; i >= 0; i-- {
		for _, g := range o.rules[i].globs {
			if source.Match(g, path) {
				return o.rules[i].owners
			}
		}
	}
	return nil
}
