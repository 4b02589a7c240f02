package modelgate.rules.gdpr.representative_missing_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.rules.gdpr.representative_missing as rule

at := "datacards/contracts.yaml#/controller/representative"

abroad := {"/controller/country": fixture.text("datacards/contracts.yaml#/controller/country", "US")}

named := {
	"/controller/representative/name": fixture.text(at, "Example EU BV"),
	"/controller/representative/country": fixture.text(at, "NL"),
	"/controller/representative/mandate_ref": fixture.text(at, "contracts:REP-1"),
}

exempt(paragraph) := {
	"/controller/representative/exemption": fixture.text(at, paragraph),
	"/controller/representative/reason": fixture.text(at, "One request in 2026."),
}

messages(changes) := {f.message | some f in found} if {
	found := rule.deny with input as fixture.edit_data(object.union(abroad, changes))
}

test_fires_without_one if {
	messages({}) == {`dataset "contracts": its controller is in "US", outside the EEA, but has neither a representative nor an exemption`}
}

test_fires_on_half_of_one if {
	messages(object.union(named, {"/controller/representative/country/value": "US"})) == {`dataset "contracts": its controller is in "US", outside the EEA, and its representative has no country in the EEA`}
	messages(object.union(named, {"/controller/representative/mandate_ref": fixture.no_text})) == {`dataset "contracts": its controller is in "US", outside the EEA, and its representative has no mandate_ref`}
}

test_fires_on_false_exemptions if {
	count(messages(exempt("27(2)(b)"))) == 1
	count(messages(object.union(exempt("27(2)(a)"), {"/large_scale/value": true, "/criminal_data/included/value": true}))) == 1
	count(messages(object.union(exempt("27(2)(a)"), {"/controller/representative/reason": fixture.no_text}))) == 1
}

test_silent_when_represented_or_exempt if {
	rule.applies with input as fixture.edit_data(abroad)
	messages(named) == set()
	messages(exempt("27(2)(a)")) == set()
	messages(object.union(exempt("27(2)(b)"), {"/controller/kind/value": "public-authority"})) == set()
}

test_not_applicable_inside_or_without_people_of_the_union if {
	not rule.applies with input as fixture.model
	not rule.applies with input as fixture.removed
	not rule.applies with input as fixture.edit_data(object.union(abroad, {"/controller/country/value": "IS"}))
	not rule.applies with input as fixture.edit_data(object.union(abroad, {"/data_subject_regions": fixture.list("d", ["BR"]), "/regimes": fixture.list("r", ["gdpr"])}))
}

test_fires_on_an_unknown_place_if_all_data_is_abroad if {
	rule.applies with input as fixture.edit_data({"/storage": [fixture.storage("US")]})
	rule.applies with input as fixture.edit_data({"/storage": [fixture.storage("US")], "/data_subject_regions": fixture.no_list})
	{f.message | some f in rule.deny} == {`dataset "contracts": all data is stored outside the EEA, and controller.country is missing; whether Art. 27 requires a representative depends on it`} with input as fixture.edit_data({"/storage": [fixture.storage("US")]})
	not rule.applies with input as fixture.edit_data({"/storage": [fixture.storage("US"), fixture.storage("DE")]})
	not rule.applies with input as fixture.edit_data({"/storage": [fixture.storage("US")], "/transfers": fixture.transfers("US", "adequacy", {})})
}
