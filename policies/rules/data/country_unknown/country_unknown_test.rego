package modelgate.rules.data.country_unknown_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.data.country_unknown as rule

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(changes)
}

at(tag) := sprintf("datacards/contracts.yaml#/%s", [tag])

text(tag, value) := fixture.text(at(tag), value)

test_fires_on_codes_of_no_country if {
	messages({"/storage/0/country": text("storage/0/country", "UK")}) == {`dataset "contracts": storage.country is "UK", which is not a country code of ISO 3166-1; use "GB"`}
	messages({"/controller/country": text("c", "XX")}) == {`dataset "contracts": controller.country is "XX", which is not a country code of ISO 3166-1`}
	messages({"/data_subject_regions": fixture.list("r", ["EEA", "EU"])}) == {`dataset "contracts": data_subject_regions is "EU", which is not a country code of ISO 3166-1; use "EEA"`}
	count(messages({"/transfers": fixture.transfers("ZZ", "adequacy", {})})) == 1
	count(messages({"/processors": [fixture.processor("p", text("p", "ZZ"))]})) == 1
}

test_silent_on_countries if {
	messages({"/storage/0/country": text("storage/0/country", "RE")}) == set()
}

test_applies_to_good_data if {
	rule.applies with input as fixture.model
	count(rule.deny) == 0 with input as fixture.model
}

test_not_applicable_without_data_card if {
	not rule.applies with input as fixture.undescribed
	not rule.applies with input as fixture.removed
}
