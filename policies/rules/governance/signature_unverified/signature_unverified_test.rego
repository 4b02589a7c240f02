package modelgate.rules.governance.signature_unverified_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.signature_unverified as rule

test_fires_on_what_cannot_be_verified if {
	rule.deny == {{
		"at": "models/m/model.sig#",
		"key": "models/m/model.sig",
		"message": `signature "models/m/model.sig" is not verified: it is keyless`,
	}} with input as fixture.signed("unverified", "it is keyless", [])
}

test_silent_on_others if {
	every state in ["valid", "invalid"] {
		rule.applies with input as fixture.signed(state, "", [])
		count(rule.deny) == 0 with input as fixture.signed(state, "", [])
	}
}

test_not_applicable_without_a_signature if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
