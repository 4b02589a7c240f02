package config

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/source"
)

func TestInvalidSaysWhere(t *testing.T) {
	for commit, want := range map[string]string{"": "of the working tree cannot", source.WorktreeCommit: "of the working tree cannot", "0123abc": "of 0123abc cannot"} {
		if got := (&Invalid{Commit: commit}).Error(); !strings.Contains(got, want) {
			t.Errorf("%q: %s", commit, got)
		}
	}
}
