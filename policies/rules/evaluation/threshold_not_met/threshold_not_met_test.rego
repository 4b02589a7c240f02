package modelgate.rules.evaluation.threshold_not_met_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.threshold_not_met as rule

test_fires_below_the_minimum if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `"accuracy" is 0.75, below the minimum 0.80 of threshold "accuracy"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"verdict": "fail", "value": "0.75"})
}

test_fires_on_each_bound[bound] if {
	some bound, words in {"max": "above the maximum", "above": "not above the bound", "below": "not below the bound"}
	{f.message | some f in rule.deny} == {sprintf(`"wer" on slice "age=65+" is 0.853, %s 0.80 of threshold "accuracy"`, [words])} with input as fixture.answered({"verdict": "fail", "bound": bound, "metric": "wer", "slice": "age=65+"})
}

test_says_what_makes_a_drift_infinite if {
	{f.message | some f in rule.deny} == {`"psi" on slice "column=plan" is "infinite", drifted from the reference by more than the maximum 0.2 of threshold "accuracy": one side alone`} with input as fixture.answered({"verdict": "fail", "bound": "drift", "metric": "psi", "slice": "column=plan", "value": "infinite", "limit": "0.2", "detail": "one side alone"})
	{f.message | some f in rule.deny} == {`"psi" on slice "column=age" is 0.3, drifted from the reference by more than the maximum 0.2 of threshold "accuracy"`} with input as fixture.answered({"verdict": "fail", "bound": "drift", "metric": "psi", "slice": "column=age", "value": "0.3", "limit": "0.2"})
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "fail", "severity": "warn"})
}

test_not_applicable_to_comparisons if {
	not rule.applies with input as fixture.compared({"verdict": "fail"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
