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
import data.modelgate.license_names as table

applies if {
	count(_stated) > 0
	_named
}

_named if input.head.card.license_name.present

_named if input.head.card.license_link.present

deny contains {"at": name.at, "key": "license_name", "message": sprintf("license_name is %q, but license is %q", [name.value, concat(", ", sort(_written))])} if {
	applies
	name := input.head.card.license_name
	name.present
	not placeholders.is(name.value)
	not regex.match(`(?i)^licen[sc]e(?:\.(?:md|txt))?$`, trim_space(name.value))
	not _names(name.value)
}

deny contains {"at": link.at, "key": "license_link", "message": sprintf("license_link is %q, the text of license %q, but license is %q", [link.value, id, concat(", ", sort(_written))])} if {
	applies
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
