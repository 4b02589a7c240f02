package laws

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestPrintedFaults: what programs have printed into code blocks.
func TestPrintedFaults(t *testing.T) {
	t.Parallel()
	const (
		head   = "Step  Training Loss  Precision  Recall  F1  Accuracy\n300 0.12 0.722909 0.741720 0.732194 0.948802\n600 0.08 0.733636 0.867742 0.795074 0.963079\n"
		report = "           precision    recall  f1-score   support\n\n spam  0.90 0.80 0.85 100\n ham   0.70 0.90 0.79 100\n eggs  0.80 0.80 0.80 50\n"
		log    = "Num examples = 7828\nNum Epochs = 10\nInstantaneous batch size per device = 2\nTotal train batch size (w. parallel, distributed & accumulation) = "
	)
	for text, want := range map[string]string{
		// Tables.
		head + "900 0.07 0.791912 0.838065 0.841435 0.965243": "f1_mean F1=0.841435",
		head + "900 0.07 0.791912 0.838065 0.803435 0.965243": "f1_harmonic F1=0.803435",
		head + "900 0.07 0.791912 0.838065 0.814335 0.965243": "",
		head + "900 0.07 0.791912 0.838065":                   "",
		head + "900 0.07 No log 0.838065 0.9 0.965243":        "",
		report + " bacon 0.70 0.80 0.57 20":                   "f1_harmonic F1=0.57",
		report + " macro avg 0.80 0.83 0.71 250":              "",
		report + " accuracy 0.83 250":                         "",
		"Precision Recall Mean F1 Accuracy\n0.9 0.8 0.3 0.7":  "", // which columns, is not known
		"P R F1\n0.9 0.8 0.3":                                 "",
		head + "900 0.07 79 83 0.84 0.96":                     "",
		// Dictionaries.
		"{'LOCAL': {'f1': 0.8253968, 'precision': 0.7368421, 'recall': 9.381443}}":     "scale recall=9.381443",
		"{'eval_f1': 0.8253968, 'eval_precision': 0.7368421, 'eval_recall': 93.81443}": "scale recall=93.81443",
		"{'LOCAL': {'f1': 0.8253968, 'precision': 0.7368421, 'recall': 0.9381443}}":    "",
		"{'f1': 82.53968, 'precision': 73.68421, 'recall': 93.81443}":                  "",
		"{'f1': 0.82, 'precision': 0.73, 'recall': 9.3}":                               "",
		"{'eval_loss': 1.8253968, 'eval_f1': 0.7368421, 'eval_accuracy': 0.9381443}":   "",
		"{'A': {'f1': 0.8253968, 'precision': 0.7368421}, 'B': {'recall': 93.81443}}":  "",
		// Logs of a training.
		log + "8\nGradient Accumulation steps = 2\nTotal optimization steps = 19570":                 "steps Total train batch size=8",
		log + "5\nGradient Accumulation steps = 2\nTotal optimization steps = 19570":                 "product Total train batch size=5",
		log + "4\nGradient Accumulation steps = 2\nTotal optimization steps = 19570":                 "",
		log + "8\nGradient Accumulation steps = 2\nTotal optimization steps = 9785":                  "", // on two devices
		log + "8\nGradient Accumulation steps = 2":                                                   "",
		strings.ReplaceAll(log, "Num examples = 7828\n", "") + "8\nTotal optimization steps = 19570": "",
		log + "4\n" + log + "8\nGradient Accumulation steps = 2\nTotal optimization steps = 19570":   "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Results\n\n```\n"+text+"\n```\n"))
		if got := faultsOf(printedFaults(d, passage.Blocks(d))); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
