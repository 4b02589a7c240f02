package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

func TestIncompleteRuns(t *testing.T) {
	t.Parallel()
	run := func(path string, state evidence.CompletenessState, tasks ...string) evidence.Evaluation {
		e := evidence.Evaluation{At: evidence.Anchor(path + "#"), Path: "m/" + path, Completeness: evidence.Completeness{At: evidence.Anchor(path + "#/limit"), State: state, Reason: "why"}}
		for _, task := range tasks {
			e.Results = append(e.Results, evidence.Result{At: evidence.Anchor(path + "#/" + task), Metric: "acc", Task: task, Valid: true, Value: "0.5"})
		}
		return e
	}
	partial := run("trial.json", evidence.Partial, "gsm8k", "arc")
	invalid := run("all.json", evidence.Complete, "gsm8k", "arc")
	invalid.Results[1].Valid = false
	others := run("others.json", evidence.Complete, "gsm8k", "arc")
	others.Results[1].Variant = []evidence.Setting{{Name: "fewshot", Value: "5"}}
	claimed := run("card.json", evidence.Partial, "gsm8k")
	claimed.Claimed = true
	allowed := []config.Evidence{{Path: "trial.json", AllowPartial: true}}
	for name, c := range map[string]struct {
		of       []evidence.Evaluation
		evidence []config.Evidence
		checks   []evidence.Check
		want     int
	}{
		"partial":                           {of: []evidence.Evaluation{partial}, want: 1},
		"failed":                            {of: []evidence.Evaluation{run("a.json", evidence.Failed, "gsm8k")}, want: 1},
		"failed, without results":           {of: []evidence.Evaluation{run("a.json", evidence.Failed)}, want: 1},
		"whole":                             {of: []evidence.Evaluation{run("a.json", evidence.Complete, "gsm8k"), run("b.json", evidence.Unknown, "arc")}},
		"a trial beside whole ones":         {of: []evidence.Evaluation{partial, run("a.json", evidence.Complete, "gsm8k"), run("b.json", evidence.Unknown, "arc")}},
		"a whole one of another task":       {of: []evidence.Evaluation{partial, run("a.json", evidence.Complete, "gsm8k")}, want: 1},
		"a whole one with no value":         {of: []evidence.Evaluation{partial, invalid}, want: 1},
		"a whole one under other settings":  {of: []evidence.Evaluation{partial, others}, want: 1},
		"two partial ones":                  {of: []evidence.Evaluation{partial, run("b.json", evidence.Partial, "gsm8k", "arc")}, want: 2},
		"a statement":                       {of: []evidence.Evaluation{claimed}},
		"allowed":                           {of: []evidence.Evaluation{partial}, evidence: allowed},
		"another file is allowed":           {of: []evidence.Evaluation{run("b.json", evidence.Partial, "arc")}, evidence: allowed, want: 1},
		"failed, where partial ones may be": {of: []evidence.Evaluation{run("trial.json", evidence.Failed, "arc")}, evidence: allowed, want: 1},
		"judged by a check":                 {of: []evidence.Evaluation{partial}, checks: []evidence.Check{{At: "trial.json#/arc"}}},
		"a check of another file":           {of: []evidence.Evaluation{partial}, checks: []evidence.Check{{At: "all.json#/arc"}}, want: 1},
	} {
		got := Incomplete(Inputs{Head: evidence.Model{ID: "m", Present: true, Evaluations: c.of}, Evidence: c.evidence}, c.checks)
		if len(got) != c.want {
			t.Errorf("%s: %d runs, want %d: %+v", name, len(got), c.want, got)
		}
		for _, run := range got {
			if run.At == "" || run.Path == "" || run.Reason != "why" {
				t.Errorf("%s: %+v lacks its place or reason", name, run)
			}
		}
	}
}
