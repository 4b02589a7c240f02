package finder

import (
	"slices"
	"strings"
	"testing"
)

func TestResultsOfNoModel(t *testing.T) {
	const results = `{"accuracy": 0.91}`
	files := map[string]string{
		"models/a/MODEL_CARD.md": "# Model card\n\n## Intended use\n\nPrices.\n", "models/a/model.onnx": "x", "models/a/metrics.json": results,
		"scores.json": results, "reports/b.txt": "x", "evals/a/metrics.json": results, "tests/fixtures/metrics.json": results,
		"metrics.json": `{"generated": "by a service"}`, "mlruns/1/0f363508eb644d29abbfb33ed0fd9c26/artifacts/metrics.json": results,
	}
	for _, tt := range []struct {
		layout Layout
		want   string
	}{
		{Layout{}, "evals/a/metrics.json scores.json"},
		{Layout{Placed: []Placed{{Models: "models/a", Evaluations: []string{"evals/a/**"}}}}, "scores.json"},
		{Layout{Ignore: []string{"evals/**"}}, "scores.json"},
		{Layout{Models: []string{"."}}, ""},
	} {
		f := New(tree(files), tt.layout)
		got, err := f.ListUnownedResults(f.tree.Entries())
		if err != nil || !slices.Equal(got, strings.Fields(tt.want)) {
			t.Errorf("%+v: got %q, %v; want %q", tt.layout, got, err, tt.want)
		}
	}
}
