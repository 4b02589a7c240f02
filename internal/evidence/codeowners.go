package evidence

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
	rules []ownersRule
}

type ownersRule struct {
	globs  []string
	owners []string
}

// maxOwners is the size in bytes of the largest CODEOWNERS file that GitHub
// reads; it ignores a larger one, and so nobody owns anything.
const maxOwners = 3 << 20

// ownersPaths are where GitHub looks for the file; the first that exists counts.
var ownersPaths = []string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}

// IsOwnersFile reports whether a path is one that GitHub looks for owners in.
func IsOwnersFile(path string) bool { return slices.Contains(ownersPaths, path) }

// NamesOwners reports whether a path is one where GitHub looks for owners.
func NamesOwners(path string) bool { return slices.Contains(ownersPaths, path) }

// ReadOwners reads the CODEOWNERS file of a tree, if it has one.
func ReadOwners(base source.Base) (Owners, error) {
	for _, path := range ownersPaths {
		src, err := base.Read(path, maxOwners)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case errors.Is(err, source.ErrTooLarge):
			return Owners{Path: path}, nil
		case err != nil && isRefusal(err):
			return Owners{Path: path}, nil
		case err != nil:
			return Owners{}, fmt.Errorf("reading %s at %s: %w", path, base.Commit, err)
		}
		return Owners{Path: path, rules: parseOwners(string(src))}, nil
	}
	return Owners{}, nil
}

func parseOwners(src string) []ownersRule {
	var rules []ownersRule
	for line := range strings.Lines(src) {
		fields := ownersFields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "!") || strings.ContainsAny(fields[0], "[]") {
			continue // GitHub skips lines that it does not understand
		}
		globs := ownersGlobs(fields[0])
		rule := ownersRule{globs: globs, owners: fields[1:]}
		for _, g := range globs {
			if !source.ValidGlob(g) {
				rule.globs = nil
			}
		}
		rules = append(rules, rule)
	}
	return rules
}

// ownersFields splits a line at spaces that no backslash stands before, and
// ends it at a comment, which begins at the first "#" without one.
func ownersFields(line string) []string {
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

// ownersGlobs turns a pattern into globs over whole paths. A pattern without a
// slash, but for one at its end, matches at any depth; one that names a
// directory matches all below it; a final "/*" does not look into directories.
func ownersGlobs(pattern string) []string {
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
