package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestAMeanIsThatOfItsExamples: a result is not believed against the values of its own
// examples, whatever the threshold asks. A log that is cut short is held to what is left.
func TestAMeanIsThatOfItsExamples(t *testing.T) {
	for name, tt := range map[string]struct {
		raw, n  string
		notMean bool
		logged  []evidence.Sample
		want    string
	}{
		"the mean":                 {"0.8", "10", false, outcomes(8, 10), "pass"},
		"another mean":             {"0.8", "10", false, outcomes(5, 10), "belied"},
		"of an unknown number":     {"0.8", "", false, outcomes(5, 10), "belied"},
		"rounded":                  {"0.67", "3", false, outcomes(2, 3), "pass"},
		"no mean":                  {"0.8", "10", true, outcomes(5, 10), "pass"},
		"nothing is logged":        {"0.8", "10", false, nil, "pass"},
		"cut short":                {"0.8", "20", false, outcomes(8, 10), "pass"},
		"cut short, out of reach":  {"0.9", "20", false, outcomes(5, 10), "belied"},
		"cut short, below reach":   {"0.51", "11", false, outcomes(8, 10), "belied"},
		"scores that are no words": {"0.8", "2", false, []evidence.Sample{{Key: "a", Value: 0.7}, {Key: "b", Value: 0.9}}, "pass"},
	} {
		r := acc(tt.raw)
		r.N, r.Mean = tt.n, !tt.notMean
		in := inputs(model(r), evidence.Model{}, config.Threshold{Min: "0.5"})
		in.HeadSamples = reading(tt.logged)
		if got := checked(t, in)[0]; answerOf(got) != tt.want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}
