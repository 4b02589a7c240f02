package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestTableRows: rows that are there twice, changes, means and totals that others of the table
// contradict, and tables that are right.
func TestTableRows(t *testing.T) {
	t.Parallel()
	for table, want := range map[string]string{
		"Dataset,Source,Pairs|a,x,10|b,x,12|c,y,13|d,y,14|d,y,14|e,y,15":                                                          "repeated Dataset=d",
		"Dataset,Source,Pairs|a,x,10|b,x,12|c,y,13|d,y,14|d,z,14|e,y,15":                                                          "",
		"Model,A,B,C|a,8.00 (-20.0%),9.00 (-10.0%),5.00 (-50.0%)|b,9.00 (-10.0%),8.00 (-20.0%),6.00 (-20.0%)|c,10.00,10.00,10.00": "change change of C=-20.0%",
		"Model,A,B,C|a,8.00 (-20.0%),9.00 (-10.0%),5.00 (-50.0%)|b,9.00 (-10.0%),8.00 (-20.0%),6.00 (-40.0%)|c,10.00,10.00,10.00": "",
		"Dataset,P@5,R@5,F1@5|Inspec,0.36,0.58,0.71":                                                                              "f1_mean F1@5=0.71",
		"Dataset,P@5,R@5,F1@5|Inspec,0.36,0.58,0.41":                                                                              "",
		"Overall,Chat,Safety,Reasoning|96.4,95.8,91.5,93.7":                                                                       "mean_range Overall=96.4",
		"Overall,Chat,Safety,Reasoning|92.0,95.8,91.5,93.7":                                                                       "",
		"Model,Total Params,Non-Embedding Params|a,295334016,302311424":                                                           "nested Total Params=295334016",
		"Model,Total Params,Non-Embedding Params|a,405334016,302311424":                                                           "",
		"Dataset,Number of training tuples|a,1120|b,240|c,31|d,8|**Total**,1939":                                                  "sum Total Number of training tuples=1939",
		"Dataset,Number of training tuples|a,1120|b,240|c,31|d,8|**Total**,1399":                                                  "",
	} {
		if got := tableFaultsOf(table); got != want {
			t.Errorf("%s:\n got %s\nwant %s", table, got, want)
		}
	}
}

// TestParts: amounts that lists and other numbers make others, and near misses.
func TestParts(t *testing.T) {
	t.Parallel()
	const speed = "## Speed\n\n| Engine | A10 | A100 |\n|---|---|---|\n| PyTorch | 1,364.2 | 3,244.4 |\n| Infery LLM | 3,889.3 | 11,676.8 |\n\n"
	for text, want := range map[string]string{
		"The set is comprising of 2840 hours of speech:\n\n- A (1200 hrs)\n- B (310 hrs)\n- C (92.5 hrs)\n":                                                                   "sum total=2840 hours",
		"The set is comprising of 1603 hours of speech:\n\n- A (1200 hrs)\n- B (310 hrs)\n- C (92.5 hrs)\n":                                                                   "",
		"The set is comprising of over 2840 hours of speech, including:\n\n- A (1200 hrs)\n- B (310 hrs)\n":                                                                   "",
		"- 15% of the tokens are masked.\n- In 90% of the cases, a.\n- In 10% of the cases, b.\n- In the 10% remaining cases, c.\n":                                           "shares shares of cases=90% + 10% + 10%",
		"- 15% of the tokens are masked.\n- In 80% of the cases, a.\n- In 10% of the cases, b.\n- In the 10% remaining cases, c.\n":                                           "",
		"The model was trained on a single 8-GPU node for 3 days (1,920 GPU hours in total).":                                                                                 "units device hours=1,920",
		"The model was trained on a single 8-GPU node for 3 days (576 GPU hours in total).":                                                                                   "",
		"We used 2 nodes of 8 GPUs for 3 days (1,152 GPU hours).":                                                                                                             "",
		"- **Hours used:** 200000\n- **Carbon Emitted:** 15000 g CO2 eq.\n":                                                                                                   "unit Carbon Emitted=15000 g",
		"- **Hours used:** 200000\n- **Carbon Emitted:** 15000 kg CO2 eq.\n":                                                                                                  "",
		"```\nper_device_train_batch_size=16,\ngradient_accumulation_steps=4,  # doubles the effective batch_size to 32\n```":                                                 "product effective batch size=32",
		"```\nper_device_train_batch_size=16,\ngradient_accumulation_steps=4,  # effective batch size of 128\n```":                                                            "",
		"It masks 50% of the words.\n\n15% of the tokens are masked.":                                                                                                         "said mask: share of words=50%",
		"It masks 15% of the words.\n\n15% of the tokens are masked.":                                                                                                         "",
		"It masks 50% of the words.\n\n15% of the pixels are masked.":                                                                                                         "",
		"D was made from the 124 million parameter version of GPT-2. D, which has 182 million parameters, is a lighter version of GPT-2.":                                     "smaller parameters=182 million",
		"D was made from the 124 million parameter version of GPT-2. D, which has 82 million parameters, is a lighter version of GPT-2.":                                      "",
		"- Accuracy: 0.8603\n- Correctly classified: 315 of 408 pairs\n":                                                                                                      "percent accuracy=0.8603",
		"- Accuracy: 0.8603\n- Correctly classified: 351 of 408 pairs\n":                                                                                                      "",
		"- num_epochs: 10\n\n| Training Loss | Epoch | Step | Validation Loss |\n|---|---|---|---|\n| 0.2 | 1.0 | 100 | 0.3 |\n| 0.1 | 2.0 | 200 | 0.2 |\n":                   "epochs Epoch of the last row=2.0",
		"- num_epochs: 3\n\n| Training Loss | Epoch | Step | Validation Loss |\n|---|---|---|---|\n| 0.2 | 1.0 | 100 | 0.3 |\n| 0.1 | 2.0 | 200 | 0.2 |\n":                    "",
		"- num_epochs: 10\n- early stopping\n\n| Training Loss | Epoch | Step | Validation Loss |\n|---|---|---|---|\n| 0.2 | 1.0 | 100 | 0.3 |\n| 0.1 | 2.0 | 200 | 0.2 |\n": "",
		speed + "On the A10, Infery LLM is 5.2 times as fast as PyTorch.":                                                                                                     "factor factor=5.2",
		speed + "On the A10, Infery LLM is 2.85 times as fast as PyTorch.":                                                                                                    "",
		speed + "On the CPU, Infery LLM is up to 5.2 times as fast as PyTorch.":                                                                                               "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Training\n\n"+text+"\n"))
		if got := faultsOf(cardFaults(d, withLaws(passage.SentencesIn(d)), nil, "", evidence.Emissions{})); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}
