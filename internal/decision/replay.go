package decision

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/modelgate-dev/modelgate/internal/finding"
)

// Again decides once more about what a recorded decision says that its rules
// found, and refuses a record that the terms make another decision of: another
// result, outcome, waiver, effective date, fingerprint or order. Whether the
// rules did find that, only they can say. No Approval can come of it.
func Again(recorded Decision, terms Terms) (Decision, error) {
	terms.Preview = true
	byRule := map[string][]finding.Finding{}
	for _, j := range recorded.Findings {
		byRule[j.Rule] = append(byRule[j.Rule], j.Finding)
	}
	verdicts := make([]finding.Verdict, 0, len(recorded.Outcomes))
	for _, o := range recorded.Outcomes {
		id := o.Rule
		if rule, known := terms.Rules[id]; known {
			id = rule.ID // the same text, held once for all records
		}
		verdicts = append(verdicts, finding.Verdict{Rule: id, NotApplicable: o.State == NotApplicable, Unfinished: o.State == Unfinished, Error: o.Error, Findings: byRule[o.Rule]})
		delete(byRule, o.Rule)
	}
	for rule := range byRule {
		return Decision{}, fmt.Errorf("it has a finding of the rule %q, but no outcome", rule)
	}
	again := Decide(recorded.Subject, verdicts, terms)
	again.Checks = recorded.Checks // they tell, and decide nothing: the rules that they led to do
	return again, again.differs(recorded)
}

// differs says how the decision differs from one about the same subject.
func (d Decision) differs(o Decision) error {
	if d.Result != o.Result {
		return fmt.Errorf("its result is %s, but its outcomes mean %s", o.Result, d.Result)
	}
	for i, outcome := range d.Outcomes {
		if o.Outcomes[i] != outcome {
			return fmt.Errorf("the outcome of the rule %q is %q, but its findings mean %q for the rule %q", o.Outcomes[i].Rule, o.Outcomes[i].State, outcome.State, outcome.Rule)
		}
	}
	if !slices.EqualFunc(d.Findings, o.Findings, func(a, b Judged) bool { return reflect.DeepEqual(a, b) }) {
		return errors.New("its findings have an unexpected order, fingerprint, waiver or effective date")
	}
	return nil
}
