package modelgate.lib.sections_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.sections
import data.modelgate.sections as table

test_owed_by_stage[stage] if {
	some stage, keys in table.required
	sections.owed == {key | some key in keys} with input as fixture.edit({"/stage": stage})
}

test_owed_by_configuration if {
	sections.owed == {"contact"} with input as fixture.edit({"/config/required_sections": fixture.list(".modelgate/config.yaml#/required_sections", ["contact"])})
	sections.owed == set() with input as fixture.edit({"/config/required_sections": fixture.list(".modelgate/config.yaml#/required_sections", [])})
}

test_owed_beside_the_table if {
	document := fixture.owing([["review", "section", "custom_rollback"], ["production", "field", "team"]])
	sections.owed == {"custom_rollback"} | {key | some key in table.required.production} with input as document
	not "custom_rollback" in sections.owed with input as json.patch(document, [{"op": "replace", "path": "/stage", "value": "draft"}])
}

test_advised_is_not_owed if {
	sections.advised == {key | some key in table.advised.production} with input as fixture.model
	not "out_of_scope" in sections.advised with input as fixture.owing([["draft", "section", "out_of_scope"]])
}

test_filled_and_begun if {
	document := fixture.edit({"/head/card/sections": [fixture.section("limitations", "Limits", "empty"), fixture.section("evaluation", "Evaluation", "not_applicable")]})
	sections.begun == {"limitations", "evaluation"} with input as document
	sections.filled == {"evaluation"} with input as document
}

test_not_applicable_needs_a_reason if {
	sections.filled == {"limitations"} with input as fixture.edit({"/head/card/claims": [], "/head/card/sections": [
		fixture.section("limitations", "Limits", "not_applicable"),
		object.union(fixture.section("evaluation", "Evaluation", "not_applicable"), {"reason": ""}),
	]})
	sections.lack(object.union(fixture.section("evaluation", "Evaluation", "not_applicable"), {"reason": ""})) == "is marked not applicable, but gives no reason"
}

test_a_heading_over_others_lacks_a_text if {
	sections.lack(object.union(fixture.section("limitations", "Limits", "empty"), {"parent": true})) == "has no text of its own"
}

test_title if {
	sections.title("intended_use") == "Intended use"
	sections.title("house_style") == "house_style" with input as fixture.model
	sections.title("custom_rollback") == "Rollback plan" with input as fixture.edit({"/config/section_names": [{"key": "custom_rollback", "title": "Rollback plan"}]})
}

test_each_required_key_has_a_title if {
	every keys in table.required {
		every key in keys { table.titles[key] }
	}
}
