package modelgate.rules.governance.signature_reused_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.signature_reused as rule

test_fires_on_the_same_statement_elsewhere if {
	every state in ["valid", "unverified", "invalid"] {
		rule.deny == {{
			"at": "models/m/model.sig#",
			"key": "models/m/model.sig",
			"message": `signature "models/m/model.sig" is also "models/n/model.sig", for another model`,
		}} with input as object.union(fixture.signed(state, "", []), {"head": object.union(fixture.signed(state, "", []).head, {"signatures": [object.union(fixture.signed(state, "", []).head.signatures[0], {"others": ["models/n/model.sig", "models/o/model.sig"]})]})})
	}
}

test_silent_on_one_of_its_own if {
	rule.applies with input as fixture.signed("valid", "", [])
	count(rule.deny) == 0 with input as fixture.signed("valid", "", [])
}

test_not_applicable_without_a_signature if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
