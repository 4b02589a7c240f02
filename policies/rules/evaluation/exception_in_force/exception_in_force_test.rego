package modelgate.rules.evaluation.exception_in_force_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.exception_in_force as rule

test_fires if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/exceptions/0",
		"key": "accuracy",
		"message": `threshold "accuracy" has an exception (min 0.7 in place of 0.80) until 2026-12-01: An older population. (ml-governance)`,
	}} with input as fixture.excepted("in_force")
}

test_silent_in_another_state if {
	rule.applies with input as fixture.excepted("to_come")
	count(rule.deny) == 0 with input as fixture.excepted("to_come")
	count(rule.deny) == 0 with input as fixture.excepted("expired")
}

test_not_applicable_without_an_exception if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
