package modelgate.rules.data.license_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.license_missing as rule

test_fires_without_license if {
	rule.deny == {{"at": "models/m/README.md#/absent", "message": `dataset "contracts": the data card has no license`}} with input as fixture.edit_data({"/license": fixture.no_text})
}

test_fires_on_unknown if {
	rule.deny == {{"at": "datacards/contracts.yaml#/license", "message": `dataset "contracts": the data card's license is "unknown", which does not identify a license`}} with input as fixture.edit_data({"/license/value": "unknown"})
}

test_silent_with_license if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
