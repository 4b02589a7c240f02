package report

import (
	"fmt"
	"io"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// many is a report about many models that are denied, each with as many
// findings, the last two of which are a warning and a waived error.
func many(models, findings int) Report {
	rule := finding.Rule{ID: "card/license_missing", Title: "t", Description: "d", Severity: finding.Always(finding.Error), Remediation: "Add `license`.", Sources: []string{}, Scope: finding.ScopeModel, Waivable: true, Origin: "built-in"}
	r := Report{
		Tool: Tool{Name: "modelgate", Version: "1.0.0"}, AsOf: "2026-10-01T12:00:00Z", Result: decision.Deny, Rules: []finding.Rule{rule},
		Totals: Totals{Models: models, Denied: models, Errors: models * (findings - 2), Warnings: models, Waived: models},
	}
	for m := range models {
		d := decision.Decision{
			Subject: decision.Subject{ID: fmt.Sprintf("models/m%04d", m), Stage: finding.Production}, Result: decision.Deny,
			Outcomes: []decision.Outcome{{Rule: rule.ID, State: decision.Fail}},
		}
		for i := range findings {
			f := finding.Finding{
				Rule: rule.ID, Severity: finding.Error, Message: fmt.Sprintf("the model card %d names no licence", i), Key: fmt.Sprint(i),
				At: finding.Position{Path: d.Subject.ID + "/README.md", Line: i + 1, Column: 1, EndLine: i + 1, EndColumn: 9, Pointer: "/license"},
			}
			j := decision.Judged{Finding: f, Fingerprint: f.Fingerprint(d.Subject.ID)}
			switch i {
			case findings - 1:
				j.Waiver = &decision.Waiver{ID: "W-1", Owner: "team", Reason: "The vendor is asked.", Expires: "2026-12-31"}
			case findings - 2:
				j.Severity = finding.Warning
			}
			d.Findings = append(d.Findings, j)
		}
		r.Models = append(r.Models, d)
	}
	return r
}

func BenchmarkRender(b *testing.B) {
	r := many(10_000, 5)
	for _, format := range FormatNames() {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Render(io.Discard, format, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
