package modelgate.rules.gdpr.controller_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.controller_undeclared as rule

test_fires_for_each_missing_part if {
	found := rule.deny with input as fixture.edit_data({"/controller/name": fixture.no_text, "/controller/contact": fixture.no_text})
	{[f.key, f.message] | some f in found} == {
		["contact", `dataset "contracts": controller.contact is missing`],
		["name", `dataset "contracts": controller.name is missing`],
	}
}

test_silent_with_controller if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
