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

test_filled_and_begun if {
	document := fixture.edit({"/head/card/sections": [fixture.section("limitations", "Limits", "empty"), fixture.section("evaluation", "Evaluation", "not_applicable")]})
	sections.begun == {"limitations", "evaluation"} with input as document
	sections.filled == {"evaluation"} with input as document
}

test_title if {
	sections.title("intended_use") == "Intended use"
	sections.title("house_style") == "house_style"
}

test_each_required_key_has_a_title if {
	every keys in table.required {
		every key in keys { table.titles[key] }
	}
}
