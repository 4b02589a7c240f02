package modelgate.rules.card.section_advised_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.section_advised as rule

test_fires_on_what_is_advised if {
	{f.key | some f in rule.deny} == {"out_of_scope", "bias_risk"} with input as fixture.edit({"/head/card/sections": []})
	{f.message | some f in rule.deny} == {`the model card has no section "Out-of-scope use"`} with input as fixture.edit({"/head/card/sections/4/key": ""})
}

test_a_format_without_a_place_is_told_of_one if {
	{f.message | some f in rule.deny} == {`the model card has no section "Out-of-scope use"; if the format cyclonedx-ml-bom has no field for it, write it in a README.md next to the file`} with input as fixture.edit({"/head/card/sections/4/key": "", "/head/card/format": "cyclonedx-ml-bom"})
}

test_silent_at_a_stage_that_advises_nothing if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/sections": [], "/stage": "draft"})
}

test_silent_when_all_are_there if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_silent_where_the_section_is_owed if {
	document := json.patch(fixture.owing([["review", "section", "out_of_scope"]]), [{"op": "replace", "path": "/head/card/sections/4/key", "value": ""}])
	count(rule.deny) == 0 with input as document
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
