package policy

import (
	"fmt"
	"strings"
	"testing"
)

// TestSizeIsBounded: policies that take minutes to compile are refused before they
// are compiled, and so are tests.
func TestSizeIsBounded(t *testing.T) {
	lines := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format+"\n", i+1, i)
		}
		return b.String()
	}
	const lib = "package modelgate.custom.lib.x\n\n"
	for name, c := range map[string]struct{ text, want string }{
		"a chain of rules":     {"r0 := 1\n" + lines(20_000, "r%d := r%d + 1"), "the policies have more than 3000 rules"},
		"a chain of functions": {"f0(x) := x\n" + lines(4_000, "f%d(x) := f%d(x)"), "the policies have more than 3000 rules"},
		"a chain of else":      {"f(x) := 1 if x == 0\n" + lines(4_000, "else := %d if x == %d"), "the policies have more than 3000 rules"},
		"one long rule":        {"r if {\n\tx0 := 1\n" + lines(4_000, "\tx%d := x%d + 1") + "}\n", "the rule has 4001 expressions, but at most 1000 are allowed"},
		"a long comprehension": {"r := [1 |\n\tx0 := 1\n" + lines(4_000, "\tx%d := x%d + 1") + "]\n", "the rule has 4002 expr"},
		"one long list":        {"r := [\n" + strings.Repeat("1,", 210_000) + "]\n", "the policies have more than 200000 names, values and calls"},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, builtin(map[string]string{"a/quiet": quiet}), files(map[string]string{"policies/x.rego": lib + c.text}), Options{}, c.want, "policies/x.rego:")
			own := files(map[string]string{"policies/x_test.rego": "package modelgate.custom.lib.x_test\n\n" + c.text})
			_, err := TestFS(t.Context(), builtin(map[string]string{"a/quiet": quiet}), own)
			if want := strings.Replace(c.want, "policies", "tests", 1); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("the tests: %.300v, want %q", err, want)
			}
		})
	}
	large := map[string]string{}
	for i := range 20 {
		large[fmt.Sprintf("policies/x%d.rego", i)] = lib + "#" + strings.Repeat("x", MaxFileBytes-200) + "\n"
	}
	refused(t, builtin(map[string]string{"a/quiet": quiet}), files(large), Options{}, "the files here are larger than 16 MiB together")
}
