package cli

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/report"
)

// TestAdvisoryIsSaid in the name of the check, and before all else in the headline.
func TestAdvisoryIsSaid(t *testing.T) {
	r := report.Report{Result: decision.Allow, Advisory: true, AdvisoryUntil: "2026-12-31", Totals: report.Totals{Models: 1, Advisory: 2}}
	if got := report.Headline(r, 200); got != "advisory until 2026-12-31, 2 findings would block without advisory mode." {
		t.Errorf("got %q", got)
	}
	for name, want := range map[string]string{"": "modelgate (advisory)", "gate": "gate (advisory)"} {
		if got := checkName(r, publishFlags{name: name}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	r.Gates = []finding.Gate{finding.GatePolicy}
	if got := checkName(r, publishFlags{}); got != "modelgate/policy (advisory)" {
		t.Errorf("got %q", got)
	}
	r.OnlyNew, r.Advisory = true, false
	if got := checkName(r, publishFlags{}); !strings.Contains(got, "only/new") {
		t.Errorf("got %q", got)
	}
}
