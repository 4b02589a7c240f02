package modelgate.rules.card.section_not_filled_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.section_not_filled as rule

test_fires_on_an_empty_section if {
	rule.deny == {{"at": "models/m/README.md#/sections/limitations", "key": "limitations", "message": `section "Limitations" is empty`}} with input as fixture.edit({"/head/card/sections/1/state": "empty"})
}

test_fires_on_template_text if {
	some finding in rule.deny with input as fixture.edit({"/head/card/sections/1/state": "placeholder"})
	finding.message == `section "Limitations" contains only placeholder text`
}

test_fires_once_on_the_first_heading if {
	sections := [fixture.section("limitations", "Bias", "empty"), fixture.section("limitations", "Limitations", "placeholder")]
	found := rule.deny with input as fixture.edit({"/head/card/sections": sections})
	{f.message | some f in found} == {`section "Bias" (required section "Limitations") is empty`}
}

test_two_sections_of_one_heading_differ_in_words if {
	heading := "Intended uses & limitations"
	sections := [fixture.section(key, heading, "empty") | some key in ["intended_use", "limitations"]]
	found := rule.deny with input as fixture.edit({"/stage": "review", "/head/card/sections": sections})
	{f.message | some f in found} == {
		`section "Intended uses & limitations" (required section "Intended use") is empty`,
		`section "Intended uses & limitations" (required section "Limitations") is empty`,
	}
}

test_the_case_of_a_heading_does_not_count if {
	found := rule.deny with input as fixture.edit({"/head/card/sections/1": fixture.section("limitations", "LIMITATIONS", "empty")})
	{f.message | some f in found} == {`section "LIMITATIONS" is empty`}
}

test_silent_when_another_section_of_that_meaning_is_filled if {
	sections := [fixture.section("limitations", "Bias", "empty"), fixture.section("limitations", "Limitations", "filled")]
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/sections": sections})
}

test_fires_on_a_placeholder_beside_what_is_filled[state] if {
	some state in ["placeholder", "unanswered"]
	sections := [fixture.section("limitations", "Bias", state), fixture.section("limitations", "Limitations", "filled")]
	found := rule.deny with input as fixture.edit({"/head/card/sections": sections})
	{f.key | some f in found} == {"limitations in Bias"}
}

test_fires_on_what_says_nothing if {
	found := rule.deny with input as fixture.edit({"/head/card/sections/1/state": "unanswered"})
	{f.message | some f in found} == {`section "Limitations" does not contain a statement of its own, only a text such as "unknown", "see paper", a disclaimer, or how to run it`}
}

test_silent_on_a_heading_over_a_placeholder if {
	sections := [object.union(fixture.section("limitations", "Bias", "placeholder"), {"parent": true}), fixture.section("limitations", "Limitations", "filled")]
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/sections": sections})
}

test_silent_on_what_is_not_owed if {
	count(rule.deny) == 0 with input as fixture.edit({"/stage": "draft", "/head/card/sections/1/state": "empty"})
}

test_silent_when_all_are_filled if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
