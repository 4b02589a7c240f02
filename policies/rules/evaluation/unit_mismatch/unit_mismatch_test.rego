package modelgate.rules.evaluation.unit_mismatch_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.unit_mismatch as rule

test_fires_on_out_of_range if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": "accuracy" is 73.4: 73.4 is not a proportion; is it a percentage?`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"verdict": "error", "reason": "out_of_range", "value": "73.4", "detail": "73.4 is not a proportion; is it a percentage?"})
}

test_fires_on_each_contradiction[reason] if {
	some reason in ["unit_mismatch", "direction_conflict"]
	count(rule.deny) == 1 with input as fixture.answered({"verdict": "error", "reason": reason})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "out_of_range", "severity": "warn"})
}

test_silent_on_other_reasons if {
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "another"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
