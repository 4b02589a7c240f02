package modelgate.rules.us_28cfr202.country_of_concern_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.us_28cfr202.country_of_concern as rule

card(tags, changes) := fixture.lawful_under("us_28cfr202", [fixture.tag(name, values) | some name, values in tags], changes)

bulk := {"us_28cfr202.us_persons.biometric": ["2000"], "us_28cfr202.transaction": ["none"]}

messages(tags, changes) := {f.message | some f in found} if {
	found := rule.deny with input as card(tags, changes)
}

in_china := {"/storage": [fixture.storage("CN")]}

test_fires_on_storage if {
	messages(bulk, in_china) == {`dataset "contracts": storage.country is "CN", and the data is bulk (biometric), but us_28cfr202.transaction is "none" (28 CFR 202.210)`}
}

test_fires_on_other_ways if {
	messages(object.union(bulk, {"us_28cfr202.access": ["US", "RU"]}), {}) == {`dataset "contracts": us_28cfr202.access is "RU", and the data is bulk (biometric), but us_28cfr202.transaction is "none" (28 CFR 202.210)`}
	messages(object.union(bulk, {"us_28cfr202.covered_persons": ["true"]}), {}) == {`dataset "contracts": a covered person has access, and the data is bulk (biometric), but us_28cfr202.transaction is "none" (28 CFR 202.210)`}
	count(messages(bulk, {"/processors": [fixture.processor("Lab", fixture.text("datacards/contracts.yaml#/processors/0/country", "KP"))]})) == 1
	count(messages(bulk, {"/transfers": fixture.transfers("IR", "adequacy", {})})) == 1
}

test_fires_on_government_data_without_a_transaction if {
	messages({"us_28cfr202.government_related": ["true"]}, in_china) == {`dataset "contracts": storage.country is "CN", and the data is government-related, but us_28cfr202.transaction is missing (28 CFR 202.210)`}
}

# More than the threshold is bulk; of several categories the lowest is that of all.
test_thresholds if {
	every category, n in {"genomic": 100, "omic": 1000, "biometric": 1000, "geolocation": 1000, "health": 10000, "financial": 10000, "identifiers": 100000} {
		count(messages({sprintf("us_28cfr202.us_persons.%s", [category]): [sprintf("%d", [n])]}, in_china)) == 0
		count(messages({sprintf("us_28cfr202.us_persons.%s", [category]): [sprintf("%d", [n + 1])]}, in_china)) == 1
	}
	count(messages({"us_28cfr202.us_persons.health": ["200"], "us_28cfr202.us_persons.genomic": ["0"]}, in_china)) == 0
	count(messages({"us_28cfr202.us_persons.health": ["200"], "us_28cfr202.us_persons.genomic": ["1"]}, in_china)) == 1
}

test_silent_elsewhere_and_with_a_ground if {
	rule.applies with input as card(bulk, {})
	messages(bulk, {"/storage": [fixture.storage("TW")]}) == set()
	messages(object.union(bulk, {"us_28cfr202.transaction": ["vendor-agreement"]}), in_china) == set()
	messages(object.union(bulk, {"us_28cfr202.license_ref": ["license:7"]}), in_china) == set()
	messages(object.union(bulk, {"us_28cfr202.exemption": ["official-business"], "us_28cfr202.exemption_ref": ["memo:7"]}), in_china) == set()
	count(messages(object.union(bulk, {"us_28cfr202.exemption": ["none"], "us_28cfr202.exemption_ref": ["memo:7"]}), in_china)) == 1
}

test_not_before_the_rule if {
	count(rule.deny) == 0 with input as json.patch(card(bulk, in_china), [{"op": "replace", "path": "/now", "value": "2025-04-07T23:00:00Z"}])
	count(rule.deny) == 1 with input as json.patch(card(bulk, in_china), [{"op": "replace", "path": "/now", "value": "2025-04-08T00:00:00Z"}])
}

test_not_applicable_out_of_the_rule if {
	not rule.applies with input as fixture.edit_data(in_china)
	count(rule.deny) == 0 with input as fixture.edit_data(in_china)
	not rule.applies with input as fixture.removed
}
