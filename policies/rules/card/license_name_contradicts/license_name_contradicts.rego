# METADATA
# title: License name contradicts the license
# description: "The keys `license_name` and `license_link` are for a license of `other`. Next to another license, they must name that license: tools read the one, and the page shows the others."
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Remove `license_name` and `license_link`, or write `other` as the license.
#   sources:
#     - "https://huggingface.co/docs/hub/model-cards, section Specifying a license"
#     - "OpenChain ISO/IEC 5230:2020, section 3.3.2 (licence compliance)"
#   example: |
#     license: other
#     license_name: example-research-1.0   # not next to license: mit
package modelgate.rules.card.license_name_contradicts

import data.modelgate.lib.license_names
import data.modelgate.lib.licenses
import data.modelgate.lib.placeholders
import data.modelgate.lib.statements
import data.modelgate.license_names as table

applies if {
	count(_stated) > 0
	_named
}

applies if _is_other

_named if input.head.card.license_name.present

_named if input.head.card.license_link.present

deny contains {"at": name.at, "key": "license_name", "message": sprintf("license_name is %q, but license is %q", [name.value, concat(", ", sort(_written))])} if {
	applies
	count(_stated) > 0
	name := input.head.card.license_name
	name.present
	not placeholders.is(name.value)
	not regex.match(`(?i)^licen[sc]e(?:\.(?:md|txt))?$`, trim_space(name.value))
	not _names(name.value)
}

# Of license "other", the name says which one is meant, and the link has the text of a known one.
deny contains {"at": name.at, "key": "license_name", "message": sprintf("license_name is %q, but license_link is %q, the text of license %q", [name.value, input.head.card.license_link.value, id])} if {
	_is_other
	name := input.head.card.license_name
	named := license_names.fits(_spaced(name.value)) | {licenses.id(name.value) | is_set(licenses.flags(name.value))}
	count(named) > 0
	id := _linked(input.head.card.license_link.value)
	not id in named
}

# The same of what the body states.
deny contains {"at": name.at, "key": "license_name", "message": sprintf("license_name is %q, but the text states %q", [name.value, told.value])} if {
	_is_other
	name := input.head.card.license_name
	licenses.id(name.value) in _specific
	told := [statement | some statement in input.head.card.license_statements; _is_name(statement.value)][0]
	not licenses.id(name.value) in license_names.fits(told.value)
	every statement in input.head.card.license_statements { not contains(statements.letters(statement.value), statements.letters(name.value)) }
	not contains(statements.letters(input.head.card.license_link.value), statements.letters(name.value))
	every text in _kin { not contains(statements.letters(text), regex.replace(statements.letters(name.value), `[0-9]+$`, "")) }
}

# A license of the publisher's own, and a text that names a known one for the model.
deny contains {"at": told.at, "key": "license_name", "message": sprintf("license_name is %q, but the text states %q", [name.value, told.value])} if {
	_is_other
	name := input.head.card.license_name
	not placeholders.is(name.value)
	count(license_names.fits(_spaced(name.value))) == 0
	not _is_known(name.value)
	told := [statement |
		some statement in input.head.card.license_statements
		regex.match(table.asserted, statement.value)
		not startswith(statement.value, "License: ")
		not regex.match(table.partly, statement.value)
		count(license_names.fits(statement.value) & {"mit", "apache-2.0"}) > 0
	][0]
}

_is_known(name) if is_set(licenses.flags(name))

_is_other if {
	licenses.as_hub
	input.head.card.license_name.present
	lower(input.head.card.license.value) == "other"
}

# Licenses that are of one model, or of one publisher.
_specific := {"llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "gemma", "mit", "apache-2.0"}

# A label, or a line that is the name of a license alone.
_is_name(value) if {
	count(value) <= 60
	regex.match(`(?i)^(?:License: .*|(?:the )?(?:[\w.-]+ ){1,6}(?:licen[sc]e|terms)(?: agreement)?\.?)$`, value)
}

_kin := array.concat([input.head.name, input.head.id], [base.value | some base in input.head.card.base_models.items])

_spaced(name) := sprintf("license %s", [replace(name, "-", " ")])

deny contains {"at": link.at, "key": "license_link", "message": sprintf("license_link is %q, the text of license %q, but license is %q", [link.value, id, concat(", ", sort(_written))])} if {
	applies
	count(_stated) > 0
	link := input.head.card.license_link
	id := _linked(link.value)
	not id in _stated
	not "cc" in _stated
	not "bsd" in _stated
}

_written contains item.value if some item in licenses.stated

# The licenses that the metadata state, where all of them are known.
_stated := {licenses.id(item.value) | some item in licenses.stated} if {
	licenses.as_hub
	every item in licenses.stated { is_set(licenses.flags(item.value)) }
} else := set()

_names(name) if count(license_names.fits(name) & _stated) > 0

_names(name) if licenses.id(name) in _stated

_names(name) if {
	some id in _stated
	contains(regex.replace(lower(name), `[^a-z0-9.+]+`, "-"), id)
}

# The license whose text a known address has.
_linked(link) := id if {
	ids := [id |
		some entry in table.links
		some parts in regex.find_all_string_submatch_n(entry.address, lower(trim_space(link)), 1)
		id := _filled(entry.id, parts)
		is_set(licenses.flags(id))
	]
	id := licenses.id(ids[0])
}

_filled(id, parts) := replace(replace(id, "$1", padded[1]), "$2", padded[2]) if padded := array.concat(parts, ["", ""])
