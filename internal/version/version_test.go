package version

import (
	"regexp"
	"testing"
)

// The bootstrap script and the release script read the same file with sed.
func TestVersionFile(t *testing.T) {
	if !regexp.MustCompile(`^\d+\.\d+\.\d+(-dev)?\n$`).MatchString(file) {
		t.Errorf("VERSION is %q; write X.Y.Z or X.Y.Z-dev, and a line end", file)
	}
	if String() == file {
		t.Error("the version ends with a line end")
	}
}
