# METADATA
# title: Health data outside the EEA
# description: Datasets with health data, or made from it, must be stored in the EEA.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: State the special categories on the data cards, and move health data to a region in the EEA.
#   sources: ["Model handbook, section 5"]
package modelgate.custom.data.health_storage

import data.modelgate.countries
import data.modelgate.lib.ancestry
import data.modelgate.lib.identity

deny contains {"at": place.at, "key": identity.storage(place), "message": sprintf("%s has health data and is stored in %q", [called(dataset, card), place.country.value])} if {
	some [dataset, card] in health
	some place in card.storage
	not place.country.value in countries.eea
}

# Data without a place of storage must not pass.
deny contains {"at": card.at, "key": card.path, "message": sprintf("%s has health data and names no storage", [called(dataset, card)])} if {
	some [dataset, card] in health
	count(card.storage) == 0
}

# Nor must a dataset of which nobody states the categories,
deny contains {"at": dataset.at, "key": dataset.name, "message": sprintf("dataset %q has no data card, which would state its special categories", [dataset.name])} if {
	some dataset in input.head.datasets
	not dataset.card.present
}

deny contains {"at": card.at, "key": card.path, "message": sprintf("%s: the data card does not state special_categories; add `special_categories: []` if there are none", [called(dataset, card)])} if {
	some dataset in input.head.datasets
	some card in sources(dataset)
	card.present
	not card.special_categories.present
}

# or one that is made from what nobody knows.
deny contains {"at": origin.at, "key": origin.entry.ref.value, "message": sprintf("dataset %q is made from %q, which has no data card", [dataset.name, origin.entry.ref.value])} if {
	some dataset in input.head.datasets
	some origin in dataset.origins
	origin.child.path in {card.path | some card in sources(dataset)}
	not origin.parent.present
	not ancestry.ends(origin.entry, "special-categories")
}

# What a dataset is made from passes its categories on, unless a step of the lineage ends it.
sources(dataset) := {dataset.card} | ancestry.passing(dataset, "special-categories")

# The cards of health data: of each dataset that has or inherits it, and of what it is made from.
health contains [dataset, card] if {
	some dataset in input.head.datasets
	some source in sources(dataset)
	states_health(source)
	some card in {dataset.card, source}
}

states_health(card) if {
	some category in card.special_categories.items
	category.value == "health"
}

called(dataset, card) := sprintf("dataset %q", [dataset.name]) if card.path == dataset.card.path

called(dataset, card) := sprintf("%s (a source of dataset %q)", [card.path, dataset.name]) if card.path != dataset.card.path
