package modelgate.rules.card.license_family_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.license_family as rule

test_fires_on_a_family if {
	rule.deny == {{"at": "models/m/README.md#/license/0", "key": "license cc", "message": `license "cc" is a license family, not a specific license`}} with input as fixture.edit(fixture.licensed(["cc"]))
}

test_silent_on_a_licence if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit(fixture.licensed(["something else"]))
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
