package modelgate.rules.gdpr.status_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.status_undeclared as rule

test_fires_without_status if {
	rule.deny == {{"at": "models/m/README.md#/absent", "message": `dataset "contracts": the data card does not state whether the data is personal`}} with input as fixture.edit_data({"/personal_data/status": fixture.no_text})
}

test_fires_on_unknown_and_on_no_term[value] if {
	some value in ["unknown", "Pseudonymised"]
	rule.deny == {{"at": "datacards/contracts.yaml#/personal_data/status", "message": sprintf(`dataset "contracts": personal_data.status is %q`, [value])}} with input as fixture.edit_data({"/personal_data/status/value": value})
}

test_silent_with_status if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.unpersonal
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
