package finding

import "testing"

func TestDidYouMeanThen(t *testing.T) {
	for word, want := range map[string]string{
		"polcy": `; did you mean "policy"? Valid gates: evaluation, policy`,
		"xyzzy": "; valid gates: evaluation, policy",
	} {
		if got := DidYouMeanThen(word, []string{"evaluation", "policy"}, "valid gates: evaluation, policy"); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}
