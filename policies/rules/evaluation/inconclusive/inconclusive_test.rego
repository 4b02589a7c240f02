package modelgate.rules.evaluation.inconclusive_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.inconclusive as rule

test_fires_on_thin_evidence if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": "accuracy" (required: at least 0.80) is inconclusive: the result is of 30 examples; about 500 examples would probably be enough`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"verdict": "inconclusive", "detail": "the result is of 30 examples", "needed": "500"})
}

test_says_nothing_of_what_is_not_known if {
	some finding in rule.deny with input as fixture.answered({"verdict": "inconclusive", "detail": "nothing is known of its precision"})
	endswith(finding.message, "nothing is known of its precision")
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "inconclusive", "severity": "warn"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
