package modelgate.rules.card.field_advised_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.field_advised as rule

test_fires_without_a_task if {
	rule.deny == {{"at": "models/m/README.md#", "key": "field task", "message": "the model card does not state the task (pipeline_tag)"}} with input as fixture.edit({"/head/card/task": fixture.no_text, "/head/card/model_index": []})
}

test_fires_without_a_language_of_a_model_for_text if {
	{f.key | some f in rule.deny} == {"field languages"} with input as fixture.edit({"/head/card/task/value": "translation", "/head/card/languages": fixture.no_list})
}

test_fires_on_a_key_without_value if {
	{f.at | some f in rule.deny} == {"models/m/README.md#/pipeline_tag"} with input as fixture.edit({"/head/card/task": fixture.no_text, "/head/card/model_index": [], "/head/card/keys": [fixture.key("pipeline_tag", true)]})
}

test_silent_where_the_key_is_misspelt if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/task": fixture.no_text, "/head/card/model_index": [], "/head/card/keys": [fixture.key("pipeline-tag", false)]})
}

test_silent_on_a_language_of_a_model_for_tables if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/languages": fixture.no_list})
}

test_silent_when_all_is_stated if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
