package modelgate.rules.data.dataset_replaced_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.dataset_replaced as rule

test_fires_where_the_weights_are_the_same if {
	rule.deny == {{
		"at": fixture.model.head.card.datasets.at,
		"key": "dataset contracts",
		"message": `dataset "contracts" is no longer named, but the model's artifacts are unchanged`,
	}} with input as fixture.edit({"/head/datasets/0/name": "words"})
	count(rule.deny) == 1 with input as fixture.edit({"/head/datasets": []})
}

test_silent_on_a_new_model_or_the_same_datasets if {
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/datasets": [], "/head/artifacts/0/digest": "sha256:01ff"})
	count(rule.deny) == 0 with input as fixture.edit({"/head/datasets": [], "/head/card/unread": true})
}

test_not_applicable_without_a_base if {
	rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
	not rule.applies with input as fixture.bare
}
