package policy

import (
	"strings"
	"testing"
)

// TestTestsAreBounded: proposed tests come to an end by what they take, and not by
// a clock, and what a test calls itself is bounded like what a rule calls.
func TestTestsAreBounded(t *testing.T) {
	const exceeded, fewer = "the tests together exceed the limit of 10000000 steps or 1073741824 bytes", "the tests together exceed the limit of 100000 steps or 1073741824 bytes"
	for body, want := range map[string]string{
		`bits.lsh(1, 100000000000) > 0`:                                                   exceeded,
		`not bits.lsh(1, input.n) < 0 with input as {"n": 100000000000}`:                  exceeded,
		`every x in numbers.range(1, 1000) { bits.lsh(1, 1000) > x }`:                     "",
		`some x in numbers.range(1, 10000); some y in numbers.range(1, 10000); x * y < 0`: fewer,
		`lib.long(100000000000) > 0`:                                                      exceeded,
		`upper(input.x) == "A" with input as {"x": "a"}`:                                  "",
		`upper(input.x) != concat("", ["a", input.x]) with input as {"x": "a"}`:           "",
	} {
		own := files(map[string]string{
			"policies/x.rego":      "package modelgate.custom.lib.x\n\nlong(n) := bits.lsh(1, n)\n",
			"policies/x_test.rego": "package modelgate.custom.lib.x_test\n\nimport data.modelgate.custom.lib.x as lib\n\ntest_it if { " + body + " }\n\ntest_lib if lib.long(1) == 2\n",
		})
		steps := int64(maxTestSteps)
		if want == fewer {
			steps = 100_000
		}
		report, err := testFS(t.Context(), builtin(map[string]string{"a/quiet": quiet}), own, steps, nil)
		if want == "" && (err != nil || len(report.Failed()) > 0) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %.300v, %v, want %q", body, err, report.Failed(), want)
		}
	}
}
