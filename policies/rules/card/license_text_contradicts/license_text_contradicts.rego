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

import data.modelgate.lib.license_names
import data.modelgate.lib.licenses
import data.modelgate.license_names as table

applies if {
	count(_stated) > 0
	count(input.head.card.license_statements) > 0
}

# A sentence says that the model is under a license, and the metadata state another.
deny contains {"at": first.at, "key": "license", "message": _message(first)} if {
	applies
	count(_stated) > 0
	first := _wrong[0]
}

# The text forbids what the license allows.
deny contains {"at": first.at, "key": "commercial use", "message": sprintf("license %q allows commercial use, but the text states %q", [concat(", ", sort(_written)), first.value])} if {
	applies
	count(_wrong) == 0
	count(_stated) > 0
	every term in _stated { licenses.open(term) }
	first := [statement | some statement in input.head.card.license_statements; regex.match(table.commercial, lower(statement.value)); _is_of_model(statement.value)][0]
}

# The text allows what the license forbids.
deny contains {"at": first.at, "key": "commercial use", "message": sprintf("license %q forbids commercial use, but the text states %q", [concat(", ", sort(_written)), first.value])} if {
	applies
	count(_wrong) == 0
	every term in _stated { "non-commercial" in licenses.flags(term) }
	first := [statement | some statement in input.head.card.license_statements; regex.match(table.permitted, lower(statement.value)); not regex.match(table.conditional, lower(statement.value))][0]
}

# What follows the name of the license, or names the model.
# A license of the publisher's own, of which the table has no name.
deny contains {"at": first.at, "key": "license", "message": _message(first)} if {
	applies
	count(_wrong) == 0
	count(_fitting) == 0
	every term in _stated { licenses.open(term) }
	first := [statement |
		some statement in input.head.card.license_statements
		regex.match(table.restricted, statement.value)
		regex.match(table.asserted, statement.value)
		not regex.match(table.partly, statement.value)
		count(license_names.fits(statement.value)) == 0
	][0]
}

_is_of_model(_) if count(_fitting) > 0

_is_of_model(value) if regex.match(`(?i)\b(models?|weights|checkpoints?)\b`, value)

_message(statement) := sprintf("the metadata states license %q, but the text states %q", [concat(", ", sort(_written)), statement.value])

_written contains item.value if some item in licenses.stated

# The licenses that the metadata state, where all of them are known.
_stated := {id | some id in _ids} if {
	every item in licenses.stated {
		every term in licenses.terms(item.value) { is_set(licenses.flags(term)) }
	}
} else := set()

_ids contains licenses.id(term) if {
	some item in licenses.stated
	some term in licenses.terms(item.value)
}

# The statements that name a license, with what the name fits.
_naming := [{"at": statement.at, "value": statement.value, "fits": fits} |
	some statement in input.head.card.license_statements
	fits := license_names.fits(statement.value)
	count(fits) > 0
]

_fitting := [naming | some naming in _naming; _fit(naming)]

_fit(naming) if count(naming.fits & _stated) > 0

# The identifier "cc" is of all licenses of Creative Commons.
_fit(naming) if {
	"cc" in _stated
	some id in naming.fits
	startswith(id, "cc")
}

# Another license that the model is said to be under, whatever else the text names; or
# another one that it names, and nowhere that of the metadata.
_wrong := asserted if {
	asserted := [naming | some naming in _naming; not _fit(naming); regex.match(table.asserted, naming.value); not regex.match(table.partly, naming.value); not _outvoted(naming)]
	count(asserted) > 0
} else := others if {
	count(_fitting) == 0
	others := [naming | some naming in _naming; not regex.match(table.besides, naming.value)]
} else := []

# Of several labels and badges, some are of other models and of code.
_outvoted(naming) if {
	startswith(naming.value, "License: ")
	some other in _fitting
	startswith(other.value, "License: ")
}
