// Package version says which modelgate this is. It is the only place that does:
// the version comes from the tree that was built, so that a binary of a release,
// one that `go install` made and one that an action built of its own source all
// answer alike, whatever linker flags and tags they were built with.
package version

import (
	_ "embed"
	"strings"
)

//go:embed VERSION
var file string

// String is the semantic version of this tree, without a leading v. Between
// releases it is the next one with the suffix -dev.
func String() string { return strings.TrimSpace(file) }
