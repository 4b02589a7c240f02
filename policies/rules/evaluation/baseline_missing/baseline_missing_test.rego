package modelgate.rules.evaluation.baseline_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.baseline_missing as rule

test_fires_on_baseline_missing if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy not_worse_by",
		"message": `"accuracy" cannot be compared: the base has no such result`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.compared({"verdict": "error", "reason": "baseline_missing", "detail": "the base has no such result"})
}

test_fires_on_a_stale_baseline if {
	count(rule.deny) == 1 with input as fixture.compared({"verdict": "error", "reason": "baseline_stale"})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.compared({})
	count(rule.deny) == 0 with input as fixture.compared({})
	count(rule.deny) == 0 with input as fixture.compared({"verdict": "error", "reason": "baseline_missing", "severity": "warn"})
}

test_silent_on_other_reasons if {
	count(rule.deny) == 0 with input as fixture.compared({"verdict": "error", "reason": "another"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
