package modelgate.rules.evaluation.metric_ambiguous_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.evaluation.metric_ambiguous as rule

test_fires_on_disagreement if {
	rule.deny == {{
		"at": "models/m/evaluation/metrics.json#/accuracy",
		"key": "accuracy min",
		"message": `threshold "accuracy": there are several results for "accuracy", and they disagree; one says "0.853"`,
		"related": [{"at": ".modelgate/thresholds.yaml#/thresholds/0", "message": `threshold "accuracy"`}],
	}} with input as fixture.edit({"/head/checks/0/verdict": "ambiguous"})
}

test_silent_on_agreement if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_thresholds if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
