package modelgate.rules.evaluation.value_not_finite_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.value_not_finite as rule

test_fires_on_not_a_number if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": "accuracy" is "NaN", which cannot be compared`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"verdict": "error", "reason": "not_a_number", "value": "NaN"})
}

test_fires_on_no_number_in_the_baseline if {
	some finding in rule.deny with input as fixture.compared({"verdict": "error", "reason": "baseline_not_a_number", "base_value": "NaN"})
	finding.message == `threshold "accuracy": "accuracy" is "0.853", of the base "NaN", which cannot be compared`
}

test_fires_on_answers_that_no_rule_knows if {
	count(rule.deny) == 1 with input as fixture.answered({"verdict": "perhaps"})
	count(rule.deny) == 1 with input as fixture.answered({"verdict": "error", "reason": "who knows"})
	count(rule.deny) == 1 with input as fixture.answered({"verdict": "fail", "severity": "loud", "verdict": "no"})
}

test_silent_on_what_other_rules_know[reason] if {
	some reason in ["missing", "ambiguous", "stale", "unit_mismatch", "not_comparable"]
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": reason})
}

test_silent_on_answers[verdict] if {
	some verdict in ["pass", "fail", "inconclusive", "first_model", "not_applicable"]
	count(rule.deny) == 0 with input as fixture.answered({"verdict": verdict})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "not_a_number", "severity": "warn"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
