package evaluation

import (
	"testing"
	"time"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// Of the files that a tool writes for each run, the newest counts where the policy says
// so, by the date that it states; one without a date is not passed over.
func TestLatestOfDatedFiles(t *testing.T) {
	file := func(path, created, value string) evidence.Evaluation {
		return evidence.Evaluation{At: evidence.Anchor(path + "#"), Path: path, Created: evidence.Text{Present: created != "", Value: created}, Content: path,
			Results: []evidence.Result{{At: evidence.Anchor(path + "#/acc"), Metric: "acc", Value: value, Raw: value, Valid: true}}}
	}
	old, new := file("m/results/results_1.json", "2026-01-10T10:00:00Z", "0.6"), file("m/results/results_2.json", "2026-02-10T10:00:00Z", "0.7")
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		latest bool
		files  []evidence.Evaluation
		want   []string
	}{
		"all by default":      {false, []evidence.Evaluation{old, new}, []string{"0.6", "0.7"}},
		"the newest":          {true, []evidence.Evaluation{new, old}, []string{"0.7"}},
		"one without a date":  {true, []evidence.Evaluation{old, file("m/results/results_3.json", "", "0.9"), new}, []string{"0.9", "0.7"}},
		"one of tomorrow":     {true, []evidence.Evaluation{old, new, file("m/results/results_3.json", "2030-01-01", "0.9")}, []string{"0.7", "0.9"}},
		"one of another glob": {true, []evidence.Evaluation{old, file("m/other.json", "2026-02-20", "0.9")}, []string{"0.6", "0.9"}},
		"two of one time":     {true, []evidence.Evaluation{new, file("m/results/results_3.json", "2026-02-10T10:00:00Z", "0.9")}, []string{"0.7", "0.9"}},
	} {
		x := &judge{selectors: map[string]*selector{}}
		x.Evidence, x.Now = []config.Evidence{{ID: "runs", Path: "results/*.json", Latest: c.latest}}, now
		x.Head = evidence.Model{ID: "m", Evaluations: c.files}
		var got []string
		for _, l := range x.selectHead(config.Threshold{ID: "a", Metric: "acc"}).of("") {
			got = append(got, l.Value)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	}
}
