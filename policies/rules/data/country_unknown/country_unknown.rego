# METADATA
# title: Unknown country code
# description: Each country of a data card must be a code of ISO 3166-1 alpha-2. Rules on scope and transfers take any other code for a third country.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Use the two-letter code of the country, for example GB for the United Kingdom.
#   sources:
#     - "ISO 3166-1:2020, alpha-2 codes"
#   example: |
#     storage:
#       - {uri: "s3://ml-data/contracts/", country: GB}
package modelgate.rules.data.country_unknown

import data.modelgate.countries
import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

_codes(card) := ((({["storage.country", place.country.at, place.country.value] | some place in card.storage; place.country.present} | {["processors.country", processor.country.at, processor.country.value] | some processor in card.processors; processor.country.present}) | {["transfers.country", transfer.country.at, transfer.country.value] | some transfer in card.transfers.items; transfer.country.present}) | {["controller.country", card.controller.country.at, card.controller.country.value] | card.controller.country.present}) | {["data_subject_regions", item.at, item.value] | some item in card.data_subject_regions.items; item.value != "EEA"}

deny contains {"at": at, "key": sprintf("%s %s", [tag, code]), "message": sprintf("dataset %q: %s is %q, which is not a country code of ISO 3166-1%s", [dataset.name, tag, code, _hint(code)])} if {
	some dataset in datasets.described
	some [tag, at, code] in _codes(dataset.card)
	not code in countries.iso
}

_hint(code) := sprintf("; use %q", [countries.meant[code]])

_hint(code) := "" if not countries.meant[code]
