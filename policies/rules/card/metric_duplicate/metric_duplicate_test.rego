package modelgate.rules.card.metric_duplicate_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.metric_duplicate as rule

twice(changes) := fixture.edit({"/head/card/claims": [fixture.claim, object.union(fixture.claim, object.union({"at": "models/m/README.md#/model-index/0/results/1/metrics/0/value"}, changes))]})

test_fires_on_a_second_value if {
	rule.deny == {{
		"at": "models/m/README.md#/model-index/0/results/1/metrics/0/value",
		"key": "claim accuracy contracts test",
		"message": `metric "accuracy" of dataset "contracts" appears twice, as "0.85" and "0.91", with nothing to distinguish them`,
		"related": [{"at": "models/m/README.md#/model-index/0/results/0/metrics/0/value", "message": "the first one"}],
	}} with input as twice({"raw": "0.91"})
}

test_silent_when_something_tells_them_apart[change] if {
	some change in [{"split": "validation"}, {"metric_name": "Test accuracy (+LM)"}, {"args": [{"name": "k", "value": "5"}]}, {"config": "de"}, {"metric": "f1"}, {"section": "large-model"}]
	rule.applies with input as twice(change)
	count(rule.deny) == 0 with input as twice(change)
}

test_silent_on_two_pages if {
	count(rule.deny) == 0 with input as twice({"at": "models/m/MODEL_CARD.md#/model-index/0/results/0/metrics/0/value", "raw": "0.91"})
}

test_silent_on_a_single_value if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
