package cli

import (
	"strings"
	"testing"
)

// TestUsageErrorsSayWhatToWrite: a value or a number of arguments that is wrong is told in our words, without those of a
// library.
func TestUsageErrorsSayWhatToWrite(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"check", "--suggest=maybe"}, `invalid value "maybe" for --suggest; use true or false; see `},
		{[]string{"plan", "--shards", "x"}, `invalid value "x" for --shards; use a whole number; see `},
		{[]string{"promote", "--env", "a", "--to", "b", "--timeout", "5"}, `invalid value "5" for --timeout; use a number with a unit, such as 90s or 5m; see `},
		{[]string{"inspect"}, "expected 1 argument, got 0; see `modelgate inspect --help`"},
		{[]string{"schema", "a", "b"}, "expected at most 1 argument, got 2; see `modelgate schema --help`"},
		{[]string{"merge"}, "got 0; see `modelgate merge --help`"},
	} {
		code, _, stderr := runWith(t, t.TempDir(), nil, tt.args...)
		if code != Misused || !strings.Contains(stderr, tt.want) || strings.Contains(stderr, "strconv") || strings.Contains(stderr, "arg(s)") {
			t.Errorf("%q: exit code %d, %q", tt.args, code, stderr)
		}
	}
}
