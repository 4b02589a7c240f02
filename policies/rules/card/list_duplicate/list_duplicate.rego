# METADATA
# title: Duplicate value in a list
# description: A value should appear once in a list of the metadata. A second one adds nothing, and often replaces a value that is now missing.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: Remove the second one, or write the value that was meant.
#   sources:
#     - "huggingface/hub-docs modelcard.md: lists of the metadata"
#     - "Measured: duplicates in tags of 17, languages of 12 and datasets of 1 among 3,433 model cards of the Hugging Face hub"
#   example: |
#     tags: [bert, sentiment]   # not [bert, sentiment, bert]
package modelgate.rules.card.list_duplicate

import data.modelgate.lib.crowds
import data.modelgate.lib.licenses

applies if {
	input.head.card.present
	licenses.as_hub
}

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": second.at, "key": sprintf("%s %s", [what, value]), "message": sprintf("%q appears twice in %s", [value, what]), "related": [{"at": items[0].at, "message": "the first one"}]} if {
	applies
	some [what, list] in [["tags", _tags], ["language", input.head.card.languages.items], ["datasets", _datasets], ["metrics", input.head.card.metrics.items], ["license", input.head.card.licenses.items]]
	some value, items in _by_value(list)
	count(items) > 1
	second := items[1]
}

# The items of each value, in the order of the list.
_by_value(list) := {value: items |
	some value in {item.value | some item in list}
	items := [item | some item in list; item.value == value]
}

_tags := [tag | some tag in array.slice(input.head.card.tags.items, 0, 500)]

# One dataset may be used in several configurations.
_datasets := [dataset |
	some dataset in input.head.card.datasets.items
	not dataset.config.present
	not dataset.split.present
]
