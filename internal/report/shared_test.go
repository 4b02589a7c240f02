package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// sharing is a report about models that use one data card with a fault, which
// the judgement of the repository has, too. Each has a fault of its own.
func sharing(models int) Report {
	r := many(models, 1)
	card := finding.Finding{Rule: "gdpr/retention_undeclared", Severity: finding.Error, Message: "no retention period", Key: "dataset a",
		At: finding.Position{Path: "datacards/a.yaml", Line: 24, Column: 3, EndLine: 24, EndColumn: 9, Pointer: "/retention"}}
	add := func(d *decision.Decision) {
		f := card
		f.Related = []finding.Related{{Message: "used here", At: finding.Start(d.Subject.ID + "/README.md")}}
		d.Result = decision.Deny
		d.Findings = append(d.Findings, decision.Judged{Finding: f, Fingerprint: f.Fingerprint(d.Subject.ID)})
	}
	add(&r.Repository)
	for i := range r.Models {
		add(&r.Models[i])
	}
	return r
}

// TestSharedFindingsAreToldOnce counts the message in every output.
func TestSharedFindingsAreToldOnce(t *testing.T) {
	r := sharing(13)
	for format, want := range map[string]int{
		"text": 1, "github": 1, "gitlab": 1, "sarif": 1, "azure": 2, // an issue, and in the log
		"html": 2, "comment": 2, "markdown": 2, // what to mend first, and the details
	} {
		out := render(t, format, r)
		if got := strings.Count(out, "no retention period"); got != want {
			t.Errorf("%s tells it %d times, want %d", format, got, want)
		}
		if !strings.Contains(out, "concerns 13 models: ") || !strings.Contains(out, r.Models[12].Subject.ID) {
			t.Errorf("%s does not name the models", format)
		}
	}
	list, _ := Annotations(r, 50)
	about := slices.DeleteFunc(list, func(a Annotation) bool { return !strings.Contains(a.Message, "no retention period") })
	if len(about) != 1 || !strings.Contains(about[0].Message, "concerns 13 models: ") {
		t.Errorf("%d annotations: %+v", len(about), about)
	}
	if got := strings.Count(render(t, "junit", r), "<failure"); got < 13 {
		t.Errorf("junit has %d failures; each of 13 models is denied", got)
	}
	shared := SharedFindings(r)
	if len(shared) != 1 || len(shared[0].Models) != 13 || len(Distinct(r)) != 14 {
		t.Errorf("shared: %+v of %d", shared, len(Distinct(r)))
	}
}

// TestSharedFindingOfOneModel is what a repository with one model has.
func TestSharedFindingOfOneModel(t *testing.T) {
	out := render(t, "text", sharing(1))
	if strings.Count(out, "no retention period") != 1 || !strings.Contains(out, "concerns "+many(1, 1).Models[0].Subject.ID) {
		t.Errorf("got %s", out)
	}
}

// TestSharedFindingsThatDiffer are told apart: by a waiver, a severity or a day
// that only some models have, and at a threshold, which each meets for itself.
func TestSharedFindingsThatDiffer(t *testing.T) {
	for name, change := range map[string]func(j *decision.Judged){
		"waived":  func(j *decision.Judged) { j.Waiver = &decision.Waiver{ID: "W1"} },
		"milder":  func(j *decision.Judged) { j.Severity = finding.Warning },
		"pending": func(j *decision.Judged) { j.Pending = "2027-01-01" },
		"message": func(j *decision.Judged) { j.Message = "another" },
		"key":     func(j *decision.Judged) { j.Key = "dataset b" },
	} {
		r := sharing(3)
		change(&r.Models[0].Findings[1])
		var models []string
		for _, s := range SharedFindings(r) {
			models = append(models, s.Models...)
		}
		if len(models) != 2 || slices.Contains(models, r.Models[0].Subject.ID) || len(Distinct(r)) != 5 {
			t.Errorf("%s: shared by %q, %d findings", name, models, len(Distinct(r)))
		}
	}
	r := sharing(3)
	for i := range r.Models {
		r.Models[i].Findings[1].At.Path = ".modelgate/thresholds.yaml"
	}
	if shared := SharedFindings(r); len(shared) != 0 {
		t.Errorf("a threshold is shared: %+v", shared)
	}
}

// TestSharedFingerprints do not depend on which models are judged.
func TestSharedFingerprints(t *testing.T) {
	of := func(r Report) string {
		for _, e := range grouped(r) {
			if e.rule == "gdpr/retention_undeclared" {
				return e.fingerprint
			}
		}
		return ""
	}
	all := sharing(13)
	want := of(all)
	for name, change := range map[string]func(r *Report){
		"one model":       func(r *Report) { r.Models, r.Repository = r.Models[4:5], decision.Decision{} },
		"the last ones":   func(r *Report) { r.Models = r.Models[7:] },
		"no model":        func(r *Report) { r.Models = nil },
		"waived for some": func(r *Report) { r.Models = r.Models[:2]; r.Models[1].Findings = r.Models[1].Findings[:1] },
	} {
		r := sharing(13)
		change(&r)
		if got := of(r); got != want || got == "" {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	// What is said differently at one place has fingerprints of its own.
	r := sharing(2)
	r.Models[1].Findings[1].Message = "another"
	seen := map[string]bool{}
	for _, e := range grouped(r) {
		if seen[e.fingerprint] {
			t.Errorf("%s is given twice", fmt.Sprint(e.finding.Message))
		}
		seen[e.fingerprint] = true
	}
}
