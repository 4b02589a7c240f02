package modelgate.rules.governance.signature_invalid_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.governance.signature_invalid as rule

test_fires_on_another_signer if {
	rule.deny == {{
		"at": "models/m/model.sig#",
		"key": "models/m/model.sig",
		"message": `signature "models/m/model.sig" is not valid: no signer of the configuration has signed it`,
	}} with input as fixture.signed("invalid", "no signer of the configuration has signed it", [])
}

test_fires_on_each_file_that_differs if {
	files := [{"at": sprintf("models/m/%s#", [difference]), "path": concat("/", ["models/m", difference]), "difference": difference} | some difference in ["changed", "missing", "extra"]]
	{f.message | some f in rule.deny} == {
		`file "models/m/changed" is not the one that signature "models/m/model.sig" lists`,
		`file "models/m/missing" is missing, but signature "models/m/model.sig" lists it`,
		`file "models/m/extra" is not in signature "models/m/model.sig"`,
	} with input as fixture.signed("invalid", "", files)
}

test_silent_on_others if {
	every state in ["valid", "unverified"] {
		rule.applies with input as fixture.signed(state, "", [])
		count(rule.deny) == 0 with input as fixture.signed(state, "it is keyless", [])
	}
}

test_not_applicable_without_a_signature if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.bare
	not rule.applies with input as fixture.removed
}
