package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

func fixable(before, after string) decision.Judged {
	at := finding.Position{Path: "m/README.md", Line: 3, Column: 1, EndLine: 3, EndColumn: 8}
	return decision.Judged{Finding: finding.Finding{Rule: "card/license_unknown", Severity: finding.Error, At: at, Message: "unknown license identifier \"MIT\"",
		Fixes: []finding.Fix{{Description: "write mit", Edits: []finding.Edit{{At: at, Start: 40, End: 47, Replacement: "x"}}, Before: before, After: after}}}}
}

func proposalsOf(list ...decision.Judged) []Proposal {
	return Proposals(Report{Models: []decision.Decision{{Subject: decision.Subject{ID: "m"}, Result: decision.Deny, Findings: list}}})
}

func TestProposals(t *testing.T) {
	got := proposalsOf(fixable("license: MIT\nlanguage: en", "license: mit"))
	if len(got) != 1 || got[0].Path != "m/README.md" || got[0].Line != 3 || !slices.Equal(got[0].Before, []string{"license: MIT", "language: en"}) {
		t.Fatalf("%+v", got)
	}
	if want := "**error:** unknown license identifier \"MIT\" <code>card/license&#95;unknown</code>\n\n```suggestion\nlicense: mit\n```\n"; got[0].Body != want {
		t.Errorf("got %q, want %q", got[0].Body, want)
	}
	other := proposalsOf(fixable("license: MIT\nlanguage: en", "license: other"))
	if other[0].Key == got[0].Key {
		t.Error("another replacement has the same key")
	}
	if gone := proposalsOf(fixable("- null", "")); !strings.Contains(gone[0].Body, "```suggestion\n```\n") {
		t.Errorf("%q", gone[0].Body)
	}
	if again := proposalsOf(fixable("a", "b"), fixable("a", "b")); len(again) != 1 {
		t.Errorf("one fix is proposed %d times", len(again))
	}
}

// TestProposalsOfHostileText: no text of a file leaves its block, and what a reader does not see is not proposed.
func TestProposalsOfHostileText(t *testing.T) {
	body := proposalsOf(fixable("a", "b\n```\n@everyone\n````"))[0].Body
	if !strings.Contains(body, "\n`````suggestion\nb\n```\n@everyone\n````\n`````\n") {
		t.Errorf("%q", body)
	}
	for _, text := range []string{"a\u202eb", "a\x1b[2J", "a\u200bb", strings.Repeat("x", proposedSize+1)} {
		if got := proposalsOf(fixable("a", text), fixable(text, "a")); len(got) != 0 {
			t.Errorf("%.20q is proposed: %+v", text, got)
		}
	}
	waived, pending, addition := fixable("a", "b"), fixable("a", "b"), fixable("", "## Limitations")
	waived.Waiver, pending.Pending = &decision.Waiver{ID: "w"}, "2027-01-01"
	elsewhere := fixable("a", "b")
	elsewhere.Fixes[0].Edits[0].At.Path = "../x"
	if got := proposalsOf(waived, pending, addition, elsewhere); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
