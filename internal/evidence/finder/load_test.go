package finder

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/source"
)

// TestHelpOfWhatIsTooLarge: a log of events links to nothing, and results are not prose.
func TestHelpOfWhatIsTooLarge(t *testing.T) {
	for file, want := range map[string]string{
		"runs/events.out.tfevents.1700000000.host.1.0": "without images, histograms",
		"evaluation/results.json":                      "aggregated results",
		"README.md":                                    "files that it links to",
		"evaluation/metrics.csv":                       "files that it links to",
	} {
		f := refused(file, 4<<20, source.ErrTooLarge)
		if f.Rule != "document/too_large" || !strings.Contains(f.Help, want) {
			t.Errorf("%s: %+v", file, f)
		}
	}
}
