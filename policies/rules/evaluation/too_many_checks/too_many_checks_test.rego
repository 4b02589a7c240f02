package modelgate.rules.evaluation.too_many_checks_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.too_many_checks as rule

test_fires_at_the_threshold if {
	rule.deny == {{
		"at": ".modelgate/thresholds.yaml#/thresholds/0/min",
		"key": "recall checks",
		"message": "no thresholds were checked: more than 5000",
	}} with input as fixture.answered({"verdict": "error", "reason": "too_many", "key": "recall checks", "detail": "more than 5000"})
}

test_silent_about_other_answers if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "missing"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
