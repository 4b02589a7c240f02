package modelgate.rules.gdpr.processor_contract_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.processor_contract as rule

cloud := fixture.processor("Cloud Ltd", fixture.text("datacards/contracts.yaml#/processors/0/country", "IE"))

bound := object.union(cloud, {"dpa_ref": fixture.text("datacards/contracts.yaml#/processors/0/dpa_ref", "contracts:1")})

test_fires_without_contract if {
	{f.message | some f in rule.deny} == {`dataset "contracts": processor "Cloud Ltd" has no contract (dpa_ref)`} with input as fixture.edit_data({"/processors": [cloud]})
}

test_fires_without_a_name if {
	{f.message | some f in rule.deny} == {`dataset "contracts": a processor has no name`} with input as fixture.edit_data({"/processors": [object.union(bound, {"name": fixture.no_text})]})
}

test_silent_with_contract if {
	rule.applies with input as fixture.edit_data({"/processors": [bound]})
	count(rule.deny) == 0 with input as fixture.edit_data({"/processors": [bound]})
}

test_not_applicable_without_processors if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
}
