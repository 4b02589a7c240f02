package modelgate.rules.evaluation.metric_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.metric_missing as rule

test_fires_without_result if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": there is no result for "accuracy" to hold against min "0.80"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}],
	}} with input as fixture.edit({"/head/checks/0/verdict": "missing"})
}

test_names_the_result_that_was_meant if {
	some finding in rule.deny with input as fixture.edit({"/head/checks/0/verdict": "missing", "/head/checks/0/near": "eval_accuracy"})
	endswith(finding.message, `; did you mean "eval_accuracy"?`)
}

test_fires_for_each_bound if {
	bounds := [object.union(fixture.check, {"verdict": "missing", "bound": bound}) | some bound in ["min", "max", "no_worse_than_base"]]
	found := rule.deny with input as fixture.edit({"/head/checks": bounds})
	count({f.message | some f in found}) == 3
	{f.key | some f in found} == {"accuracy max", "accuracy min", "accuracy no_worse_than_base"}
}

test_silent_with_result if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_thresholds if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
