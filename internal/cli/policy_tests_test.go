package cli

import "testing"

// TestCoverageInWords: one decimal at most, and never more than what is covered.
func TestCoverageInWords(t *testing.T) {
	for percent, want := range map[float64]string{
		100: "100%", 80: "80%", 0: "0%", 84.61538461538461: "84.6%", 89.97: "89.9%", 99.99: "99.9%", 4.35: "4.3%",
	} {
		if got := (fileCoverage{Percent: percent}).percent(); got != want {
			t.Errorf("%v: %s, want %s", percent, got, want)
		}
	}
}
