# METADATA
# title: Text contradicts the license
# description: What the text of the card states about the license must match the metadata. Tools read the metadata and people read the text, so one of them is misled.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct the metadata or the text. If the text is about code or data, name them in the sentence.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - "OpenChain ISO/IEC 5230:2020, section 3.3.2 (licence compliance)"
#   example: |
#     license: cc-by-nc-4.0   # and in the text: This model is released under CC-BY-NC-4.0
package modelgate.rules.card.license_text_contradicts

import data.modelgate.lib.licenses
import data.modelgate.license_names as table

applies if {
	count(_stated) > 0
	count(input.head.card.license_statements) > 0
}

# No sentence names the license of the metadata, and one names another.
deny contains {"at": first.at, "key": "license", "message": sprintf("the metadata states license %q, but the text states %q", [concat(", ", sort(_written)), first.value])} if {
	applies
	count(_fitting) == 0
	first := [statement | some statement in input.head.card.license_statements; _fits(statement)][0]
}

# The text forbids what the license allows.
deny contains {"at": first.at, "key": "commercial use", "message": sprintf("license %q allows commercial use, but the text states %q", [concat(", ", sort(_written)), first.value])} if {
	applies
	count(_fitting) > 0
	every term in _stated { licenses.open(term) }
	first := [statement | some statement in input.head.card.license_statements; regex.match(table.commercial, lower(statement.value))][0]
}

_written contains item.value if some item in licenses.stated

# The licenses that the metadata state, where all of them are known.
_stated := {id | some id in _ids} if {
	every item in licenses.stated {
		every term in licenses.terms(item.value) { licenses.flags(term) }
	}
} else := set()

_ids contains licenses.id(term) if {
	some item in licenses.stated
	some term in licenses.terms(item.value)
}

_fitting contains id if {
	some statement in input.head.card.license_statements
	some id in _fits(statement)
	id in _stated
}

# The licenses that a sentence may name: those of the first name in it, and of others.
_fits(statement) := ids if {
	ids := {id | some entry in table.items; regex.match(entry.words, lower(statement.value)); some id in entry.fits}
	count(ids) > 0
}
