# METADATA
# title: Undeclared transfer to a third country
# description: A card of personal data must list its transfers to third countries; an empty list means none. Every storage and processor outside the European Economic Area must have an entry for its country.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `transfers` with an entry for each country and its mechanism, or [] if there are none.
#   sources:
#     - Regulation (EU) 2016/679, Art. 44, 13(1)(f) and 30(1)(e)
#     - "EDPB, Guidelines 05/2021 on the interplay between Art. 3 and Chapter V"
#   controls: [gdpr/Art. 44, gdpr/Art. 30(1)(e)]
#   example: |
#     transfers:
#       - {country: US, recipient: cloud provider, mechanism: scc-commission, safeguard_ref: "contracts:CP-2026-09", tia_ref: "tia:2026-031"}
package modelgate.rules.gdpr.transfer_undeclared

import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.transfers

applies if count(datasets.personal) > 0

deny contains {"at": list.at, "message": sprintf("dataset %q: the data card does not state whether there are transfers to third countries", [dataset.name])} if {
	some dataset in datasets.answering
	list := dataset.card.transfers
	not list.present
}

deny contains {"at": country.at, "key": sprintf("%s in %s", [key, country.value]), "message": sprintf("dataset %q: %s is in %q, outside the EEA, but no transfer to that country is declared%s", [dataset.name, what, country.value, transfers.decision(country.value)])} if {
	some dataset in datasets.personal
	some [key, what, country] in _places(dataset.card)
	transfers.third(country.value)
	not country.value in {transfer.country.value | some transfer in dataset.card.transfers.items}
}

deny contains {"at": processor.country.at, "key": identity.processor(processor), "message": sprintf("dataset %q: processor %q has no country, so transfers cannot be checked", [dataset.name, processor.name.value])} if {
	some dataset in datasets.personal
	some processor in dataset.card.processors
	not processor.country.present
}

# Each place where the data is: its key, its words and its country. A storage without country is
# data/storage_country_missing.
_places(card) := {[identity.storage(place), _named(place), place.country] |
	some place in card.storage
	place.country.present
} | {[identity.processor(processor), sprintf("processor %q", [processor.name.value]), processor.country] |
	some processor in card.processors
	processor.country.present
}

_named(place) := sprintf("storage %q", [place.uri.value]) if place.uri.present

_named(place) := "a storage" if not place.uri.present
