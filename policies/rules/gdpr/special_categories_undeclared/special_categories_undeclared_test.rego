package modelgate.rules.gdpr.special_categories_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.special_categories_undeclared as rule

test_fires_without_the_list if {
	rule.deny == {{
		"at": "models/m/README.md#/absent",
		"message": `dataset "contracts": the data card does not state whether the data contains special categories of personal data`,
	}} with input as fixture.edit_data({"/special_categories": fixture.no_list})
}

test_silent_on_an_empty_list if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
