package evaluation

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/config"
	"github.com/modelgate-dev/modelgate/internal/source"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

// TestDocumentedPolicy loads the policy of docs/evaluation.md, and answers its
// worked example.
func TestDocumentedPolicy(t *testing.T) {
	page, err := os.ReadFile("../../docs/evaluation.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	policy, _, _ := strings.Cut(rest, "```")
	c, err := config.Load(source.Base{Tree: sourcetest.Tree("", fstest.MapFS{config.ThresholdsPath: {Data: []byte(policy)}})})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Thresholds) != 7 || c.Baseline.Environment != "production" || len(c.Evidence) != 1 || c.Thresholds[3].MinSamples != "0" {
		t.Errorf("got %+v", c)
	}
	// The further examples of the page are lines of the same policy.
	for _, block := range strings.Split(rest, "```yaml\n")[1:] {
		text, _, _ := strings.Cut(block, "```")
		if strings.HasPrefix(text, "  - ") {
			policy = strings.Replace(policy, "thresholds:\n", "thresholds:\n"+strings.ReplaceAll(text, "{id: ", "{id: more-"), 1)
		} else {
			policy += text
		}
	}
	c, err = config.Load(source.Base{Tree: sourcetest.Tree("", fstest.MapFS{config.ThresholdsPath: {Data: []byte(policy)}})})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Thresholds) != 11 || len(c.Exceptions) != 1 || c.Thresholds[0].Drift == nil && c.Thresholds[0].Ratchet == "" {
		t.Errorf("with the further examples: %d thresholds, %d exceptions", len(c.Thresholds), len(c.Exceptions))
	}
	head, base := model(share(496, 604)), model(share(508, 604))
	for _, tt := range []struct {
		row       string // of the page
		threshold config.Threshold
		want, low string
	}{
		{"`not_worse_by: 0.01` | fail", config.Threshold{NotWorse: "0.01"}, "fail", ""},
		{"`not_worse_by: 0.01, mode: catch` | pass", config.Threshold{NotWorse: "0.01", Mode: "catch"}, "pass", ""},
		{"`not_worse_by: 0.01, mode: prove` | inconclusive", config.Threshold{NotWorse: "0.01", Mode: "prove"}, "not_shown", ""},
		{"`min: 0.80` | pass", config.Threshold{Min: "0.80"}, "pass", ""},
		{"`min: 0.80, require: bound` | inconclusive", config.Threshold{Min: "0.80", Require: "bound"}, "not_shown", "0.7941"},
	} {
		got := checked(t, inputs(head, base, tt.threshold))[0]
		if answerOf(got) != tt.want || tt.low != "" && got.Low != tt.low || !strings.Contains(string(page), tt.row) {
			t.Errorf("%s: got %+v", tt.row, got)
		}
	}
}
