package cards

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestSplitPeriods: the years of training and test data that a section states.
func TestSplitPeriods(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Train: posts of 2019 to 2023. Test: posts of 2022.":                           "training 2019–2023, test 2022",
		"The model was trained on letters from 2019-2023 and tested on those of 2021.": "training 2019–2023, test 2021",
		"Training data: 2015–2020. The test data are from 2017–2018.":                  "training 2015–2020, test 2017–2018",
		"Train: posts of 2019 to 2022. Test: posts of 2023.":                           "",
		"Train: posts of 2019 to 2022. Test: posts of 2022.":                           "", // it may be of its last months
		"Train: posts of 2019 to 2023. Test: posts of 2019 to 2023.":                   "", // of other posts
		"Trained on January 2019 to June 2023, tested on May 2022.":                    "",
		"The model was trained in 2023. It was tested in 2022.":                        "",
		"Trained with the 2019 to 2023 corpus. The test of 2024 is separate.":          "",
	} {
		d, _ := document.Parse("README.md", []byte("---\nlicense: mit\n---\n# m\n\n## Training data\n\n"+text+"\n"))
		got := ""
		for _, s := range trainingStatements(d) {
			if s.Topic == evidence.TopicOverlap {
				got += s.Value
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
