package modelgate.lib.regimes_test

import data.modelgate.lib.fixture_test as fixture
import data.modelgate.lib.regimes

card(changes) := object.union(fixture.data_card, changes)

list(name, values) := {name: fixture.list(sprintf("datacards/contracts.yaml#/%s", [name]), values)}

country(code) := {"controller": object.union(fixture.data_card.controller, {"country": fixture.text("datacards/contracts.yaml#/controller/country", code)})}

abroad := object.union(list("data_subject_regions", ["US"]), {"storage": [fixture.storage("US")]})

test_the_union_has_parts_with_codes_of_their_own if {
	every place in {"EEA", "EU", "DE", "NO", "RE", "AX"} { regimes.in_union(place) }
	every place in {"GB", "CH", "UK", ""} { not regimes.in_union(place) }
}

test_gdpr_applies_by_place if {
	regimes.gdpr(fixture.data_card) with input as fixture.model
	regimes.gdpr(card(list("data_subject_regions", ["US", "GP"]))) with input as fixture.model
	regimes.gdpr(card(object.union(abroad, country("SE")))) with input as fixture.model
	not regimes.gdpr(card(abroad)) with input as fixture.model
	not regimes.gdpr(card(object.union(abroad, country("US")))) with input as fixture.model
}

test_gdpr_applies_where_the_place_is_open if {
	regimes.gdpr(card(list("data_subject_regions", []))) with input as fixture.model
	regimes.gdpr(card(object.union(list("data_subject_regions", ["US"]), {"storage": []}))) with input as fixture.model
	regimes.gdpr(card(object.union(list("data_subject_regions", ["US"]), {"storage": [fixture.storage("IE")]}))) with input as fixture.model
}

test_gdpr_applies_by_declaration if {
	regimes.gdpr(card(object.union(abroad, list("regimes", ["gdpr"])))) with input as fixture.model
	not regimes.gdpr(card(list("regimes", ["hipaa"]))) with input as fixture.model
}

test_the_configuration_adds_to_what_a_card_declares if {
	regimes.declared(card(list("regimes", ["hipaa"]))) == {"gdpr", "hipaa"} with input as object.union(fixture.model, {"config": object.union(fixture.config, {"regimes": [
		{"at": ".modelgate/config.yaml#/regimes/0/name", "card": "datacards/contracts.yaml", "name": "gdpr"},
		{"at": ".modelgate/config.yaml#/regimes/1/name", "card": "datacards/other.yaml", "name": "pipl"},
	]})})
}
