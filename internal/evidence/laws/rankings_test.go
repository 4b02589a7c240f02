package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/figures"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
	"github.com/modelgate-dev/modelgate/policies"
)

// TestDirections: of which metrics a lower value is better is what the table of metrics says.
func TestDirections(t *testing.T) {
	t.Parallel()
	src, err := policies.FS.ReadFile("data/metrics.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, _ := document.Parse("metrics.yaml", src)
	lower, higher := map[string]bool{}, map[string]bool{}
	for direction, of := range map[string]map[string]bool{"lower": lower, "higher": higher} {
		for _, n := range d.Lookup("/directions/" + direction).Children {
			of[n.Value] = true
		}
	}
	if len(lower) == 0 || len(higher) == 0 {
		t.Fatal("the table has no directions")
	}
	for name := range figures.MetricNames {
		if isLower := lower[name] || lower[name+"score"]; lowerBetter[name] != isLower || isLower && higher[name] {
			t.Errorf("%s: lower is better: %t here, %t in the table", name, lowerBetter[name], isLower)
		}
	}
	for name := range lowerBetter {
		if !figures.MetricNames[name] {
			t.Errorf("%s is no metric", name)
		}
	}
}

// TestRankings: sentences that a model is the best, and tables with a better one.
func TestRankings(t *testing.T) {
	t.Parallel()
	const worse = "| Model | Accuracy |\n|---|---|\n| Baseline A | 0.93 |\n| Baseline B | 0.90 |\n| Churn (ours) | 0.91 |\n"
	const mixed = "| Model | Accuracy | WER |\n|---|---|---|\n| Baseline A | 0.93 | 9.0 |\n| Baseline B | 0.90 | 7.0 |\n| Churn | 0.91 | 6.5 |\n"
	const turned = "| Metric | Baseline | Churn |\n|---|---|---|\n| Accuracy | 0.93 | 0.91 |\n| F1 | 0.92 | 0.90 |\n"
	for _, c := range []struct{ table, text, want string }{
		{worse, "Our model outperforms all of the baselines.", "best Accuracy=0.91"},
		{worse, "It is the best of the compared models.", "best Accuracy=0.91"},
		{worse, "Churn beats every other model.", "best Accuracy=0.91"},
		{worse, "This model achieves the highest accuracy of all models.", "best Accuracy=0.91"},
		{worse, "Outperforms all baselines", "best Accuracy=0.91"},
		{worse, "Unser Modell übertrifft alle Baselines.", "best Accuracy=0.91"},
		{worse, "Our model outperforms most of the baselines.", ""},
		{worse, "Our model outperforms all baselines of its size.", ""},
		{worse, "Baseline A outperforms all other models.", ""},
		{worse, "Our model outperforms all baselines on F1.", ""},
		{worse, "Our model does not outperform all baselines.", ""},
		{mixed, "Our model outperforms all baselines.", ""}, // by its WER
		{mixed, "Our model outperforms all baselines in accuracy.", "best Accuracy=0.91"},
		{mixed, "The model has a lower WER than all baselines and beats all models.", ""},
		{turned, "Our model is better than all baselines.", "best Accuracy=0.91"},
		{"| Model | WER |\n|---|---|\n| A | 8.0 |\n| Churn | 9.1 |\n", "Our model beats all baselines.", "best WER=9.1"},
		{"| Model | WER |\n|---|---|\n| A | 9.0 |\n| Churn | 8.1 |\n", "Our model beats all baselines.", ""},
		{"| Model | Accuracy |\n|---|---|\n| Human | 0.97 |\n| A | 0.90 |\n| Churn | 0.91 |\n", "Our model beats all baselines.", ""},
		{"| Class | Accuracy |\n|---|---|\n| a | 0.97 |\n| b | 0.90 |\n", "Our model beats all baselines.", ""},
	} {
		d, _ := document.Parse("models/churn/README.md", []byte("---\nlicense: mit\n---\n# Churn\n\n## Evaluation\n\n"+c.text+"\n\n"+c.table))
		if got := faultsOf(rankings(d, withLaws(passage.SentencesIn(d)), "churn")); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
