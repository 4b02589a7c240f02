package source

import (
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Match reports whether the slash-separated path matches the glob: * within a
// segment, ** across segments, ?, [a-z], {a,b}. An invalid glob matches
// nothing; ValidGlob tells the two apart.
func Match(glob, path string) bool {
	if glob == "**" {
		return true
	}
	ok, err := doublestar.Match(glob, path)
	return err == nil && ok
}

// ValidGlob reports whether the glob can be used.
func ValidGlob(glob string) bool { return doublestar.ValidatePattern(glob) }

// Within reports whether a path lies below a directory; "." has every path below it.
func Within(dir, path string) bool { return dir == "." || strings.HasPrefix(path, dir+"/") }
