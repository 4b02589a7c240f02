package policy

import (
	"strings"
	"testing"
)

// TestDifferingShowsTheDifference: two long values that differ somewhere are never shown alike.
func TestDifferingShowsTheDifference(t *testing.T) {
	long := strings.Repeat("größe und wort ", 40)
	for _, at := range []int{0, 1, 149, 150, 151, 199, 200, 201, 300, 599} {
		r := []rune(long)
		r[at] = '#'
		for _, other := range []string{string(r), string(r[:at]), string([]rune(long)[:at])} {
			before, after := Differing(long, other)
			if before == after {
				t.Errorf("at %d, both are %q", at, before)
			}
			for _, s := range []string{before, after} {
				if n := len([]rune(s)); n > maxQuoted+2 {
					t.Errorf("at %d, %d characters", at, n)
				}
			}
		}
	}
	if before, after := Differing("a < 2", "a < 1"); before != "a < 2" || after != "a < 1" {
		t.Errorf("%q, %q", before, after)
	}
	rule := "deny contains {\"message\": sprintf(\"" + strings.Repeat("a long message ", 20) + "\", [])} if { high_risk; count(people) < "
	before, after := Differing(rule+"2 }", rule+"1 }")
	if !strings.HasSuffix(before, "if { high_risk; count(people) < 2 }") || !strings.HasSuffix(after, "< 1 }") || !strings.HasPrefix(before, "…") {
		t.Errorf("%q\n%q", before, after)
	}
	if before, after := Differing("", long); before != "" || !strings.HasPrefix(after, "größe") {
		t.Errorf("%q, %q", before, after)
	}
}
