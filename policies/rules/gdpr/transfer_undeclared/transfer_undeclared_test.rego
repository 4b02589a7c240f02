package modelgate.rules.gdpr.transfer_undeclared_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.transfer_undeclared as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at_processor(country) := {"/processors": [fixture.processor("Cloud Ltd", country)]}

country(code) := fixture.text("datacards/contracts.yaml#/processors/0/country", code)

test_fires_without_the_list if {
	messages({"/transfers/present": false}) == {`dataset "contracts": the data card does not state whether there are transfers to third countries`}
}

test_fires_on_storage_outside if {
	rule.deny == {{
		"at": "datacards/contracts.yaml#/storage/0/country",
		"key": "storage s3://data/contracts/ in US",
		"message": `dataset "contracts": storage "s3://data/contracts/" is in "US", outside the EEA, but no transfer to that country is declared. Adequacy decision: Implementing Decision (EU) 2023/1795, Data Privacy Framework; covers staff data only where the recipient's certification includes them; challenged in C-703/25 P`,
	}} with input as fixture.edit_data({"/storage": [fixture.storage("US")]})
}

test_fires_on_a_processor_outside if {
	messages(at_processor(country("IN"))) == {`dataset "contracts": processor "Cloud Ltd" is in "IN", outside the EEA, but no transfer to that country is declared`}
}

test_fires_on_a_processor_without_country if {
	messages(at_processor(fixture.no_text)) == {`dataset "contracts": processor "Cloud Ltd" has no country, so transfers cannot be checked`}
}

test_fires_when_another_country_is_declared if {
	count(messages({"/storage": [fixture.storage("US")], "/transfers": fixture.transfers("GB", "adequacy", {})})) == 1
}

test_silent_when_declared if {
	messages({"/storage": [fixture.storage("US")], "/transfers": fixture.transfers("US", "scc-commission", {})}) == set()
}

test_silent_inside if {
	rule.applies with input as fixture.model
	messages({}) == set()
	messages(at_processor(country("NO"))) == set()
	messages({"/storage/0/country": fixture.no_text}) == set()
}

test_not_applicable_without_personal_data if {
	not rule.applies with input as fixture.unpersonal
	not rule.applies with input as fixture.removed
}

test_names_no_address_that_is_missing if {
	messages({"/storage": [object.union(fixture.storage("BR"), {"uri": fixture.no_text})]}) == {`dataset "contracts": a storage is in "BR", outside the EEA, but no transfer to that country is declared. Adequacy decision: Implementing Decision (EU) 2026/179`}
}

test_names_no_decision_that_has_ended if {
	messages(at_processor(country("GB"))) == {`dataset "contracts": processor "Cloud Ltd" is in "GB", outside the EEA, but no transfer to that country is declared. Adequacy decision: Implementing Decision (EU) 2021/1772, as renewed in 2025`}
	found := rule.deny with input as object.union(fixture.edit_data(at_processor(country("GB"))), {"now": "2032-01-01T00:00:00Z"})
	{f.message | some f in found} == {`dataset "contracts": processor "Cloud Ltd" is in "GB", outside the EEA, but no transfer to that country is declared`}
}
