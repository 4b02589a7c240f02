package cards

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/document"
	"github.com/modelgate-dev/modelgate/internal/evidence/place"
)

// TestStatedPeriods: the days between which the text and the metadata say that something happened.
func TestStatedPeriods(t *testing.T) {
	t.Parallel()
	for card, want := range map[string]string{
		"It was trained from 2024-05 to 2023-11.":                                      "2024-05 2023-11",
		"Training ran between May 3, 2024 and 1 March 2024 on four GPUs.":              "2024-05-03 2024-03-01",
		"Trained 2024-05-01 – 2024-06-02.":                                             "2024-05-01 2024-06-02",
		"Training started on 12 May 2024 and was completed in November 2023.":          "2024-05-12 2023-11",
		"Training began in May 2024. The data has 4 parts. Training ended in May 2023": "2024-05 2023-05",
		"- **Training dates:** Feb. 2023 - Jan. 2023":                                  "2023-02 2023-01",
		"- Training start: 2024-05-01\n- Training end: 2024-04-02":                     "2024-05-01 2024-04-02",
		"| Fact | Value |\n|---|---|\n| Training period | 2024-05 to 2024-04 |":        "2024-05 2024-04",
		"The texts were collected between 2012 and 2010.":                              "2012 2010",
		"The best years are between 2012 and 2010 in the plot.":                        "",
		"The model was trained in May 2024 and released in June 2024.":                 "",
		"The model was trained in June. Version 2 of May 2023 is better.":              "",
		"Trained from June to August 2021.":                                            "",
		"Training will start in May 2024. Training ended in May 2023.":                 "",
		"training_start: 2024-05-01\ntraining_end: 2024-04-02":                         "2024-05-01 2024-04-02",
		"training:\n  start_date: 2024-05\n  end_date: 2024-07":                        "2024-05 2024-07",
		"training_period: 2024-05 to 2024-04":                                          "2024-05 2024-04",
		"Das Training lief vom 3. Februar 2025 bis zum 31. Januar 2025.":               "2025-02-03 2025-01-31",
		"El entrenamiento duró del 3 de marzo de 2025 al 5 de febrero de 2025.":        "2025-03-03 2025-02-05",
		"start: 5\nend: 3": "",
	} {
		src := "---\nlicense: mit\n---\n# Churn\n\n" + card + "\n"
		if strings.Contains(card, "start_date:") || strings.HasPrefix(card, "training_") || strings.HasPrefix(card, "start") {
			src = "---\nlicense: mit\n" + card + "\n---\n# Churn\n"
		}
		d, _ := document.Parse("models/churn/README.md", []byte(src))
		var got []string
		for _, p := range statedPeriods(d, place.Root(d)) {
			got = append(got, p.From+" "+p.To)
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("%q:\n got %s\nwant %s", card, g, want)
		}
	}
}
