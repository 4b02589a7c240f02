package modelgate.rules.evaluation.metric_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.metric_missing as rule

test_fires_on_missing if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy" (min 0.80): there is no result for "accuracy"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0/min", "message": `threshold "accuracy"`}],
	}} with input as fixture.answered({"verdict": "error", "reason": "missing"})
}

test_names_the_result_that_was_meant if {
	some finding in rule.deny with input as fixture.answered({"verdict": "error", "reason": "missing", "near": "eval_accuracy"})
	endswith(finding.message, `; did you mean "eval_accuracy"?`)
}

test_names_what_dvc_keeps if {
	answered := fixture.answered({"verdict": "error", "reason": "missing"})
	kept := [{"at": "dvc.yaml#/stages/t/metrics/0", "value": "models/m/metrics.json"}]
	some finding in rule.deny with input as json.patch(answered, [{"op": "replace", "path": "/head/cached_results", "value": kept}])
	endswith(finding.message, "; DVC keeps models/m/metrics.json out of git: set cache: false for it in dvc.yaml, and commit it")
}

test_names_where_the_metric_is_shown if {
	some finding in rule.deny with input as fixture.answered({"verdict": "error", "reason": "elsewhere", "detail": `"accuracy" is there for task gsm8k, but not for task gsm8k_cot`})
	endswith(finding.message, `: "accuracy" is there for task gsm8k, but not for task gsm8k_cot`)
}

test_fires_on_a_task_that_is_gone if {
	some finding in rule.deny with input as fixture.answered({"verdict": "error", "reason": "vanished", "detail": "the base has a result for task arc_easy, and the head has none"})
	startswith(finding.message, `threshold "accuracy" (min 0.80): a result is missing for "accuracy": the base has a result for task arc_easy`)
}

test_a_claim_is_no_result if {
	some finding in rule.deny with input as fixture.answered({"verdict": "error", "reason": "only_claimed"})
	contains(finding.message, "there is only a claimed value, not a measured result,")
}

test_silent_when_it_passes_or_only_warns if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "missing", "severity": "warn"})
}

test_silent_on_other_reasons if {
	count(rule.deny) == 0 with input as fixture.answered({"verdict": "error", "reason": "another"})
}

test_not_applicable_without_checks if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
