package modelgate.rules.gdpr.model_purpose_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.model_purpose_undeclared as rule

test_fires_without_purposes if {
	rule.deny == {{"at": "models/m/README.md#/absent", "message": "the model uses personal data, but its manifest states no purpose"}} with input as fixture.edit({"/head/manifest/purposes": fixture.no_list})
}

test_silent_with_purposes if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
