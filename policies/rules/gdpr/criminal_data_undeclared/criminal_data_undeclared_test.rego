package modelgate.rules.gdpr.criminal_data_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.criminal_data_undeclared as rule

test_fires_when_it_is_not_said if {
	rule.deny == {{
		"at": "models/m/README.md#/absent",
		"message": `dataset "contracts": the data card does not state whether the data contains criminal convictions or offences`,
	}} with input as fixture.edit_data({"/criminal_data/included": fixture.no_flag})
}

test_silent_when_it_is_said if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit_data({"/criminal_data/included/value": true})
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
