# METADATA
# title: Tag contradicts a key
# description: A tag for the license, a dataset, a base model or a language must name what the key for it names. The Hub writes such tags from the keys, and shows one that is written by hand next to them.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Remove the tag. If it is right, correct the key.
#   sources:
#     - "huggingface/hub-docs modelcard.md: keys of the metadata"
#     - "https://huggingface.co/docs/hub/model-cards, section Model card metadata"
#   example: |
#     license: apache-2.0
#     tags: [bert]   # not license:mit
package modelgate.rules.card.tag_contradicts

import data.modelgate.languages
import data.modelgate.lib.crowds
import data.modelgate.lib.licenses

applies if {
	licenses.as_hub
	count(input.head.card.tags.items) > 0
}

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": tag.at, "key": sprintf("tag %s", [tag.value]), "message": sprintf("tag %q contradicts %s", [tag.value, _stated(key, values)])} if {
	applies
	some tag in _tags
	parts := regex.find_all_string_submatch_n(`^(license|dataset|base_model|language):(?:(?:adapter|finetune|merge|quantized):)?(.+)$`, lower(trim_space(tag.value)), 1)
	[key, value] := [parts[0][1], parts[0][2]]
	values := _values[key]
	count(values) > 0
	not value in {lower(stated) | some stated in values}
	not _same(key, value, values)
}

# A tag is the name of a language that the key does not have.
_found contains {"at": tag.at, "key": sprintf("tag %s", [tag.value]), "message": sprintf("tag %q contradicts %s", [tag.value, _stated("language", _values.language)])} if {
	applies
	some tag in input.head.card.tags.items
	codes := _codes_of[lower(tag.value)]
	some _ in _values.language
	near := codes | {other | some group in languages.alike; some code in codes; code in group; some other in group}
	every value in _values.language { regex.match(`^[A-Za-z]{2}(?:[-_]|$)|^multilingual$`, value) }
	spoken := {part | some value in _values.language; some part in [lower(value), regex.replace(lower(value), `[-_].*`, "")]}
	count(spoken & (near | {lower(tag.value), "multilingual"})) == 0
	input.head.card.task.value != "translation"
}

_codes_of[lower(name)] contains code if {
	some code, name in languages.items
	not name in languages.ambiguous
}

_codes_of[name] contains code if {
	some name, code in languages.names
	count(name) > 3
}

_stated(key, values) := sprintf("%s, which is %s", [_keys[key], concat(", ", [sprintf("%q", [value]) | some value in array.slice(sort(values), 0, 3)])])

_keys := {"license": "license", "dataset": "datasets", "base_model": "base_model", "language": "language"}

_tags := [tag | some tag in array.slice(input.head.card.tags.items, 0, 500); contains(tag.value, ":")]

_values.license := {item.value | some item in input.head.card.licenses.items}

_values.dataset := {item.value | some item in input.head.card.datasets.items}

_values.base_model := {item.value | some item in input.head.card.base_models.items}

_values.language := {item.value | some item in input.head.card.languages.items}

_same("license", value, values) if {
	some stated in values
	licenses.name(stated) == licenses.name(value)
}

_same("license", _, values) if {
	some stated in values
	licenses.composed(stated)
}

_same("language", value, values) if {
	some group in languages.alike
	value in group
	some stated in values
	lower(stated) in group
}

_same("language", _, values) if "multilingual" in values

# A name without its owner.
_same(key, value, values) if {
	key in {"dataset", "base_model"}
	some stated in values
	split(lower(stated), "/")[count(split(stated, "/")) - 1] == split(value, "/")[count(split(value, "/")) - 1]
}
