package laws

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/evidence/passage"
)

// TestColumnFaults: sentences about a table that one of its columns shows to be wrong, and sentences
// that are right or about something else.
func TestColumnFaults(t *testing.T) {
	t.Parallel()
	const pairs = "| Pair | SacreBLEU |\n|---|---|\n| en-ru | 29.4 |\n| ru-en | 34.1 |\n| en-zh | 31.8 |\n| zh-ru | 18.7 |\n| **Average** | **28.5** |\n\n"
	const speech = "| Test set | WER | CER |\n|---|---|---|\n| A | 6.1 | 1.9 |\n| B set | 5.1 | 2.0 |\n| C | 11.2 | 7.3 |\n\n"
	const gains = "| Task | Base | Ours |\n|---|---|---|\n| MATH | 13.9 | 35.9 |\n| GSM8K | 40.1 | 49.6 |\n\n"
	const errors = "| Model | Normalized MAE |\n|---|---|\n| Naive | 1.00 |\n| Small | 0.66 |\n| Base | 0.61 |\n\n"
	wins := func(last string) string {
		return "| Task | Base | Ours |\n|---|---|---|\n| A | 13.9 | 35.9 |\n| B | 40.1 | 49.6 |\n| C | 1.5 | 2.6 |\n| D | 30.0 | " + last + " |\n\n"
	}
	for text, want := range map[string]string{
		pairs + "The best pair is en-zh, the weakest is zh-ru.":                     "extreme en-zh=31.8",
		pairs + "The best pair is ru-en, the weakest is en-ru.":                     "extreme en-ru=29.4",
		pairs + "The best pair is ru-en, the weakest is zh-ru.":                     "",
		pairs + "The best pair among those from English is en-zh.":                  "",
		pairs + "The second best is en-zh.":                                         "",
		pairs + "The best vocabulary is en-zh.":                                     "",
		pairs + "The highest SacreBLEU is reached on en-zh.":                        "extreme en-zh=31.8",
		pairs + "The best pair is de-en.":                                           "",
		speech + "The lowest WER is reached on B set, the highest on A.":            "",
		speech + "The lowest CER is reached on B set.":                              "extreme B set=2.0",
		speech + "The best WER is reached on C.":                                    "extreme C=11.2",
		speech + "The lowest is B set.":                                             "", // of which column is not said
		"Higher is better. Values are in percent.\n\n" + speech:                     "direction better value of wer=higher",
		"Lower is better. Values are in percent.\n\n" + speech:                      "",
		"The WER is given, where higher is better.\n\n" + gains:                     "direction better value of wer=higher",
		"Lower is better.\n\n" + pairs:                                              "",
		"Higher is better.\n\n" + gains:                                             "",
		"For accuracy higher is better, for WER lower is better.\n\n" + speech:      "",
		"Accuracy and WER are shown (higher is better).\n\n" + speech:               "",
		gains + "The largest gain is on MATH (+32.0 points).":                       "change change of MATH=+32.0",
		gains + "The largest gain is on MATH (+22.0 points).":                       "",
		gains + "It gains most on MATH (+32.0 points over the previous version).":   "",
		speech + "C has the lowest WER.":                                            "extreme C=11.2",
		speech + "B set has the lowest WER, and C has the highest CER.":             "",
		speech + "C has the lowest WER of all sets that are noisy.":                 "",
		pairs + "The pair en-zh is the best.":                                       "",
		pairs + "ru-en is the weakest pair.":                                        "extreme ru-en=34.1",
		pairs + "ru-en is the best pair.":                                           "",
		"For the WER, the higher the better.\n\n" + speech:                          "direction better value of wer=higher",
		gains + "The largest gain is on GSM8K.":                                     "extreme difference of GSM8K=9.5",
		gains + "The largest gain is on MATH, the smallest is not known.":           "",
		gains + "The largest gain is on MATH.":                                      "",
		gains + "The smallest difference is on MATH.":                               "extreme difference of MATH=22",
		gains + "The largest gain is on the hardest questions.":                     "",
		gains + "The largest relative gain is on GSM8K.":                            "",
		wins("29.0") + "It is better on all four benchmarks.":                       "everywhere D Base=30.0",
		wins("31.0") + "It is better on all four benchmarks.":                       "",
		wins("29.0") + "It is better on all benchmarks except D.":                   "",
		wins("29.0") + "It is better on many benchmarks.":                           "",
		wins("29.0") + "It was evaluated on all benchmarks.":                        "",
		errors + "The base model lowers the error by 61 % against the naive one.":   "change reduction=61%",
		errors + "The base model lowers the error by 39 % against the naive one.":   "",
		errors + "The base model lowers the error by 55 % against the other paper.": "",
		errors + "The error is 61 % of the naive one.":                              "",
		gains + "It gains most on MMLU (+32.0 points).":                             "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Results\n\n"+text+"\n"))
		if got := faultsOf(columnFaults(d, withLaws(passage.SentencesIn(d)))); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestPortions: counts that are not the share that a sentence says, or not all examples.
func TestPortions(t *testing.T) {
	t.Parallel()
	rows := func(one string) string {
		return "- **Rows:** 303\n- **Columns:** 14\n  - **Features:** 13\n- **Target distribution:**\n  - `1`: " + one + "\n  - `0`: 138\n"
	}
	for text, want := range map[string]string{
		"The set has 13,100 clips. We used 90 % for training (12,790 clips) and 10 % for validation (1,310 clips).": "percent count=12,790",
		"The set has 13,100 clips. We used 90 % for training (11,790 clips) and 10 % for validation (1,310 clips).": "",
		"The set has 13,100 clips. We used 90 % for training (12,790 clips) and 10 % for validation (1,420 clips).": "", // of another whole
		"The set has 13,100 clips. 80% are short (10480) and 45% loud (5895).":                                      "",
		"Of 2,000 letters 80% are for training (1,600), 10% for validation (250) and 10% for testing (200).":        "percent count=250",
		"Of 3,001 letters 80% are for training (2,400), 10% for validation (300) and 10% for testing (301).":        "",
		rows("156"):         "sum Rows=303",
		rows("165"):         "",
		rows("165 (54.5%)"): "",
		rows("20"):          "", // of a part
		rows("0.54"):        "",
		"- **Rows:** 303\n- **Label distribution:** balanced\n- a: 3\n": "",
	} {
		d, _ := document.Parse("README.md", []byte("# m\n\n## Data\n\n"+text+"\n"))
		if got := faultsOf(portionFaults(d, withLaws(passage.SentencesIn(d)))); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// TestOffsets: columns that differ by one amount in all rows but one, and rows at another scale.
func TestOffsets(t *testing.T) {
	t.Parallel()
	sizes := func(row string) string {
		return "Name,Size,RAM|a,5.43 GB,7.93 GB|b,5.66 GB,8.16 GB|c,6.34 GB,8.84 GB|d,6.93 GB,9.43 GB|e,7.37 GB,9.87 GB|" + row
	}
	for table, want := range map[string]string{
		sizes("f,7.87 GB,13.07 GB"):                                                                          "offset RAM=13.07 GB",
		sizes("f,7.87 GB,10.37 GB"):                                                                          "",
		sizes("f,13.83 MB,16.33 GB"):                                                                         "offset Size=13.83 MB",
		sizes("f,7.87 GB,10.40 GB|g,8.10 GB,10.70 GB"):                                                       "", // two rows
		"Name,Size,RAM|a,5.43 GB,7.93 GB|b,5.66 GB,8.16 GB|c,6.34 GB,9.84 GB":                                "",
		"Name,Low,High|a,1,2|b,2,3|c,3,4|d,4,5|e,5,6|f,6,9":                                                  "",
		"Name,A,B|a,0.5,0.6|b,0.5,0.6|c,0.5,0.6|d,0.5,0.6|e,0.5,0.6|f,0.5,0.9":                               "", // one row over and over
		"Task,X,Y|A,0.656,0.697|C,66.5,72.4|D,0.158,0.123|Average,0.454,0.443":                               "",
		"Task,X,Y|A,0.656,0.697|B,0.325,0.340|C,66.5,72.4|D,0.158,0.123|E,0.20,0.31|Average,0.454,0.443":     "scale C=66.5",
		"Task,X,Y|A,0.656,0.697|B,0.325,0.340|C,66.5,72.4|D,0.158,0.123|E,0.20,0.31|F,0.454,0.443":           "", // shares of what is not said
		"Metric,X,Y|A,0.656,0.697|B,0.325,0.340|WER,66.5,72.4|D,0.158,0.123|E,0.20,0.31|Average,0.454,0.443": "",
		"Task,X,Y|A,0.656,0.697|B,0.325,0.340|Params,66,72|D,0.158,0.123|E,0.20,0.31|Average,0.454,0.443":    "",
		"Task,X,Y|A,0.656,0.697|B,0.325,0.340|C,66.5,0.724|D,0.158,0.123|E,0.20,0.31|Average,0.454,0.443":    "",
	} {
		if got := tableFaultsOf(table); got != want {
			t.Errorf("%s:\n got %s\nwant %s", table, got, want)
		}
	}
	d, _ := document.Parse("README.md", []byte("# m\n\n## Results\n\nNDCG@10 on five tasks:\n\n| Task | X | Y |\n|---|---|---|\n| A | 0.61 | 0.72 |\n| B | 0.33 | 0.44 |\n| C | 66.5 | 72.4 |\n| D | 0.11 | 0.22 |\n| E | 0.21 | 0.34 |\n"))
	if got := faultsOf(Faults(d, passage.SentencesIn(d), nil, "", evidence.Emissions{})); got != "scale C=66.5" {
		t.Errorf("got %s", got)
	}
}
