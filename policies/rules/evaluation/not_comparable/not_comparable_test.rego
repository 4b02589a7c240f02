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

test_fires_on_fewer_examples if {
	some finding in rule.deny with input as fixture.compared({"n": "100", "base_n": "10000"})
	finding.message == `"accuracy" is not comparable with the base: it is a result of 100 examples, down from 10000`
	count(rule.deny) == 1 with input as fixture.compared({"n": "50", "base_n": "100"})
}

test_silent_on_as_many_or_by_chance if {
	every sizes in [["100", "100"], ["10000", "100"], ["9500", "10000"], ["9", "12"], ["", "10000"], ["100", ""]] {
		count(rule.deny) == 0 with input as fixture.compared({"n": sizes[0], "base_n": sizes[1]})
	}
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
