# METADATA
# title: Health data outside the EEA
# description: Datasets with health data, or made from it, must be stored in the EEA.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Move the dataset to a region in the EEA, and correct `storage` of its data card.
#   sources: ["Model handbook, section 5"]
package modelgate.custom.data.health_storage

import data.modelgate.countries
import data.modelgate.lib.ancestry
import data.modelgate.lib.identity

deny contains {"at": place.at, "key": identity.storage(place), "message": sprintf("dataset %q has health data and is stored in %q", [dataset.name, place.country.value])} if {
	some dataset in health
	some place in dataset.card.storage
	not place.country.value in countries.eea
}

# A dataset without a place of storage must not pass.
deny contains {"at": dataset.card.at, "key": dataset.name, "message": sprintf("dataset %q has health data and names no storage", [dataset.name])} if {
	some dataset in health
	count(dataset.card.storage) == 0
}

# Nor must one of which no card states its categories.
deny contains {"at": dataset.at, "key": dataset.name, "message": sprintf("no data card states the special categories of dataset %q", [dataset.name])} if {
	some dataset in input.head.datasets
	not dataset.card.special_categories.present
}

# What a dataset is made from passes its categories on, unless a step of the lineage ends it.
health contains dataset if {
	some dataset in input.head.datasets
	some card in ({dataset.card} | ancestry.passing(dataset, "special-categories"))
	some category in card.special_categories.items
	category.value == "health"
}
