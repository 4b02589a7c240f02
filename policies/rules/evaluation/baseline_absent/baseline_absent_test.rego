package modelgate.rules.evaluation.baseline_absent_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.baseline_absent as rule

test_fires_on_a_new_model if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy not_worse_by",
		"message": `"accuracy" is compared with nothing, because the base has no model "models/m"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.compared({"verdict": "first_model"})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.compared({})
	count(rule.deny) == 0 with input as fixture.compared({})
	count(rule.deny) == 0 with input as fixture.compared({"verdict": "first_model", "severity": "warn"})
	count(rule.deny) == 0 with input as fixture.compared({"verdict": "first_model", "reason": "new_slice"})
}

test_not_applicable_to_bounds if {
	not rule.applies with input as fixture.answered({"verdict": "first_model"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
