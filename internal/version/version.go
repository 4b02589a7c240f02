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

// Tag is the git tag of this version: of the release itself, or of the one to
// come. Generated workflows name it.
func Tag() string { return "v" + strings.TrimSuffix(String(), "-dev") }

// Released reports whether this tree is that of a release.
func Released() bool { return !strings.HasSuffix(String(), "-dev") }
