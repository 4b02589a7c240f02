package gate

import (
	"github.com/modelgate-dev/modelgate/internal/decision"
	"github.com/modelgate-dev/modelgate/internal/evidence"
	"github.com/modelgate-dev/modelgate/internal/finding"
	"github.com/modelgate-dev/modelgate/internal/policy"
)

// checkedModels are the models for rules of the change as a whole. Only those of an
// organization ask about them, and a model is read again for that.
func (r *run) checkedModels(models []decision.Decision) ([]policy.CheckedModel, error) {
	out := []policy.CheckedModel{}
	if !r.asksAboutModels() {
		return out, nil
	}
	for _, d := range models {
		if d.Subject.Kind == decision.Dataset {
			continue
		}
		s, err := r.head.Read(d.Subject.ID)
		if err != nil {
			return nil, err
		}
		m := policy.CheckedModel{At: s.Model.At, ID: d.Subject.ID, Name: d.Subject.Name, Version: d.Subject.Version, Owner: d.Subject.Owner, Stage: d.Subject.Stage,
			Present: s.Model.Present, RiskClass: s.Model.Card.RiskClass, PersonalData: statuses(s.Model), Allowed: d.Result == decision.Allow, Partial: len(r.Gates) > 0}
		for _, f := range d.Findings {
			if f.Severity == finding.Error {
				m.Errors++
			}
			if f.Waiver != nil {
				m.Waived++
			}
		}
		out = append(out, m)
	}
	return out, nil
}

func (r *run) asksAboutModels() bool {
	for _, rule := range r.rules.Rules() {
		if rule.Scope == finding.ScopeRepository && rule.Origin != finding.BuiltIn && !policy.IsConftest(rule.ID) {
			return true
		}
	}
	return false
}

// statuses are what the cards of a model's datasets say of personal data.
func statuses(m evidence.Model) []string {
	out := []string{}
	for _, d := range m.Datasets {
		status := ""
		if d.Card.Present {
			status = d.Card.PersonalData.Status.Value
		}
		out = append(out, status)
	}
	return out
}
