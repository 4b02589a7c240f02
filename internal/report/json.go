package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// JSON writes the report as it is recorded: schemas/report.schema.json is its
// shape, and Read reads it back. An absent list is written as an empty one.
func JSON(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(filled(r)); err != nil {
		return fmt.Errorf("writing the JSON report: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the JSON report: %w", err)
	}
	return nil
}

// filled returns a copy of the report in which no list is nil.
func filled(r Report) Report {
	r.Schema = Schema
	r.Notices = list(r.Notices)
	r.Waivers = list(r.Waivers)
	r.Repository = filledDecision(r.Repository)
	models := make([]decision.Decision, len(r.Models))
	for i, d := range r.Models {
		models[i] = filledDecision(d)
	}
	r.Models = models
	rules := make([]finding.Rule, len(r.Rules))
	for i, rule := range r.Rules {
		rule.Sources = list(rule.Sources)
		if rule.Severity == nil {
			rule.Severity = map[finding.Stage]finding.Severity{}
		}
		rules[i] = rule
	}
	r.Rules = rules
	return r
}

func filledDecision(d decision.Decision) decision.Decision {
	d.Outcomes = list(d.Outcomes)
	d.Findings = list(d.Findings)
	return d
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
