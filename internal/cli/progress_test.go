package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestProgressInALog: the log of a CI job says ten times at most how far a large step has come, and nothing of a small one.
func TestProgressInALog(t *testing.T) {
	lines := func(total int, variable string) []string {
		var out bytes.Buffer
		e := &Env{Stderr: &out, Now: func() time.Time { return time.Time{} }, Getenv: func(name string) string {
			if name == variable {
				return "true"
			}
			return ""
		}}
		if say := e.progress("checking models"); say != nil {
			for i := range total {
				say(i+1, total)
			}
		}
		return strings.Fields(strings.ReplaceAll(out.String(), " ", "_"))
	}
	got := lines(1005, "GITHUB_ACTIONS")
	if len(got) != 10 || got[0] != "checking_models:_100_of_1005" || got[9] != "checking_models:_1000_of_1005" {
		t.Errorf("%q", got)
	}
	if got := lines(499, "GITHUB_ACTIONS"); len(got) != 0 {
		t.Errorf("a small step: %q", got)
	}
	if got := lines(5000, "HOME"); len(got) != 0 {
		t.Errorf("outside of CI: %q", got)
	}
}
