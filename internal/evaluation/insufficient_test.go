package evaluation

import (
	"testing"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/evidence"
)

// TestShowingLessIsNoExcuse: on_insufficient is for evidence that is short of data, and
// not for evidence that has become shorter, or no longer says how long it is.
func TestShowingLessIsNoExcuse(t *testing.T) {
	of := func(raw, n string) evidence.Model {
		r := acc(raw)
		if r.N = n; n != "" {
			r.NFrom = "file"
		}
		return model(r)
	}
	warn := config.Threshold{NotWorse: "0.01", Mode: "catch", OnInsufficient: "warn"}
	least := config.Threshold{Min: "0.3", MinSamples: "100", OnInsufficient: "warn"}
	point := config.Threshold{NotWorse: "0.01"}
	for name, tt := range map[string]struct {
		base, head evidence.Model
		threshold  config.Threshold
		want       string
		blocks     bool
	}{
		"caught by fewer":           {of("0.9", "1000"), of("0.4", "10"), warn, "shows_less", true},
		"caught by an unknown":      {of("0.9", "1000"), of("0.4", ""), warn, "shows_less", true},
		"as many, and too few":      {of("0.9", "10"), of("0.4", "10"), warn, "no_uncertainty", false},
		"more, and too few":         {of("0.9", "10"), of("0.4", "11"), warn, "no_uncertainty", false},
		"a minimum, by fewer":       {of("0.9", "1000"), of("0.9", "10"), least, "shows_less", true},
		"a minimum, by an unknown":  {of("0.9", "1000"), of("0.9", ""), least, "shows_less", true},
		"a minimum, never enough":   {of("0.9", "10"), of("0.9", "10"), least, "insufficient", false},
		"a minimum, always unknown": {of("0.9", ""), of("0.9", ""), least, "insufficient", false},
		"a point that hides fewer":  {of("0.9", "1000"), of("0.95", ""), point, "shows_less", true},
		"a point that never said":   {of("0.9", ""), of("0.95", ""), point, "pass", true},
		"a point that says now":     {of("0.9", ""), of("0.95", "10"), point, "pass", true},
	} {
		got := checked(t, inputs(tt.head, tt.base, tt.threshold))[0]
		if answerOf(got) != tt.want || (got.Severity == config.Block) != tt.blocks {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	recovered := acc("1.0") // the standard error of a share of 1 is 0: n cannot be recovered from it
	was := acc("0.9")
	was.N, was.NFrom = "1000", "recovered"
	if got := checked(t, inputs(model(recovered), model(was), point))[0]; answerOf(got) != "pass" {
		t.Errorf("recovered: got %+v", got)
	}
}
