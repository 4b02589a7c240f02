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

// A whole number is one however it is written: 1e1 was read as 1.
func TestCountsHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string]int{"10": 10, "1e1": 10, "10.0": 10, "+2": 2, "20.": 20, "0.1e2": 10} {
		c, found := readApprovals(t, "approvals: [{count: "+text+"}]\n")
		if found != "[]" || c.Approvals[0].Count != want {
			t.Errorf("count: %s: %+v, %s", text, c.Approvals, found)
		}
		c, bad, err := Read(sourcetest.Tree("", fstest.MapFS{
			ConfigPath:     {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Config\nwaivers: {max_days: " + text + "}\n")},
			ThresholdsPath: {Data: []byte("apiVersion: modelgate.dev/v1\nkind: Thresholds\nthresholds: [{id: d, drift: {measure: psi, columns: [a], file: x.csv, bins: " + text + ", max: 0.2}}]\n")},
		}))
		if err != nil || c.WaiverDays != want {
			t.Errorf("max_days: %s: %d, %v %v", text, c.WaiverDays, bad, err)
		}
		if len(c.Thresholds) == 1 && c.Thresholds[0].Drift.Bins != want {
			t.Errorf("bins: %s: %d", text, c.Thresholds[0].Drift.Bins)
		}
	}
	if _, found := readApprovals(t, "approvals: [{count: 1.5}]\n"); !strings.Contains(found, ApproversPath+":3") {
		t.Errorf("1.5 people: %s", found)
	}
}

// An entry that would silently require less than it says is refused at its line.
func TestApprovalsThatCannotBeMeant(t *testing.T) {
	for entry, want := range map[string]string{
		"{risk_classes: [hihg], count: 2}":       "hihg",
		"{risk_classes: [high, hihg], count: 2}": "/risk_classes/1 is \"hihg\", not one of",
		"{risk_class: high, count: 2}":           "risk_class",
		"{personal_data: false, count: 2}":       "personal_data",
		"{stage: prod, count: 2}":                "prod",
		"{risk_classes: [high]}":                 "required key",
		"{count: 0}":                             "count",
		"{count: two}":                           "count",
		"{teams: [acme/privacy]}":                "acme/privacy",
		"{teams: ['@ann']}":                      "@ann",
		"{models: ['../x'], count: 1}":           "glob",
		"{count: 1, signed_commits: sometimes}":  "signed_commits",
	} {
		if _, found := readApprovals(t, "approvals:\n  - "+entry+"\n"); !strings.Contains(found, ApproversPath+":4") || !strings.Contains(found, want) {
			t.Errorf("%s: got %s", entry, found)
		}
	}
}
