# METADATA
# title: Bulk sensitive personal data
# description: >-
#   Which datasets are bulk U.S. sensitive personal data or government-related data
#   (28 CFR 202.205, 202.222), and from where countries of concern or covered persons
#   have access to them.
package modelgate.lib.bulk

import data.modelgate.lib.controls
import data.modelgate.packs

# over are the categories of a card with more people than the threshold. In data of
# several categories that are counted, the lowest threshold is that of all (202.205(g)).
over(card) := {category |
	counts := _counts(card)
	some category, n in counts
	n > min([packs.us_28cfr202.thresholds[other] | some other, _ in counts])
}

_counts(card) := {category: to_number(value.value) |
	some category, _ in packs.us_28cfr202.thresholds
	some value in controls.values(card, sprintf("us_28cfr202.us_persons.%s", [category]))
	regex.match(`^[1-9][0-9]{0,14}$`, value.value)
}

_covered(card) if count(over(card)) > 0

_covered(card) if controls.is(card, "us_28cfr202.government_related", "true")

# reason is why the rule is about a card, in words.
reason(card) := sprintf("bulk (%s)", [concat(", ", sort(over(card)))]) if count(over(card)) > 0

reason(card) := "government-related" if count(over(card)) == 0

# accesses are the ways by which a country of concern or a covered person has access.
accesses contains [dataset, at, words] if {
	some dataset in controls.under("us_28cfr202", "access")
	_covered(dataset.card)
	some [at, words] in _ways(dataset.card)
}

_ways(card) := {[place.at, sprintf("%s is %q", [tag, place.value])] |
	some tag, places in {
		"storage.country": [place.country | some place in card.storage],
		"processors.country": [processor.country | some processor in card.processors],
		"transfers.country": [transfer.country | some transfer in card.transfers.items],
		"controller.country": [card.controller.country],
		"us_28cfr202.access": controls.values(card, "us_28cfr202.access"),
	}
	some place in places
	place.value in packs.us_28cfr202.concern
} | {[value.at, "a covered person has access"] |
	some value in controls.values(card, "us_28cfr202.covered_persons")
	value.value == "true"
}

# allowed reports whether an exemption or a license is stated.
allowed(card) if count(controls.values(card, "us_28cfr202.license_ref")) > 0

allowed(card) if {
	some value in controls.values(card, "us_28cfr202.exemption")
	value.value != "none"
	count(controls.values(card, "us_28cfr202.exemption_ref")) > 0
}
