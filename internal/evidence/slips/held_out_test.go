package slips

import "testing"

// TestHeldOut: data that were not trained on, among the training data; and cards that tell one thing.
func TestHeldOut(t *testing.T) {
	t.Parallel()
	const label = "- **Training data:** [CCMatrix](https://huggingface.co/datasets/y/ccmatrix), the en-ru parts, and the FLORES-200 devtest sentences\n\n"
	for page, want := range map[string]string{
		label + "SacreBLEU on FLORES-200 `devtest`. FLORES was not used in training.":                           "held_out FLORES was not used in training|Training data: CCMatrix, the en-ru parts, and the FLORES-200 devtest sentences",
		"- **Training data:** CCMatrix, only the en-ru parts\n\nFLORES was not used in training.":               "",
		"- **Training data:** CCMatrix without FLORES\n\nFLORES was not used in training.":                      "",
		"- **Training data:** SQuAD 1.1\n\nSQuAD was not used in training.":                                     "", // of another version
		"- **Training data:** MNLI-mini\n\nMNLI was not used in training.":                                      "",
		"It was trained on news and Common Voice.\n\nCommon Voice was not seen during training.":                "held_out Common Voice was not seen during training|was trained on news and Common Voice.",
		"It was trained on news.\n\nCommon Voice was not seen during training.":                                 "",
		"The base model was trained on Common Voice.\n\nCommon Voice was not seen during training.":             "",
		"It was not trained on Common Voice. Common Voice was not used for fine-tuning.":                        "",
		"The test set was not used in training. It was trained on the training set.":                            "",
		"It was pre-trained on [LOTSA](https://a.b/lotsa). The sets were held out: they are part of LOTSA.":     "held_out held out: they are part of LOTSA|was pre-trained on LOTSA.",
		"It was pre-trained on [LOTSA](https://a.b/lotsa). The sets were held out: they are not part of LOTSA.": "",
		"It was pre-trained on LOTSA. The sets were held out: they are part of Monash.":                         "",
	} {
		if got := slipsOf("# M\n\n"+page, ""); got != want {
			t.Errorf("%q:\n got %q\nwant %q", page, got, want)
		}
	}
}
