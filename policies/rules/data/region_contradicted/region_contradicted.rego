# METADATA
# title: Region outside the declared country
# description: The region of a storage, or the region in its ARN, host or bucket name, must be in the country that the card declares. Otherwise, rules on transfers rely on the wrong country.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Correct `country` or `region`. If the region is missing from the table, add it to .modelgate/data/regions.yaml.
#   sources:
#     - "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html"
#     - "https://cloud.google.com/about/locations"
#     - "https://learn.microsoft.com/azure/reliability/regions-list"
#     - "Regulation (EU) 2016/679, Art. 44"
#   controls: [gdpr/Art. 44]
#   example: |
#     storage:
#       - {uri: "s3://ml-data/contracts/", region: eu-central-1, country: DE}
package modelgate.rules.data.region_contradicted

import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.places

applies if count(datasets.described) > 0

deny contains finding if {
	some dataset in datasets.described
	some place in dataset.card.storage
	place.country.present
	some [what, region] in places.regions(place)
	not places.includes(region, place.country.value)
	finding := {
		"at": place.country.at,
		"key": sprintf("%s %s", [identity.storage(place), region]),
		"message": sprintf("dataset %q: country is %q, but %s %q is in %s", [dataset.name, place.country.value, what, region, concat(" or ", places.countries(region))]),
		"related": [{"at": place.uri.at, "message": "this storage"}],
	}
}
