package slips

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
)

// TestContrarySettings: what a card states otherwise than the files of its model, and near misses.
func TestContrarySettings(t *testing.T) {
	set := Settings{Pooling: "mean", PoolingAt: "m/1_Pooling/config.json#/pooling_mode_mean_tokens", Modules: []string{"q_proj", "v_proj"}, Type: "bfloat16", Base: "a/MiniLM-L12-H384"}
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
