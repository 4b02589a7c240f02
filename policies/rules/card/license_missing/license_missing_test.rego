package modelgate.rules.card.license_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_missing as rule

without(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit(object.union(fixture.unlicensed, changes))
}

test_fires_without_license if {
	rule.deny == {{"at": "models/m/README.md#/license", "message": "the model card's metadata has no license"}} with input as fixture.edit(fixture.unlicensed)
}

test_a_licence_in_words_alone_is_named if {
	without({"/head/card/sections": [fixture.section("license", "Licence", "filled")]}) == {`the model card's metadata has no license; tools cannot read the prose in section "Licence"`}
	without({"/head/card/sections": [fixture.section("license", "Licence", "empty")]}) == {"the model card's metadata has no license"}
}

test_points_at_a_key_that_is_nearly_the_one if {
	{f.at | some f in rule.deny} == {"models/m/README.md#/liscence"} with input as fixture.edit(object.union(fixture.unlicensed, {"/head/card/keys": [fixture.key("liscence", false)]}))
}

test_silent_where_the_metadata_cannot_be_read if {
	without({"/head/card/unread": true}) == set()
}

test_fires_on_unknown if {
	{f.message | some f in rule.deny} == {`the model card's license is "Unknown", which does not identify a license`} with input as fixture.edit(fixture.licensed(["Unknown"]))
}

test_silent_with_license if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	without({"/head/card/license_name": fixture.text("bom.json#/name", "Example licence 1")}) == set()
	without({"/head/card/license_expression": fixture.text("bom.json#/expression", "MIT")}) == set()
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
