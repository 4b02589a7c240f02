# METADATA
# title: Criteria of a high risk
# description: >-
#   The criteria of WP248 rev.01, section III.B, by which processing is likely to
#   result in a high risk (Art. 35), as far as the tags of a data card and of the model
#   tell them.
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

_told := {
	"evaluation": "evaluation or scoring",
	"monitoring": "systematic monitoring",
	"innovative": "new technology",
	"blocking": "access to a service or contract",
}

_by_words(card) := {name |
	some purpose in card.purposes
	text := sprintf("%s. %s", [purpose.id.value, purpose.text.value])
	some sign, name in _told
	words.says(text, sign)
}

_by_tags(card) := ((((({"systematic monitoring" | watches_the_public(card)} | {"sensitive data" | count(card.special_categories.items) > 0}) | {"sensitive data" | card.criminal_data.included.value}) | {"large scale" | card.large_scale.value}) | {"matching of datasets" | some parent in card.lineage; parent.relation.value == "joined-with"}) | {"vulnerable people" | card.children.included.value == "yes"}) | {"vulnerable people" | some item in card.data_subjects.items; words.is_one(item.value, "vulnerable")}

# of_model are the criteria that the model meets, by its own card.
of_model contains "automated decision with a legal or similar effect" if decides

of_model contains "evaluation or scoring" if input.head.card.automated_decision.level.value in {"decision-support", "solely-automated-significant"}

of_model contains name if {
	input.head.card.business.objective.present
	some sign, name in _told
	words.says(input.head.card.business.objective.value, sign)
}

# decides reports whether the model decides about people with no person in between
# (Art. 22(1), 35(3)(a)).
decides if input.head.card.automated_decision.level.value == "solely-automated-significant"
