package policy

import (
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/policies"
)

// TestLawsHaveTexts: a law without a text is one whose findings are not reported.
func TestLawsHaveTexts(t *testing.T) {
	source, err := policies.FS.ReadFile("lib/impossible.rego")
	if err != nil {
		t.Fatal(err)
	}
	for _, law := range evidence.MetricLaw("").Words() {
		if !strings.Contains(string(source), "\t\""+law+"\": ") {
			t.Errorf("policies/lib/impossible.rego has no text for the law %q", law)
		}
	}
}
