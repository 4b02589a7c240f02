package modelgate.rules.evaluation.baseline_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.baseline_missing as rule

compared(verdict, changes) := fixture.edit(object.union({"/head/checks/0/bound": "no_worse_than_base", "/head/checks/0/verdict": verdict}, changes))

test_fires_without_a_result_on_the_base if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy no_worse_than_base",
		"message": `"accuracy" has no result on the base to be compared with`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}],
	}} with input as compared("no_base", {})
}

test_silent_when_compared if {
	rule.applies with input as compared("met", {})
	count(rule.deny) == 0 with input as compared("met", {})
}

test_not_applicable_to_a_new_model if {
	not rule.applies with input as compared("no_base", {"/base/present": false})
	count(rule.deny) == 0 with input as compared("no_base", {"/base/present": false})
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
