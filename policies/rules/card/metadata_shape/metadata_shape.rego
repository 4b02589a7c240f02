# METADATA
# title: Metadata value of the wrong type
# description: Metadata keys for lists must hold a list, and keys for one value must hold text. Tools read `a, b` as one tag with that name, and ignore a list where text is expected.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write a list with one item per line for a list, and only the text for one value.
#   sources:
#     - "huggingface/hub-docs modelcard.md: types of the metadata keys"
#     - "huggingface/huggingface_hub src/huggingface_hub/repocard_data.py, ModelCardData"
#   example: |
#     tags: [composer, llm]   # not "composer, llm"
#     library_name: keras     # not [keras]
package modelgate.rules.card.metadata_shape

import data.modelgate.keys as table
import data.modelgate.lib.fields
import data.modelgate.lib.identity
import data.modelgate.lib.licenses

applies if {
	input.head.card.present
	licenses.as_hub
}

deny contains {"at": key.at, "message": sprintf("metadata key %q is the text %q, but a list is expected; tools read one value", [key.name, key.value])} if {
	applies
	some key in input.head.card.keys
	key.name in table.lists
	key.kind == "string"
	fields.several(key.value)
}

# In a model-index, a value with a percent sign is text.
deny contains {"at": claim.at, "key": identity.claim(claim), "message": sprintf("the value of metric %q is the text %q, but a number is expected", [claim.metric, claim.raw])} if {
	applies
	some claim in array.slice(input.head.card.claims, 0, 100)
	claim.valid
	contains(claim.at, "#/model-index/")
	regex.match(`%\s*$`, claim.raw)
}

# One text of a list that is several: tags: ["a, b"].
deny contains {"at": item.at, "key": sprintf("%s %s", [what, item.value]), "message": sprintf("one item of %s is %q; tools read one value", [what, item.value])} if {
	applies
	some [what, list] in [["tags", input.head.card.tags], ["language", input.head.card.languages]]
	count(list.items) > 0
	_lists[what]
	some item in list.items
	fields.several(item.value)
}

_lists[key.name] if {
	some key in input.head.card.keys
	key.kind == "sequence"
}

deny contains {"at": key.at, "message": sprintf("metadata key %q is a %s, but text is expected; tools ignore it", [key.name, _kinds[key.kind]])} if {
	applies
	some key in input.head.card.keys
	key.name in table.texts
	_kinds[key.kind]
}

deny contains {"at": key.at, "message": sprintf("metadata key %q is a mapping, but a list is expected; tools ignore it", [key.name])} if {
	applies
	some key in input.head.card.keys
	key.name in table.lists
	key.kind == "mapping"
}

# What YAML reads as a number or a truth value where the Hub takes texts only.
deny contains {"at": key.at, "message": sprintf("metadata key %q is the %s %s, but text is expected; quote it, or write the name", [key.name, _scalars[key.kind], key.value])} if {
	applies
	some key in input.head.card.keys
	key.name in table.texts
	not key.name in {"pipeline_tag", "base_model_relation"} # other rules know their values
	_scalars[key.kind]
}

deny contains {"at": item.at, "key": sprintf("%s %s", [item.name, item.value]), "message": sprintf("one item of %s is the %s %s, but text is expected; quote it", [item.name, _scalars[item.kind], item.value])} if {
	applies
	some item in array.slice(input.head.card.non_texts, 0, 20)
	item.name != "license" # card/license_unknown
}

deny contains {"at": key.at, "message": "metadata key \"co2_eq_emissions\" is a list, but a number or a mapping is expected; tools ignore it"} if {
	applies
	some key in input.head.card.keys
	key.name == "co2_eq_emissions"
	key.kind == "sequence"
}

_kinds := {"sequence": "list", "mapping": "mapping"}

_scalars := {"number": "number", "bool": "truth value"}
