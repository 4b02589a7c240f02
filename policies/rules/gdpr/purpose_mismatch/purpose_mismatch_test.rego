package modelgate.rules.gdpr.purpose_mismatch_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.purpose_mismatch as rule

test_fires_on_another_purpose if {
	rule.deny == {{
		"at": "models/m/modelgate.yaml#/purposes/1",
		"key": "purpose pricing of dataset contracts",
		"message": `the model's purpose "pricing" is not a declared purpose of dataset "contracts"`,
		"related": [{"at": "datacards/contracts.yaml#", "message": "the dataset's purposes are declared here"}],
	}} with input as fixture.edit({"/head/manifest/purposes": fixture.list("models/m/modelgate.yaml#/purposes", ["retention", "pricing"])})
}

test_fires_without_purposes_of_the_dataset if {
	count(rule.deny) == 1 with input as fixture.edit_data({"/purposes": []})
}

test_silent_within_the_purposes if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_purposes_or_personal_data if {
	not rule.applies with input as fixture.edit({"/head/manifest/purposes": fixture.no_list})
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}
