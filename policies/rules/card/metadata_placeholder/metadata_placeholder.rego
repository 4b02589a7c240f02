# METADATA
# title: Template text in the metadata
# description: A metadata value or title must not be template text. It looks filled in but contains no information; a missing value is easier to notice, and tools cannot use either.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Write the value, or remove the key.
#   sources:
#     - "huggingface/huggingface_hub src/huggingface_hub/templates/modelcard_template.md"
#   example: |
#     language: de   # not "{language}" or TODO
package modelgate.rules.card.metadata_placeholder

import data.modelgate.lib.crowds

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": leftover.at, "key": sprintf("text %s", [leftover.text]), "message": sprintf("%s %q is template text", [_kind(leftover), leftover.text])} if {
	some leftover in input.head.card.placeholders
	not leftover.mapping
}

_kind(leftover) := "the heading" if {
	contains(leftover.at, "#/sections/")
} else := "metadata value"
