# METADATA
# title: Criteria of a high risk
# description: >-
#   The criteria of WP248 rev.01, section III.B, by which processing is likely to
#   result in a high risk (Art. 35), as far as the tags of a data card tell them.
package modelgate.lib.risks

import data.modelgate.lib.words

# watches_the_public reports whether a card is about the observation of a publicly
# accessible place.
watches_the_public(card) if {
	card.source.origin.value == "observed"
	some item in card.data_subjects.items
	words.is_one(item.value, "crowd")
}

# criteria are those that a card meets, in words.
criteria(card) := {name | some name in _by_words(card)} | {name | some name in _by_tags(card)}

_by_words(card) := {name |
	some sign, name in {
		"evaluation": "evaluation or scoring",
		"monitoring": "systematic monitoring",
		"innovative": "new technology",
		"blocking": "access to a service or contract",
	}
	some purpose in card.purposes
	words.says(sprintf("%s. %s", [purpose.id.value, purpose.text.value]), sign)
}

_by_tags(card) := ((((({"systematic monitoring" | watches_the_public(card)} | {"sensitive data" | count(card.special_categories.items) > 0}) | {"sensitive data" | card.criminal_data.included.value}) | {"large scale" | card.large_scale.value}) | {"matching of datasets" | some parent in card.lineage; parent.relation.value == "joined-with"}) | {"vulnerable people" | card.children.included.value == "yes"}) | {"vulnerable people" | some item in card.data_subjects.items; words.is_one(item.value, "vulnerable")}
