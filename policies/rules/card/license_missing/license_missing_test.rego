package modelgate.rules.card.license_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_missing

test_fires_without_license if {
	license_missing.deny == {{"at": "models/m/README.md#/absent", "message": "the model card names no licence"}} with input as fixture.edit({"/head/card/license": fixture.no_text})
}

test_fires_on_unknown if {
	license_missing.deny == {{"at": "models/m/README.md#/license", "message": `the model card gives its licence as "Unknown"`}} with input as fixture.edit({"/head/card/license/value": "Unknown"})
}

test_silent_with_a_license if {
	license_missing.applies with input as fixture.model
	count(license_missing.deny) == 0 with input as fixture.model
}

test_not_applicable_without_card if {
	not license_missing.applies with input as fixture.bare
	not license_missing.applies with input as fixture.removed
}
