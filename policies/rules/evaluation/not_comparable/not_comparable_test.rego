package modelgate.rules.evaluation.not_comparable_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.not_comparable as rule

test_fires_on_not_comparable if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy not_worse_by",
		"message": `"accuracy" is not comparable with the base: variant.fewshot was "0" and is "5"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.compared({"verdict": "error", "reason": "not_comparable", "detail": `variant.fewshot was "0" and is "5"`})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.compared({})
	count(rule.deny) == 0 with input as fixture.compared({})
	count(rule.deny) == 0 with input as fixture.compared({"verdict": "error", "reason": "not_comparable", "severity": "warn"})
}

test_silent_on_other_reasons if {
	count(rule.deny) == 0 with input as fixture.compared({"verdict": "error", "reason": "another"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
