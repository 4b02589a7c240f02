package config

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/source/sourcetest"
)

func readApprovals(t *testing.T, text string) (Config, string) {
	t.Helper()
	c, found, err := Read(sourcetest.Tree(strings.Repeat("a", 40), fstest.MapFS{ApproversPath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Approvers\n" + text)}}))
	if err != nil {
		t.Fatal(err)
	}
	return c, fmt.Sprint(found)
}

func TestApprovals(t *testing.T) {
	c, found := readApprovals(t, `approvals:
  - {risk_classes: [high], stage: production, count: 2}
  - {personal_data: true, teams: ["@acme/privacy"], models: ["models/*"]}
`)
	if len(c.Approvals) != 2 || found != "[]" {
		t.Fatalf("got %+v, %s", c.Approvals, found)
	}
	first, second := c.Approvals[0], c.Approvals[1]
	if first.Count != 2 || first.Stage != finding.Production || !first.For("x") || first.At.Line != 4 {
		t.Errorf("got %+v", first)
	}
	if second.Count != 1 || second.Stage != finding.Draft || !second.Personal || second.For("x") || !second.For("models/x") || second.Teams[0].At.Line != 5 {
		t.Errorf("got %+v", second)
	}
}

// An entry that would silently require less than it says is refused at its line.
func TestApprovalsThatCannotBeMeant(t *testing.T) {
	for entry, want := range map[string]string{
		"{risk_classes: [hihg], count: 2}":      "hihg",
		"{risk_class: high, count: 2}":          "risk_class",
		"{personal_data: false, count: 2}":      "personal_data",
		"{stage: prod, count: 2}":               "prod",
		"{risk_classes: [high]}":                "required key",
		"{count: 0}":                            "count",
		"{count: two}":                          "count",
		"{teams: [acme/privacy]}":               "acme/privacy",
		"{teams: ['@ann']}":                     "@ann",
		"{models: ['../x'], count: 1}":          "glob",
		"{count: 1, signed_commits: sometimes}": "signed_commits",
	} {
		if _, found := readApprovals(t, "approvals:\n  - "+entry+"\n"); !strings.Contains(found, ApproversPath+":4") || !strings.Contains(found, want) {
			t.Errorf("%s: got %s", entry, found)
		}
	}
}
