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

# An example for people to try, which nobody wrote.
_found contains {"at": widget.at, "key": sprintf("example %s", [widget.text]), "message": sprintf("the example %q is template text", [widget.text])} if {
	some widget in input.head.card.widgets
	regex.match(`(?i)^\W*(?:(?:please )?(?:insert|enter|put|type|add|write|place)(?: (?:your|an?|the|some))?(?: (?:own|example|sample|input|test|custom))* (?:text|example|sentence|prompt|input|question|query)(?: here)?|(?:your|example|sample) (?:text|sentence|input|prompt|question)(?: goes)? here|(?:todo|tbd|fixme|xxx+)|lorem ipsum\b.*)\W*$`, widget.text)
}

_kind(leftover) := "the heading" if {
	contains(leftover.at, "#/sections/")
} else := "metadata value"
