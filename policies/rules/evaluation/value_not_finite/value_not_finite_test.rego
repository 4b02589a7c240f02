package modelgate.rules.evaluation.value_not_finite_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.value_not_finite as rule

test_fires_on_no_number if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": "accuracy" is "NaN", which cannot be compared`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}],
	}} with input as fixture.edit({"/head/checks/0/verdict": "not_a_number", "/head/checks/0/value": "NaN"})
}

test_fires_on_no_number_on_the_base if {
	some finding in rule.deny with input as fixture.edit({"/head/checks/0/verdict": "not_a_number", "/head/checks/0/base_value": "NaN"})
	finding.message == `threshold "accuracy": "accuracy" is "0.853", on the base "NaN", which cannot be compared`
}

test_fires_on_a_verdict_that_no_rule_knows if {
	count(rule.deny) == 1 with input as fixture.edit({"/head/checks/0/verdict": "perhaps"})
}

test_silent_on_numbers[verdict] if {
	some verdict in ["met", "not_met", "missing", "ambiguous", "no_base"]
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/checks/0/verdict": verdict})
}

test_not_applicable_without_thresholds if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
