package modelgate.rules.evaluation.regression_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.regression as rule

test_fires_beyond_the_allowance if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy not_worse_by",
		"message": `"accuracy" is 0.853, worse than 0.87 of the base by more than 0.01`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.compared({"bound": "not_worse_by", "verdict": "fail"})
}

test_names_the_test_that_decided if {
	some finding in rule.deny with input as fixture.compared({"bound": "not_worse_by", "verdict": "fail", "mode": "prove", "detail": "p = 0.001"})
	endswith(finding.message, " (p = 0.001)")
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.compared({"bound": "not_worse_by"})
	count(rule.deny) == 0 with input as fixture.compared({"bound": "not_worse_by"})
	count(rule.deny) == 0 with input as fixture.compared({"bound": "not_worse_by", "verdict": "fail", "severity": "warn"})
}

test_not_applicable_to_bounds if {
	not rule.applies with input as fixture.answered({"verdict": "fail"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
