package laws

import (
	"fmt"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestBesideFaults: numbers of sentences next to what they are made of.
func TestBesideFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		// Parts in parentheses.
		"A custom set of 9,800 annotated images (9,000 for training, 1,800 for validation).":     "sum total=9,800",
		"A custom set of 9,800 annotated images (9,000 for training, 800 for validation).":       "",
		"It has 12,000 letters (8,000 train, 1,000 validation, 1,000 test).":                     "sum total=12,000",
		"It has 12,000 letters (8,000 train, 1,000 validation).":                                 "", // the rest is for tests
		"It has about 9,800 images (9,000 for training, 1,800 for validation).":                  "",
		"It has 10,000 images (9,003 for training, 1,001 for validation).":                       "", // rounded
		"It has 9,800 images (in 2021, 12,000 for training).":                                    "",
		"It has 9,800 images (90% for training, 800 for validation).":                            "",
		"It has 980 speakers in the corpus (9,000 for training, 1,800 for validation in total).": "",
		"It has 980 speakers (900 recordings for training, 180 for validation).":                 "",
		"It has 980 images (900 images for training, 180 for validation).":                       "sum total=980",
		// Perplexity.
		"The final validation loss is 0.9832 (perplexity 26.7).":     "perplexity perplexity=26.7",
		"The final validation loss is 0.9832 (perplexity 2.67).":     "",
		"The loss is 3.10, perplexity 8.57 (in bits).":               "", // to the base of 2
		"The loss was 2.31 and the perplexity was about 10.":         "",
		"It has a loss of 0.98; the perplexity on WikiText is 12.4.": "",
		"A loss of 2.00 and a perplexity of 17.39":                   "perplexity perplexity=17.39",
		// Hours of the name.
		"The model is fine-tuned on 960 hours of LibriSpeech.":                         "named hours=960",
		"The model is fine-tuned on 100 hours of LibriSpeech.":                         "",
		"The model is pretrained on 960 hours of LibriSpeech.":                         "",
		"It is fine-tuned on 10 hours of LibriSpeech, after 100 hours without labels.": "",
		"It is fine-tuned on 4 GPUs for 10 hours.":                                     "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Model\n\n"+text+"\n"))
		if got := faultsOf(besideFaults(withLaws(passage.SentencesIn(d)), "sew-tiny-ft-ls100h")); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	d, _ := document.Parse("README.md", []byte("# m\n\nFine-tuned on 960 hours of LibriSpeech.\n"))
	for called, want := range map[string]string{"wav2vec2-960h": "", "wav2vec2-base": "", "w-100h-from-960h": "", "m-10h-lv60": "named hours=960", "run-24h": "named hours=960"} {
		if got := faultsOf(besideFaults(withLaws(passage.SentencesIn(d)), called)); got != want {
			t.Errorf("%s: got %s, want %s", called, got, want)
		}
	}
}

// TestPooledMeans: the row of all classes, of a table that has all of them.
func TestPooledMeans(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		"Class,Images,mAP@0.5|A,118,0.66|B,131,0.64|C,142,0.62|All,391,0.70":         "benchmarks All mAP@0.5=0.70",
		"Class,Instances,mAP50|all,391,0.60|A,118,0.66|B,131,0.64|C,142,0.62":        "benchmarks all mAP50=0.60",
		"Class,Images,mAP@0.5|A,118,0.66|B,131,0.64|C,142,0.62|All classes,391,0.64": "",
		"Class,Images,mAP@0.5|A,118,0.66|B,131,0.64|C,142,0.62|All,800,0.60":         "", // of more classes
		"Class,Images,Accuracy|A,118,0.66|B,131,0.64|C,142,0.62|All,391,0.63":        "",
		"Class,mAP@0.5|A,0.66|B,0.64|C,0.62|All,0.63":                                "",
		"Class,Images,mAP@0.5|A,118,0.66|B,131,n/a|C,142,0.62|All,391,0.63":          "",
	} {
		if got := tableFaultsOf(table); got != want {
			t.Errorf("%s:\n got %s\nwant %s", table, got, want)
		}
	}
}

// TestIndexScales: one fraction among the percentages of model-index.
func TestIndexScales(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		metric string
		values []string
		want   string
	}{
		{"wer", []string{"10.47", "0.2273"}, "scale wer (B)=0.2273"},
		{"accuracy", []string{"91.2", "0.884", "90.1"}, "scale accuracy (B)=0.884"},
		{"ndcg_at_10", []string{"72.921", "0.41532", "33.417"}, "scale ndcg_at_10 (B)=0.41532"},
		{"wer", []string{"10.47", "22.73"}, ""},
		{"wer", []string{"10.47", "0.73"}, ""}, // less than one percent
		{"wer", []string{"0.1047", "0.2273"}, ""},
		{"wer", []string{"10.47", "0.2273", "0.1391"}, ""},
		{"wer", []string{"1.0", "0.227"}, ""},
		{"accuracy", []string{"91", "0.88"}, ""},
		{"loss", []string{"10.47", "0.2273"}, ""},
		{"ndcg_at_10", []string{"72.921", "0.415", "33.417"}, ""},
	} {
		var claims []evidence.Claim
		for i, value := range test.values {
			claims = append(claims, evidence.Claim{At: evidence.Anchor(fmt.Sprintf("README.md#/model-index/0/results/%d/metrics/0/value", i)), Metric: test.metric, Dataset: string(rune('A' + i)), Raw: value})
		}
		if got := faultsOf(indexScales(claims)); got != test.want {
			t.Errorf("%s %v: got %s, want %s", test.metric, test.values, got, test.want)
		}
	}
}

// TestOwnRows: the model's own row of a table, and a table of two values, against model-index.
func TestOwnRows(t *testing.T) {
	t.Parallel()
	claim := func(i int, metric, name, dataset, config, raw string) evidence.Claim {
		return evidence.Claim{At: evidence.Anchor(fmt.Sprintf("README.md#/model-index/0/results/%d/metrics/0/value", i)), Metric: metric, MetricName: name, Dataset: dataset, Config: config, Raw: raw}
	}
	images := []evidence.Claim{claim(0, "accuracy", "Top-1 accuracy", "ImageNet-1k", "", "72.2"), claim(1, "accuracy", "Top-5 accuracy", "ImageNet-1k", "", "91.1")}
	speech := []evidence.Claim{claim(0, "wer", "Test WER", "LibriSpeech (clean)", "clean", "10.47"), claim(1, "wer", "Test WER", "LibriSpeech (other)", "other", "22.73")}
	const head = "| Model | ImageNet top-1 accuracy | ImageNet top-5 accuracy |\n|---|---|---|\n| DeiT-small | 79.9 | 95.0 |\n"
	for _, test := range []struct {
		table  string
		claims []evidence.Claim
		want   string
	}{
		{head + "| **DeiT-tiny** | **74.2** | **91.1** |\n", images, "record ImageNet top-1 accuracy=74.2"},
		{head + "| **DeiT-tiny** | **72.2** | **91.1** |\n", images, ""},
		{head + "| **DeiT-tiny** | **74.2** | **92.1** |\n", images, ""}, // of another evaluation
		{head + "| DeiT-tiny distilled | 74.5 | 91.1 |\n", images, ""},
		{head + "| DeiT-tiny | 74.2 | 91.1 |\n| DeiT-tiny | 74.5 | 91.9 |\n", images, ""},
		{"| Model | Pets top-1 accuracy | ImageNet top-5 accuracy |\n|---|---|---|\n| DeiT-tiny | 79.9 | 91.1 |\n", images, ""},
		{"| \"clean\" | \"other\" |\n|---|---|\n| 10.74 | 22.73 |\n", speech, "entry \"clean\"=10.74"},
		{"| \"clean\" | \"other\" |\n|---|---|\n| 10.47 | 22.73 |\n", speech, ""},
		{"| \"clean\" | \"other\" |\n|---|---|\n| 9.1 | 21.3 |\n", speech, ""},
		{"| \"clean\" | \"other\" |\n|---|---|\n| 10.74 | 22.73 |\n| 9.1 | 21.3 |\n", speech, ""},
		{"| clean | other | dev |\n|---|---|---|\n| 10.74 | 22.73 | 9.1 |\n", speech, ""},
		{"| clean | other |\n|---|---|\n| 10.74 | 22.73 |\n", []evidence.Claim{speech[0], claim(1, "wer", "", "LibriSpeech (other)", "other", "22.7")}, ""},
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Results\n\n"+test.table))
		if got := faultsOf(append(ownRows(d, test.claims, "deit-tiny-patch16-224"), entryFaults(d, test.claims)...)); got != test.want {
			t.Errorf("%s: got %s, want %s", test.table, got, test.want)
		}
	}
}
