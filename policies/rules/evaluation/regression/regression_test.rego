package modelgate.rules.evaluation.regression_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.regression as rule

compared(verdict) := fixture.edit({
	"/head/checks/0/bound": "no_worse_than_base",
	"/head/checks/0/limit": "0.01",
	"/head/checks/0/base_value": "0.88",
	"/head/checks/0/verdict": verdict,
})

test_fires_when_worse if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy no_worse_than_base",
		"message": `"accuracy" is "0.853", worse than "0.88" on the base by more than "0.01"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}],
	}} with input as compared("not_met")
}

test_silent_when_met_or_new if {
	rule.applies with input as compared("met")
	count(rule.deny) == 0 with input as compared("met")
	count(rule.deny) == 0 with input as compared("no_base")
}

test_not_applicable_to_other_bounds if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
