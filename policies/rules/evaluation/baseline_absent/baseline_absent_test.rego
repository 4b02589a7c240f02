package modelgate.rules.evaluation.baseline_absent_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.baseline_absent as rule

fresh(verdict) := fixture.edit({"/base": fixture.nothing(false), "/head/checks/0/bound": "no_worse_than_base", "/head/checks/0/verdict": verdict})

test_fires_on_a_new_model if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy no_worse_than_base",
		"message": `"accuracy" is compared with nothing, because the base has no model "models/m"; a renamed model is new here`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}],
	}} with input as fresh("no_base")
}

test_silent_on_other_verdicts[verdict] if {
	some verdict in ["missing", "not_a_number", "ambiguous"]
	rule.applies with input as fresh(verdict)
	count(rule.deny) == 0 with input as fresh(verdict)
}

test_not_applicable_with_a_base_or_to_other_bounds if {
	not rule.applies with input as fixture.edit({"/head/checks/0/bound": "no_worse_than_base", "/head/checks/0/verdict": "no_base"})
	not rule.applies with input as fixture.edit({"/base": fixture.nothing(false)})
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
