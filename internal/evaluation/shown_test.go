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
	warn := config.Threshold{NotWorse: "0.01", Mode: Catch, OnInsufficient: "warn"}
	least := config.Threshold{Min: "0.3", MinSamples: "100", OnInsufficient: "warn"}
	point := config.Threshold{NotWorse: "0.01"}
	for name, tt := range map[string]struct {
		base, head evidence.Model
		threshold  config.Threshold
		want       string
		blocks     bool
	}{
		"caught by fewer":           {of("0.9", "1000"), of("0.4", "10"), warn, ShowsLess, true},
		"caught by an unknown":      {of("0.9", "1000"), of("0.4", ""), warn, ShowsLess, true},
		"as many, and too few":      {of("0.9", "10"), of("0.4", "10"), warn, NoUncertainty, false},
		"more, and too few":         {of("0.9", "10"), of("0.4", "11"), warn, NoUncertainty, false},
		"a minimum, by fewer":       {of("0.9", "1000"), of("0.9", "10"), least, ShowsLess, true},
		"a minimum, by an unknown":  {of("0.9", "1000"), of("0.9", ""), least, ShowsLess, true},
		"a minimum, never enough":   {of("0.9", "10"), of("0.9", "10"), least, Insufficient, false},
		"a minimum, always unknown": {of("0.9", ""), of("0.9", ""), least, Insufficient, false},
		"a point that hides fewer":  {of("0.9", "1000"), of("0.95", ""), point, ShowsLess, true},
		"a point that never said":   {of("0.9", ""), of("0.95", ""), point, Pass, true},
		"a point that says now":     {of("0.9", ""), of("0.95", "10"), point, Pass, true},
	} {
		got := checked(t, inputs(tt.head, tt.base, tt.threshold))[0]
		if answerOf(got) != tt.want || (got.Severity == config.Block) != tt.blocks {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	recovered := acc("1.0") // the standard error of a share of 1 is 0: n cannot be recovered from it
	was := acc("0.9")
	was.N, was.NFrom = "1000", "recovered"
	if got := checked(t, inputs(model(recovered), model(was), point))[0]; answerOf(got) != Pass {
		t.Errorf("recovered: got %+v", got)
	}
}
