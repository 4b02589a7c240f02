package modelgate.rules.gdpr.controller_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.controller_undeclared as rule

test_fires_once_for_all_missing_parts if {
	{f.message | some f in rule.deny} == {`dataset "contracts": controller.contact is missing, controller.name is missing`} with input as fixture.edit_data({"/controller/name": fixture.no_text, "/controller/contact": fixture.no_text})
	{f.message | some f in rule.deny} == {`dataset "contracts": controller.contact is missing`} with input as fixture.edit_data({"/controller/contact": fixture.no_text})
}

test_silent_with_controller if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
