package modelgate.rules.evaluation.threshold_not_met_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.threshold_not_met as rule

failed(changes) := fixture.edit(object.union({"/head/checks/0/verdict": "not_met"}, changes))

test_fires_below_the_minimum if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `"accuracy" is "0.75", below the minimum "0.80" of threshold "accuracy"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}],
	}} with input as failed({"/head/checks/0/value": "0.75"})
}

test_fires_above_the_maximum if {
	{f.message | some f in rule.deny} == {`"wer" of slice "age=65+" is "0.853", above the maximum "0.80" of threshold "accuracy"`} with input as failed({"/head/checks/0/bound": "max", "/head/checks/0/metric": "wer", "/head/checks/0/slice": "age=65+"})
}

test_silent_when_met if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_to_regressions_or_without_thresholds if {
	not rule.applies with input as failed({"/head/checks/0/bound": "no_worse_than_base"})
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
