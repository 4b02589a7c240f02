package modelgate.rules.card.datasets_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.datasets_undeclared as rule

test_fires_without_the_key if {
	rule.deny == {{"at": "models/m/README.md#/absent", "message": "the model card's metadata lists no training datasets"}} with input as fixture.edit({"/head/card/datasets": fixture.no_list, "/head/card/sections": []})
}

test_data_in_words_alone_are_named if {
	{f.message | some f in rule.deny} == {`the model card's metadata lists no training datasets; tools cannot read the prose in section "Training data"`} with input as fixture.edit({"/head/card/datasets": fixture.no_list})
}

test_silent_where_the_metadata_cannot_be_read if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/datasets": fixture.no_list, "/head/card/unread": true})
}

test_points_at_a_key_that_is_nearly_the_one if {
	{f.at | some f in rule.deny} == {"models/m/README.md#/dataset"} with input as fixture.edit({"/head/card/datasets": fixture.no_list, "/head/card/keys": [fixture.key("dataset", false)]})
}

test_fires_on_an_empty_list if {
	count(rule.deny) == 1 with input as fixture.edit({"/head/card/datasets/items": []})
}

test_silent_with_a_dataset if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
