# METADATA
# title: Laws that apply to a dataset
# description: >-
#   A law applies because the data card or the configuration declares it, or, where
#   neither declares any, because of where the people, the controller or a processor
#   are. Where that is not known, the GDPR applies.
package modelgate.lib.regimes

import data.modelgate.countries
import data.modelgate.regimes as table

# in_union reports whether a country or region is in the European Economic Area.
in_union(place) if place in countries.eea

in_union(place) if place in countries.parts

in_union("EEA")

in_union("EU")

# by_config are the laws that the configuration declares for a data card.
by_config(card) := {regime.name | some regime in input.config.regimes; regime.card == card.path}

# declared are the laws that are declared for a data card.
declared(card) := {item.value | some item in card.regimes.items} | by_config(card)

# gdpr reports whether the rules of the GDPR run for the dataset of a data card.
gdpr(card) if "gdpr" in declared(card)

gdpr(card) if {
	count(declared(card)) == 0
	not outside(card)
}

# outside reports whether the card rules out Art. 3 of the GDPR: the people and the
# controller are elsewhere, and so is every processor. Data that lie in the Union
# need a controller whose country is known.
outside(card) if {
	count(card.data_subject_regions.items) > 0
	every item in card.data_subject_regions.items { item.value in countries.iso }
	not implied(card, "gdpr")
	_settled(card)
}

_settled(card) if card.controller.country.present

_settled(card) if {
	count(card.storage) > 0
	every place in card.storage {
		place.country.present
		not in_union(place.country.value)
	}
}

# triggers are the tags of a card for which a law applies: where each is, and its
# words.
triggers(card, name) := {[at, words] |
	some [at, words, place] in _places(card)
	_within(name, place)
}

_places(card) := ({[item.at, sprintf("data_subject_regions contains %q", [item.value]), item.value] |
	some item in card.data_subject_regions.items
} | {[country.at, sprintf("controller.country is %q", [country.value]), country.value] |
	country := card.controller.country
	country.present
}) | {[processor.country.at, sprintf("processor %q is in %q", [processor.name.value, processor.country.value]), processor.country.value] |
	some processor in card.processors
	processor.country.present
}

# implied reports whether there are any: most cards have none, and words cost more.
implied(card, name) if {
	some item in card.data_subject_regions.items
	_within(name, item.value)
}

implied(card, name) if {
	card.controller.country.present
	_within(name, card.controller.country.value)
}

implied(card, name) if {
	some processor in card.processors
	processor.country.present
	_within(name, processor.country.value)
}

_within(name, place) if place in table.items[name].regions

_within("gdpr", place) if in_union(place)

# lacks_gdpr reports whether the GDPR is one of them.
lacks_gdpr(card) if {
	count(declared(card)) > 0
	not "gdpr" in declared(card)
	_lets_gdpr(card)
}

_lets_gdpr(card) if implied(card, "gdpr")

_lets_gdpr(card) if {
	count(by_config(card)) == 0
	not outside(card)
}

# missing are the laws that apply to a card which declares others, each with its
# first reason. What the card leaves open counts against it, unless the
# configuration declares the laws.
missing(card) := {name: reason |
	count(declared(card)) > 0
	some name in _local
	not name in declared(card)
	reason := _reason(card, name)
}

# _local are the laws that a place can imply.
_local := {name | some name, law in table.items; count(law.regions) > 0} | {name | some name, _ in table.items; name == "gdpr"}

_reason(card, name) := sort(triggers(card, name))[0] if implied(card, name)

_reason(card, "gdpr") := [card.data_subject_regions.at, "data_subject_regions and controller.country do not rule it out"] if {
	not implied(card, "gdpr")
	count(by_config(card)) == 0
	not outside(card)
}
