package cards_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/format"
	"github.com/modelgate-dev/modelgate/internal/evidence/inspection"
)

// A table states of the model what stands in its own row or column; of rivals, of
// the base model and of sizes it states nothing.
func TestTablesStateClaims(t *testing.T) {
	for name, c := range map[string]struct{ table, want string }{
		"metric and value":       {"| Metric | Value |\n|---|---|\n| R2 | 0.81 |", "R2=0.81"},
		"a leaderboard":          {"| Model | Params | GSM8K Accuracy (%) |\n|---|---|---|\n| Llama 2 | 13B | 28.7 |\n| Mistral | 7B | 36.5 |\n| WizardMath | 7B | 46.4 |", ""},
		"a leaderboard with it":  {"| Model | Params | GSM8K Accuracy (%) |\n|---|---|---|\n| Llama 2 | 13B | 28.7 |\n| Tiny Math 1.5B | 1.5 | 41.0 |", "GSM8K Accuracy=41.0%"},
		"a leaderboard, ours":    {"| Method | BLEU | chrF |\n|---|---|---|\n| Baseline | 5.0 | 20 |\n| Adapter (ours) | 6.9 | 31.5 |", "BLEU=6.9 chrF=31.5"},
		"two of its name":        {"| Model | Accuracy |\n|---|---|\n| Tiny Math 1.5B small | 0.7 |\n| Tiny Math 1.5B large | 0.8 |", ""},
		"base and fine-tuned":    {"| Metric | Base Model | Fine-Tuned | Delta |\n|---|---|---|---|\n| BLEU | 6.21 | 6.90 | +0.69 |", "BLEU=6.90"},
		"a base model's numbers": {"| Metric | Base Model | Fine-Tuned | Delta |\n|---|---|---|---|\n| BLEU | 6.21 | 6.90 | +0.69 |\n| chrF | 13.57 | 13.59 | +0.02 |", "BLEU=6.90 chrF=13.59"},
		"by domain":              {"| Domain | Baseline | Tiny Math | Delta |\n|---|---|---|---|\n| Algebra (9 tasks) | 54.5% | 90.9% | +36.4 |\n| **Overall** | **62.8%** | **86.6%** | **+23.8** |", "Algebra (9 tasks)=90.9% Overall=86.6%"},
		"before and after":       {"| Metric | Before | After |\n|---|---|---|\n| WER | 31.2% | 12.4% |", "WER=12.4%"},
		"value and target":       {"| Metric | Value | Target |\n|---|---|---|\n| recall | 0.71 | 0.70 |", "recall=0.71"},
		"only of the base model": {"| Metric | Base model |\n|---|---|\n| BLEU | 6.21 |", ""},
		"a class report":         {"| Class | Precision | Support |\n|---|---|---|\n| stayed | 0.88 | 420 |", ""},
		"long form":              {"| Model | Dataset | Metric | Value |\n|---|---|---|---|\n| Tiny Math 1.5B | GSM8K | exact match | 0.41 |\n| Llama | GSM8K | exact match | 0.30 |", "exact match@GSM8K=0.41"},
		"benchmark of two":       {"| Benchmark | Tiny Math 1.5B | Llama |\n|---|---|---|\n| GSM8K | 41.0 | 28.7 |", "GSM8K=41.0"},
		"numbered rows":          {"| # | Rank | Metric | Value |\n|---|---|---|---|\n| 1 | 2 | Accuracy | 0.91 |\n| 2 | 1 | F1 | 0.88 |", "Accuracy=0.91 F1=0.88"},
		"a value with counts":    {"| Metric | Value |\n|---|---|\n| Accuracy | 73.33% (22 / 30) |\n| Recall | **0.91 (n=30)** |", "Accuracy=73.33% Recall=0.91"},
		"a value of the best":    {"| Metric | Value |\n|---|---|\n| MOS | 3.07/5 |\n| Score | 0.9512 / 1.0 |", "MOS=3.07 Score=0.9512"},
		"values of several data": {"| Metric | Value |\n|---|---|\n| Accuracy | 0.95 (gold), 0.91 (test) |", "Accuracy (gold)=0.95 Accuracy (test)=0.91"},
		"about a value":          {"| Metric | Value |\n|---|---|\n| Accuracy | ~0.95 |", "Accuracy=~0.95"},
		"a bound":                {"| Metric | Value |\n|---|---|\n| Accuracy | >95% |", ""},
		"counts, a date, a list": {"| Metric | Value |\n|---|---|\n| Rows | 22 / 30 |\n| Sizes | 3 (small), 5 |\n| Accuracy | 0.9 |\n| F1 | 0.8 |", "Accuracy=0.9 F1=0.8"},
		"operating points":       {"| Band | Traffic Share | Rows | Fraud Captured | Precision |\n|---|---|---|---|---|\n| Critical | Top 1% | 886 | 45 (1.8%) | 5.1% |\n| High | Top 3% | 1,772 | 346 (14.1%) | 19.5% |", ""},
		"two splits":             {"| Metric | Validation | Test set |\n|---|---|---|\n| F1 | 0.79 | 0.74 |", "F1=0.79 F1=0.74"},
		"training and test":      {"| Metric | Train | Test | Note |\n|---|---|---|---|\n| F1 | 0.99 | 0.74 | ok |", "F1=0.74"},
		"three splits":           {"| Metric | Train | Val | Test |\n|---|---|---|---|\n| F1 | 0.99 | 0.79 | 0.74 |", "F1=0.79 F1=0.74"},
		"examples of classes":    {"| Class | Train | Test |\n|---|---|---|\n| cat | 1000 | 120 |\n| dog | 900 | 110 |", ""},
		"sizes of data":          {"| Dataset | Train | Test |\n|---|---|---|\n| SQuAD | 87599 | 10570 |", ""},
		"runs":                   {"| Run | Validation | Test |\n|---|---|---|\n| seed 1 | 0.91 | 0.90 |", ""},
		"metrics of two splits":  {"| Metric | Val | Test |\n|---|---|---|\n| ROC-AUC | 0.91 | 0.90 |\n| Macro F1 | 0.8 | 0.7 |\n| R² | 0.6 | 0.5 |\n| RMSE | 4.1 | 4.3 |", "ROC-AUC=0.91 Macro F1=0.8 R²=0.6 RMSE=4.1 ROC-AUC=0.90 Macro F1=0.7 R²=0.5 RMSE=4.3"},
		"splits and a gap":       {"| Metric | Validation | Test | Gap |\n|---|---|---|---|\n| F1 | 0.79 | 0.74 | 0.05 |", ""},
		"thresholds":             {"| Threshold | Precision |\n|---|---|\n| low | 0.8 |\n| high | 0.9 |", ""},
		"levels of a benchmark":  {"| Level | Score |\n|---|---|\n| easy | 0.8 |\n| hard | 0.7 |", "easy=0.8 hard=0.7"},
		"its row with a remark":  {"| Model | AUC | Brier |\n|---|---|---|\n| Logistic Regression (LR) | 0.76 | 0.16 |\n| **Tiny Math 1.5B (calibrated)** | **0.75** | **0.15** |", "AUC=0.75 Brier=0.15"},
		"named without the size": {"| Model | AUC |\n|---|---|\n| Logistic Regression (LR) | 0.76 |\n| Tiny Math (calibrated) | 0.75 |", "AUC=0.75"},
		"ours, and its name":     {"| Model | AUC |\n|---|---|\n| LR | 0.76 |\n| **Ours (Tiny)** | 0.75 |", "AUC=0.75"},
		"rows with two remarks":  {"| Model | AUC |\n|---|---|\n| LR | 0.7 |\n| Tiny Math (calibrated) | 0.76 |\n| Tiny Math (raw) | 0.75 |", ""},
		"a remark of another":    {"| Model | AUC |\n|---|---|\n| LR | 0.76 |\n| Tiny Math (int8) | 0.75 |", ""},
		"a baseline of its name": {"| Model | AUC |\n|---|---|\n| LR | 0.76 |\n| Tiny Math (baseline) | 0.75 |", ""},
		"calibrated or not":      {"| metric | uncalibrated | calibrated |\n|---|---|---|\n| precision | 0.8161 | 0.9979 |", "precision=0.9979"},
		"a log":                  {"| Epoch | Loss | Accuracy |\n|---|---|---|\n| 1 | 0.4 | 0.8 |", ""},
	} {
		t.Run(name, func(t *testing.T) {
			in, err := inspection.Of("MODEL_CARD.md", []byte("# Tiny Math 1.5B\n\n## Evaluation\n\n"+c.table+"\n"), format.KindCard)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, claim := range in.Document.(evidence.Card).Claims {
				at := claim.Metric
				if claim.Dataset != "" {
					at += "@" + claim.Dataset
				}
				got = append(got, fmt.Sprintf("%s=%s%s", at, strings.TrimSuffix(claim.Raw, "%"), claim.Unit))
			}
			if is := strings.Join(got, " "); is != c.want {
				t.Errorf("states %q, want %q", is, c.want)
			}
		})
	}
}

// TestTablesAreUnderHeadings: a claim tells which heading its table is under, because tables
// under two headings are of two things.
func TestTablesAreUnderHeadings(t *testing.T) {
	const table = "| Metric | Value |\n|---|---|\n| accuracy | 0.9 |\n\n"
	in, err := inspection.Of("MODEL_CARD.md", []byte("# Tiny\n\n## Evaluation\n\n"+table+"### Large model\n\n"+table+table+"## Intended use\n\nx\n"), format.KindCard)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, claim := range in.Document.(evidence.Card).Claims {
		got = append(got, claim.Section)
	}
	if want := "evaluation large-model large-model"; strings.Join(got, " ") != want {
		t.Errorf("headings %q, want %q", got, want)
	}
}
