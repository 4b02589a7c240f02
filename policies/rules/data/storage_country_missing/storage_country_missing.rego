# METADATA
# title: Dataset stored in an unknown country
# description: The data card of personal data must list where the data is stored, with the country of each place. Residency and transfer rules need the country, and a bucket address does not contain it.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `storage` with the `uri` and the `country` (ISO 3166-1 alpha-2) of each place.
#   sources:
#     - Regulation (EU) 2016/679, Art. 30(1)(e) and 44
#   controls: [gdpr/Art. 30(1)(e)]
#   example: |
#     storage:
#       - {uri: "s3://ml-data/customer-contracts/", region: eu-central-1, country: DE}
package modelgate.rules.data.storage_country_missing

import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if count(_owing) > 0

# Data of an unknown status may be personal.
_owing := datasets.described - datasets.impersonal

deny contains {"at": dataset.card.at, "key": "storage", "message": sprintf("dataset %q: the data card lists no storage location", [dataset.name])} if {
	some dataset in _owing
	count(dataset.card.storage) == 0
}

deny contains {"at": place.country.at, "key": identity.storage(place), "message": sprintf("dataset %q: storage %q names no country", [dataset.name, place.uri.value])} if {
	some dataset in _owing
	some place in dataset.card.storage
	not place.country.present
}
