package modelgate.rules.card.section_unwritten_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.section_unwritten as rule

with_section(section) := json.patch(fixture.model, [{"op": "add", "path": "/head/card/sections/-", "value": section}])

test_fires_on_template_text if {
	rule.deny == {{
		"at": "models/m/README.md#/sections/environment",
		"key": "section Environmental impact",
		"message": `section "Environmental impact" contains only placeholder text`,
	}} with input as with_section(fixture.section("environment", "Environmental impact", "placeholder"))
}

test_fires_on_template_text_of_no_known_meaning if {
	{f.message | some f in rule.deny} == {`section "Roadmap" contains only placeholder text`} with input as with_section(fixture.section("", "Roadmap", "placeholder"))
}

test_fires_on_a_bare_heading if {
	{f.message | some f in rule.deny} == {`section "Citation" is empty`} with input as with_section(fixture.section("citation", "Citation", "empty"))
}

test_silent_on_a_bare_heading_of_no_known_meaning if {
	count(rule.deny) == 0 with input as with_section(fixture.section("", "Happy hacking!", "empty"))
}

test_silent_on_a_reason_and_on_a_text[state] if {
	some state in ["filled", "not_applicable"]
	count(rule.deny) == 0 with input as with_section(fixture.section("environment", "Environmental impact", state))
}

test_silent_on_a_link_to_how_to_run_it if {
	count(rule.deny) == 0 with input as with_section(fixture.section("how_to_use", "How to get started", "unanswered"))
	count(rule.deny) == 1 with input as with_section(fixture.section("how_to_use", "How to get started", "placeholder"))
}

test_silent_on_a_heading_over_others if {
	count(rule.deny) == 0 with input as with_section(object.union(fixture.section("", "A model", "placeholder"), {"parent": true}))
}

# A heading of an owed meaning that another section fills promises something, too.
test_fires_on_a_bare_heading_of_what_is_filled_elsewhere if {
	{f.message | some f in rule.deny} == {`section "Results" is empty`} with input as with_section(fixture.section("evaluation", "Results", "empty"))
	count(rule.deny) == 0 with input as with_section(fixture.section("evaluation", "Results", "placeholder")) # card/section_not_filled
}

# An owed section is card/section_not_filled.
test_silent_on_what_is_owed if {
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/sections/1/state": "empty"})
}

test_silent_when_all_is_well if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
