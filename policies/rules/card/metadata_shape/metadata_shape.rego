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
	regex.match(`[^\s,;|][ \t]*[,;|]\s*[^\s,;|]`, key.value)
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

_kinds := {"sequence": "list", "mapping": "mapping"}
