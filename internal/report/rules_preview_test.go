package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// judged is a decision about a model with findings that are written as rule severity.
func judged(id string, found ...string) decision.Decision {
	d := decision.Decision{Subject: decision.Subject{ID: id}, Result: decision.Allow}
	for _, f := range found {
		rule, severity, _ := strings.Cut(f, " ")
		j := decision.Judged{Finding: finding.Finding{Rule: rule, Severity: finding.Severity(severity), Message: rule + " finds"}, Fingerprint: "f"}
		switch severity {
		case "waived":
			j.Severity, j.Waiver = finding.Error, &decision.Waiver{ID: "w"}
		case "pending":
			j.Severity, j.Pending = finding.Error, "2027-01-01"
		case "undefined":
			d.Outcomes, d.Result = append(d.Outcomes, decision.Outcome{Rule: rule, State: decision.Errored, Error: "e"}), decision.Deny
			continue
		}
		if j.Denies() {
			d.Result = decision.Deny
		}
		d.Findings = append(d.Findings, j)
	}
	return d
}

// TestCompare: what becomes of a model is in exactly one list, and what no longer blocks
// is told first.
func TestCompare(t *testing.T) {
	for _, row := range []struct {
		name          string
		before, after []string
		want          string
	}{
		{"same", []string{"a/a error"}, []string{"a/a error"}, "same"},
		{"gone", []string{"a/a error"}, nil, "passing: gone: was blocks"},
		{"waived", []string{"a/a error"}, []string{"a/a waived"}, "passing: blocks → waived"},
		{"pending", []string{"a/a error"}, []string{"a/a pending"}, "passing: blocks → pending"},
		{"milder", []string{"a/a error"}, []string{"a/a note"}, "passing: blocks → note"},
		{"new", nil, []string{"a/a error"}, "failing: new: blocks"},
		{"stricter", []string{"a/a warning"}, []string{"a/a error"}, "failing: warning → blocks"},
		{"broken", nil, []string{"a/a undefined"}, "failing:  error"},
		{"another", []string{"b/b error", "z/z error"}, []string{"b/b error", "a/a error"}, "changed: gone: was blocks, new: blocks"},
		{"warned", nil, []string{"a/a warning"}, "changed: new: warning"},
	} {
		p := Compare([]decision.Decision{judged("m", row.before...)}, []decision.Decision{judged("m", row.after...)})
		got := "same"
		for name, list := range map[string][]PreviewSubject{"passing": p.NewlyPassing, "failing": p.NewlyFailing, "changed": p.Changed} {
			for _, s := range list {
				var words []string
				for _, e := range s.Effects {
					words = append(words, e.words())
				}
				got = name + ": " + strings.Join(words, ", ")
			}
		}
		if len(p.Errors) > 0 {
			got += " error"
		}
		if total := p.Counts.NewlyPassing + p.Counts.NewlyFailing + p.Counts.Changed + p.Counts.Same; got != row.want || total != 1 {
			t.Errorf("%s: %q, want %q; %+v", row.name, got, row.want, p.Counts)
		}
	}
	if p := Compare([]decision.Decision{judged("m", "a/a error")}, nil); p.Counts.NewlyPassing != 1 {
		t.Errorf("a model that is out of sight passes: %+v", p.Counts)
	}
}

// TestPreviewIsBounded: the lists are cut, the counts are not.
func TestPreviewIsBounded(t *testing.T) {
	var before, after []decision.Decision
	for i := range maxPreviewed + 5 {
		var found []string
		for j := range maxEffects + 3 {
			found = append(found, fmt.Sprintf("a/a%d error", j))
		}
		before, after = append(before, judged(fmt.Sprintf("m%04d", i), found...)), append(after, judged(fmt.Sprintf("m%04d", i)))
	}
	p := Compare(before, after)
	if p.Counts.NewlyPassing != maxPreviewed+5 || len(p.NewlyPassing) != maxPreviewed || len(p.NewlyPassing[0].Effects) != maxEffects || p.NewlyPassing[0].Cut != 3 {
		t.Errorf("%+v", p.Counts)
	}
	if text := previewMarkdown(p, 5_000); len(text) > 5_000 || !strings.Contains(text, "more in the JSON report") {
		t.Errorf("%d bytes: …%s", len(text), text[len(text)-100:])
	}
	s := loadSchema(t, "../../schemas/rules-preview.schema.json")
	var b bytes.Buffer
	if err := RenderPreview(&b, "json", p); err != nil {
		t.Fatal(err)
	}
	validate(t, s, "preview", b.String())
}
