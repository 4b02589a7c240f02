package modelgate.rules.card.key_misspelt_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.key_misspelt as rule

messages(names) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit({"/head/card/keys": [fixture.key(name, false) | some name in names]})
}

test_fires_on_misspelt_keys if {
	messages(["licence", "model_index"]) == {`metadata key "licence" is ignored; "license" is meant`, `metadata key "model_index" is ignored; "model-index" is meant`}
}

test_suggests_the_right_key if {
	{f.suggestion | some f in rule.deny} == {{"rename_key": "license"}} with input as fixture.edit({"/head/card/keys": [fixture.key("licence", false)]})
}

test_suggests_nothing_where_two_keys_mean_the_same[names] if {
	some names in [["dataset", "Datasets"], ["licence", "license"]]
	found := rule.deny with input as fixture.edit({"/head/card/keys": [fixture.key(name, false) | some name in names]})
	count(found) > 0
	every f in found { not f.suggestion }
}

test_fires_on_capitals if {
	messages(["License"]) == {`metadata key "License" is ignored; "license" is meant`}
	messages(["Pipeline-Tag"]) == {`metadata key "Pipeline-Tag" is ignored; "pipeline_tag" is meant`}
	messages(["Extra_gated_prompt"]) == {`metadata key "Extra_gated_prompt" is ignored; "extra_gated_prompt" is meant`}
}

test_silent_on_right_and_own_keys if {
	rule.applies with input as fixture.model
	messages(["license", "model-index", "datasets", "acme_ticket", "Acme"]) == set()
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
