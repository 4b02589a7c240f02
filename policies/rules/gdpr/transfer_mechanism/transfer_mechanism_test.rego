package modelgate.rules.gdpr.transfer_mechanism_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.transfer_mechanism as rule

messages(country, mechanism, changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data({"/transfers": fixture.transfers(country, mechanism, changes)})
}

test_fires_without_mechanism if {
	messages("US", "", {"mechanism": fixture.no_text}) == {`dataset "contracts": the transfer to "US" has no mechanism`}
}

test_fires_on_no_mechanism_of_the_regulation if {
	messages("US", "privacy-shield", {}) == {`dataset "contracts": "privacy-shield" is not a transfer mechanism under Chapter V`}
}

test_fires_without_country if {
	messages("", "bcr", {"country": fixture.no_text}) == {`dataset "contracts": a transfer names no country`}
}

test_silent_with_mechanism if {
	rule.applies with input as fixture.edit_data({"/transfers": fixture.transfers("US", "bcr", {})})
	messages("US", "bcr", {}) == set()
}

test_not_applicable_without_transfers if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
