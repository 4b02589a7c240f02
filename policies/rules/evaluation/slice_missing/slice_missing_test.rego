package modelgate.rules.evaluation.slice_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.slice_missing as rule

test_fires_on_slice_missing if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": "accuracy" on slice "class=fraud": there is no result of it`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"verdict": "error", "reason": "slice_missing", "slice": "class=fraud", "detail": "there is no result of it"})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "slice_missing", "severity": "warn"})
}

test_silent_on_other_reasons if {
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "another"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
