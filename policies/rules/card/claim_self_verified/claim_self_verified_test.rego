package modelgate.rules.card.claim_self_verified_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.card.claim_self_verified as rule

test_fires_on_a_verified_claim if {
	rule.deny == {{
		"at": "models/m/README.md#/verified",
		"key": "claim accuracy contracts test",
		"message": `metric "accuracy" is marked as verified, but modelgate cannot check that`,
	}} with input as fixture.edit({"/head/card/claims/0/verified": fixture.flag("models/m/README.md#/verified", true)})
}

test_silent_without_the_word if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	count(rule.deny) == 0 with input as fixture.edit({"/head/card/claims/0/verified": fixture.flag("models/m/README.md#/verified", false)})
}

test_not_applicable_without_card if {
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
