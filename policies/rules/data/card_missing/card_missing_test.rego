package modelgate.rules.data.card_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.card_missing as rule

test_fires_without_a_card if {
	rule.deny == {{"at": "models/m/README.md#/datasets/0", "key": "dataset contracts", "message": `dataset "contracts" has no data card`}} with input as fixture.undescribed
}

test_silent_with_a_card if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_datasets if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
