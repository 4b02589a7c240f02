package passage

import (
	"slices"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

func TestSectionKeys(t *testing.T) {
	for title, want := range map[string][]string{
		"Intended uses & limitations": {"intended_use", "limitations"}, "⚠️ Limitations": {"limitations"}, "3. Training data": {"training_data"},
		"Bias, Risks, and Limitations": {"bias_risk", "limitations"}, "Out-of-Scope Use": {"out_of_scope"}, "Evaluation results on GLUE": {"evaluation"},
		"Held-Out Test Performance": {"evaluation"}, "Results on held-out data": {"evaluation"}, "Hold out": nil, "Limits": {"limitations"}, "Installation": nil, "Data preparation": nil, "How to use": {"how_to_use"}, "": nil,
		// What is left out: an aside, of what, what is only named, what comes after.
		"Citation [optional]": {"citation"}, "Limitations (so far)": {"limitations"}, "Results on common benchmarks": {"evaluation"}, "Evaluations": {"evaluation"},
		"Performance Limitations": {"limitations"}, "MistralLite LM-Eval Results": {"evaluation"}, "Known model limitations": {"limitations"}, "Example Usage": {"how_to_use"},
		"Evaluation commands": nil, "Compute your speaker embeddings": nil, "bert-base-uncased-finetuned-squad": nil, "No results": nil, "Model weights": nil,
		"MTEB (Multilingual)": {"evaluation"}, "🔬 MMLU": {"evaluation"}, "Frozen evaluation summary": {"evaluation"}, "Summary": SectionKeys("summary"), "Data overview": SectionKeys("data"),
		// Data, and the training that it is for.
		"Fine-tuning data": {"training_data"}, "Pre-training corpora": {"training_data"}, "Dataset used for the model": {"training_data"}, "Test data": nil, "Model Data": {"training_data"},
		"Demo: How to use in ESPnet2": {"how_to_use"}, "Details of the downstream task (NER) - Dataset 📚": {"training_data"}, "Quick start: masked language modeling": {"how_to_use"},
		"Train a vision transformer on small datasets": nil, "Resource usage": {"technical"}, "Citing ESPnet": {"citation"}, "📈 Comparisons": {"evaluation"}, "Evaluating SeamlessM4T models": {"evaluation"},
		// Lists.
		"Risk, Bias, Ethical Considerations": {"bias_risk", "ethical"}, "Evaluation / metrics": {"evaluation"}, "Dataset and Training": {"training_data", "training_procedure"},
		"Considerations": {"limitations"}, "License and Terms of Use": {"license"}, "Contact & More information": {"contact"},
		// Other languages.
		"Biais potentiels": {"bias_risk"}, "Sesgos conocidos": {"bias_risk"}, "Mögliche Verzerrungen": {"bias_risk"}, "Biais et risques": {"bias_risk"}, "Biaiseur potentiel": nil, "Potentiels": nil,
		"Limitaciones y sesgos": {"bias_risk", "limitations"}, "Données d’entraînement": {"training_data"}, "五 使用": {"intended_use"}, "訓練データ": {"training_data"}, "Einschränkungen": {"limitations"},
		"訓練資料": {"training_data"}, "評估": {"evaluation"}, "用途": {"intended_use"}, "預期用途": {"intended_use"}, "資料集": {"training_data"}, "評測結果": {"evaluation"}, "使用限制": {"limitations"}, "已知限制": {"limitations"},
		"限制與風險": {"bias_risk", "limitations"}, "用途と制限": {"intended_use", "limitations"}, "القيود": {"limitations"}, "資料": {"training_data"}, "正式評估": {"evaluation"}, "評估資料集": {"evaluation"}, "بيانات التدريب": {"training_data"},
		"الاستخدام المقصود": {"intended_use"}, "التحيز والمخاطر والقيود": {"bias_risk", "limitations"}, "사용 방법 안내": {"how_to_use"}, "Bekannte Einschränkungen": {"limitations"}, "Vorgesehene Verwendung": {"intended_use"},
		"Disclaimer": nil, "Usage": {"how_to_use"}, "Intended usage": {"how_to_use"}, "我們限制了每一個使用者在一天之內可以使用這個模型的次數": nil,
	} {
		if got := SectionKeys(title); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}

// TestTestHeadings: under the name of a test, a table of metrics is an evaluation; anything else is not.
func TestTestHeadings(t *testing.T) {
	metrics, rows := "| metric | value |\n|---|---|\n| precision | 0.81 |", "| Split | Rows |\n|---|---|\n| a | 100 |"
	for _, tt := range []struct {
		title, text string
		want        bool
	}{
		{"Final test set", metrics, true}, {"Test set", metrics, true}, {"Walk-forward CV", metrics, true}, {"Scores", metrics, true}, {"5-fold CV", metrics, true}, {"Holdout", metrics, true},
		{"Test data", "| Model | F1 | AUC |\n|---|---|---|\n| m | 0.8 | 0.9 |", true}, {"Cross-validation scores", metrics, true}, {"Final validation set", "| | v |\n|---|---|\n| **RMSE** | 4.2 |", true},
		{"Test set", rows, false}, {"Test set", "It has 100 rows.", false}, {"Scores", "| Score | Meaning |\n|---|---|\n| 1 | bad |", false}, {"CV", "My studies.", false}, {"Baselines", metrics, false},
		{"Training log", metrics, false}, {"How to test", metrics, false}, {"Test the API", metrics, false}, {"Thresholds", metrics, false}, {"Other models", metrics, false},
	} {
		d, _ := document.Parse("README.md", []byte("# Tiny\n\n## "+tt.title+"\n\n"+tt.text+"\n"))
		if got := slices.Contains(HeadingKeys(d)[1], "evaluation"); got != tt.want {
			t.Errorf("%s with %q: %v", tt.title, tt.text, got)
		}
	}
}
