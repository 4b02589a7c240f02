package report

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/modelgate-dev/modelgate/internal/actions"
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/finding"
)

// JSON writes the report as it is recorded: schemas/report.schema.json is its
// shape, and Read reads it back. An absent list is written as an empty one.
//
// The models are written one by one: encoding/json builds the whole text of a
// value in memory, and a report can have ten thousand models.
func JSON(w io.Writer, r Report) error {
	out := bufio.NewWriter(w)
	if err := writeJSON(out, r); err != nil {
		return fmt.Errorf("writing the JSON report: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the JSON report: %w", err)
	}
	return nil
}

func writeJSON(out *bufio.Writer, r Report) error {
	models := r.Models
	r.Models = []decision.Decision{}
	shell, err := actions.IndentedJSON(filled(r), "")
	if err != nil {
		return err
	}
	// A line break cannot stand inside a JSON string, so this is the key itself.
	const key = "\n  \"models\": ["
	before, after, found := bytes.Cut(shell, []byte(key))
	if !found {
		return errors.New("the report has no key models")
	}
	out.Write(before)
	out.WriteString(key)
	for i, d := range models {
		model, err := actions.IndentedJSON(filledDecision(d), "    ")
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteString(",")
		}
		out.WriteString("\n    ")
		out.Write(bytes.TrimRight(model, "\n"))
	}
	if len(models) > 0 {
		out.WriteString("\n  ")
	}
	_, err = out.Write(after) // a bufio.Writer keeps its first error
	return err
}

// filled returns a copy of the report, but for its models, in which no list is nil.
func filled(r Report) Report {
	r.Schema = Schema
	r.Notices = list(r.Notices)
	r.Waivers = list(r.Waivers)
	r.Repository = filledDecision(r.Repository)
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
