package modelgate.rules.evaluation.disparity_exceeded_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.disparity_exceeded as rule

test_fires_beyond_the_limit if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `"accuracy" by sex: the ratio is 0.687, but the limit is 0.8`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"bound": "disparity", "slice": "by sex", "limit": "0.8", "verdict": "fail", "detail": "the ratio is 0.687"})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.answered({"bound": "disparity", "slice": "by sex", "limit": "0.8"})
	count(rule.deny) == 0 with input as fixture.answered({"bound": "disparity", "slice": "by sex", "limit": "0.8"})
	count(rule.deny) == 0 with input as fixture.answered({"bound": "disparity", "slice": "by sex", "limit": "0.8", "verdict": "fail", "severity": "info"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
