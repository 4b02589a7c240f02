package modelgate.rules.evaluation.advisory_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.advisory as rule

test_fires_on_what_only_warns if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": "accuracy" is 0.75, but required is at least 0.80`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"verdict": "fail", "severity": "warn", "value": "0.75"})
}

test_gives_the_detail if {
	some finding in rule.deny with input as fixture.answered({"verdict": "inconclusive", "severity": "warn", "detail": "it is of 3 examples"})
	endswith(finding.message, ": it is of 3 examples")
}

test_silent_when_it_passes_or_blocks if {
	rule.applies with input as fixture.answered({"severity": "warn"})
	count(rule.deny) == 0 with input as fixture.answered({"severity": "warn"})
	not rule.applies with input as fixture.answered({"verdict": "fail"})
	not rule.applies with input as fixture.answered({"verdict": "fail", "severity": "info"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
