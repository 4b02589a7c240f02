package modelgate.rules.evaluation.metric_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.metric_missing as rule

test_fires_without_result if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": there is no result for "accuracy"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}],
	}} with input as fixture.edit({"/head/checks/0/verdict": "missing"})
}

test_silent_with_result if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_thresholds if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
