package modelgate.rules.gdpr.criminal_data_authority_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.criminal_data_authority as rule

criminal := {"/criminal_data/included/value": true}

lawful := object.union(criminal, {"/criminal_data/authority_ref": fixture.text("datacards/contracts.yaml#/criminal_data/authority_ref", "court:7")})

test_fires_without_law_and_authority if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/criminal_data/included",
		"message": `dataset "contracts" holds criminal data, but neither law_ref nor authority_ref is given`,
	}} with input as fixture.edit_data(criminal)
}

test_silent_with_one_of_them if {
	rule.applies with input as fixture.edit_data(lawful)
	count(rule.deny) == 0 with input as fixture.edit_data(lawful)
}

test_not_applicable_without_criminal_data if {
	not rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
	not rule.applies with input as fixture.removed
}
