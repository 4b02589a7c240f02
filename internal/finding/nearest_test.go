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

// TestNearestByItsEnd: a name without its beginning is known where it is the only one.
func TestNearestByItsEnd(t *testing.T) {
	ids := []string{"custom_governance/two_approvers", "custom_data/region", "custom_model/region", "card/license_missing"}
	for word, want := range map[string]string{
		"two_approvers":            "custom_governance/two_approvers",
		"governance/two_approvers": "custom_governance/two_approvers",
		"license_missing":          "card/license_missing",
		"region":                   "", // there are two
		"approvers":                "",
		"ance/two_approvers":       "",
	} {
		if got, ok := Nearest(word, ids); got != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
