package modelgate.rules.card.model_index_empty_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.model_index_empty as rule

test_fires_without_results if {
	rule.deny == {{"at": "models/m/README.md#/model-index/0", "key": "model m", "message": `model-index has no results for model "m"`}} with input as fixture.edit({"/head/card/model_index/0/results": []})
}

test_silent_with_results if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

# What is no list is card/model_index_malformed.
test_silent_on_what_is_no_list if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/model_index/0/results": [], "/head/card/model_index/0/listed": false})
}

test_not_applicable_without_index if {
	not rule.applies with input as fixture.edit({"/head/card/model_index": []})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
