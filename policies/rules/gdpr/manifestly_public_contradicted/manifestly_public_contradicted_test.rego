package modelgate.rules.gdpr.manifestly_public_contradicted_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.manifestly_public_contradicted as rule

public_from(origin) := fixture.edit_data({"/art9_conditions": [fixture.condition("manifestly-public")], "/source/origin/value": origin})

test_fires_on_another_origin if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/art9_conditions/0/condition",
		"key": "condition manifestly-public",
		"message": `dataset "contracts": the data is declared as manifestly made public, but its origin is "inferred"`,
		"related": [{"at": "datacards/contracts.yaml#/source/origin", "message": "the origin of the data"}],
	}} with input as public_from("inferred")
}

test_fires_without_origin if {
	count(rule.deny) == 1 with input as public_from("")
}

test_silent_on_public_data if {
	rule.applies with input as public_from("public")
	count(rule.deny) == 0 with input as public_from("public")
}

test_not_applicable_to_others if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.edit_data({"/art9_conditions": [fixture.condition("public-health")], "/source/origin/value": "inferred"})
	not rule.applies with input as fixture.removed
}
