package finder

import (
	"slices"
	"testing"
)

// TestSplitsAreNoArtifacts: a pickled part of a dataset beside weights is data, unless it
// loads what no table is made of.
func TestSplitsAreNoArtifacts(t *testing.T) {
	s, err := New(tree(map[string]string{
		"m/README.md":     card,
		"m/model.pkl":     "cacme.model\nClassifier\n.",
		"m/X_train.pkl":   "cpandas.core.frame\nDataFrame\n.",
		"m/y_test.pickle": "cnumpy\nndarray\n.",
		"m/test.pkl":      "cos\nsystem\n.",
		"m/train.joblib":  "cacme.model\nClassifier\n.",
	}), Layout{}).Read("m")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range s.Model.Artifacts {
		got = append(got, a.Path)
	}
	if want := []string{"m/model.pkl", "m/test.pkl", "m/train.joblib"}; !slices.Equal(got, want) {
		t.Errorf("artifacts %q, want %q", got, want)
	}
}
