package slips

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestContrarySettings: what a card states otherwise than the files of its model, and near misses.
func TestContrarySettings(t *testing.T) {
	set := Settings{Pooling: "mean", PoolingAt: "m/1_Pooling/config.json#/pooling_mode_mean_tokens", Modules: []string{"q_proj", "v_proj"}, Type: "bfloat16", Base: "a/MiniLM-L12-H384",
		Generation: map[string]string{"top_p": "0.8", "temperature": "0.7", "repetition_penalty": "1.1"}}
	for page, want := range map[string]string{
		"# Perform pooling. In this case, CLS pooling.":                       "CLS pooling|mean pooling of 1_Pooling/config.json",
		"# Perform pooling. In this case, mean pooling.":                      "",
		"It uses cls_pooling(x).":                                             "cls pooling|mean pooling of 1_Pooling/config.json",
		"CLS pooling is worse than mean pooling.":                             "",
		"- Lora target modules: q_proj, k_proj, v_proj":                       "q_proj, k_proj, v_proj|q_proj, v_proj in adapter_config.json",
		"- Lora target modules: v_proj and q_proj":                            "",
		"- Target modules: all linear layers":                                 "",
		"The model is pre-trained on text in `float16` precision.":            "float16|bfloat16 in config.json",
		"The model is pre-trained on text in `bfloat16` precision.":           "",
		"Run it in `float16` precision.":                                      "",
		"We use the pretrained [`b/MiniLM-L6-H384`](x).":                      "b/MiniLM-L6-H384|a/MiniLM-L12-H384 in config.json",
		"We use the pretrained [`b/MiniLM-L12-H384`](x) and `c/bert-base-x`.": "",
		"The default sampling settings are in `generation_config.json`: temperature 0.7, top_p 0.95, top_k 20 and a repetition penalty of 1.1.": "top_p 0.95|0.8 in generation_config.json",
		"The default sampling settings are in `generation_config.json`: temperature 0.70, top_p 0.8, top_k 20.":                                 "",
		"By default, generation parameters are temperature: 0.6 and top-p=0.8.":                                                                 "temperature 0.6|0.7 in generation_config.json",
		"We recommend temperature 0.6 instead of what `generation_config.json` has.":                                                            "",
		"Use temperature 0.2 for code.": "",
		"The default sampling settings are temperature 0.7 for text, and temperature 0.2 for code.":       "",
		"It incorporates causal attention and last-token pooling [1]. Weighted Mean Pooling is used in B": "last-token pooling|mean pooling of 1_Pooling/config.json",
		"It incorporates attention and Weighted Mean Pooling [1]. CLS pooling was tried.":                 "",
		"We compared mean pooling with a model that uses CLS pooling.":                                    "",
		"You can use CLS pooling or mean pooling.":                                                        "",
	} {
		d, _ := document.Parse("m/README.md", []byte(page+"\n"))
		got := ""
		for _, s := range ContrarySettings(d, set) {
			got += s.Value + "|" + s.Other
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
	if got := ContrarySettings(nil, set); len(got) > 0 {
		t.Errorf("without a card: %v", got)
	}
}

// TestSameKeys: numbers that a card states under the keys of a file, and near misses.
func TestSameKeys(t *testing.T) {
	set := Settings{Numbers: map[string]Setting{"n_estimators": {"210", "params.json"}, "test_size": {"0.2", "params.json"}, "adam_epsilon": {"1e-08", "training_args.json"}, "bos_token_id": {"null", "config.json"}}}
	for page, want := range map[string]string{
		"- `n_estimators=200`\n- `test_size=0.20`":                                  "n_estimators 200|210 in params.json",
		"| Setting | Value |\n|---|---|\n| `n_estimators` | 200 |":                  "n_estimators 200|210 in params.json",
		"The forest was `RandomForestClassifier(n_estimators=200, test_size=0.3)`.": "n_estimators 200|210 in params.json, test_size 0.3|0.2 in params.json",
		"- **n_estimators**: 200.":                                                  "n_estimators 200|210 in params.json",
		"- n_estimators: 210\n- n_estimators: 200":                                  "", // of another forest
		"- n_estimators: 210.0\n- adam_epsilon: 0.00000001":                         "",
		"- max_n_estimators: 200\n- n_estimators_max: 200\n- bos_token_id: 1":       "",
		"You can set `n_estimators=100`.":                                           "",
		"We tried n_estimators: 100 in a grid search.":                              "",
		"```python\nRandomForestClassifier(n_estimators=100)\n```":                  "",
		"- n_estimators: 200-300\n- test_size=x\n- n_estimators: about 100":         "",
		"With n_estimators over 100 it is slow.":                                    "",
	} {
		d, _ := document.Parse("m/README.md", []byte(page+"\n"))
		var got []string
		for _, s := range ContrarySettings(d, set) {
			got = append(got, s.Value+"|"+s.Other)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}

// TestCrops: parts of images are not larger than the images.
func TestCrops(t *testing.T) {
	for page, want := range map[string]string{
		"The longer side is 384 pixels and we train on random square crops of size 512.": "setting crops of size 512|the longer side is 384 pixels",
		"The longer side is 384 pixels and we train on random square crops of size 384.": "",
	} {
		if got := slipsOf(page, ""); got != want {
			t.Errorf("%q: got %q, want %q", page, got, want)
		}
	}
}
