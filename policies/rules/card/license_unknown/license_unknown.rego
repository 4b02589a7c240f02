# METADATA
# title: Unknown license identifier
# description: The license must be an identifier on the Hugging Face list, or, in a format that uses SPDX, an SPDX identifier or expression. Tools ignore any other text.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Write an identifier from the list. For a license that is not on it, write `other` with `license_name` and `license_link`.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - https://spdx.org/licenses/
#   example: |
#     license: cc-by-sa-4.0   # not CC-BY-SA-4.0
package modelgate.rules.card.license_unknown

import data.modelgate.lib.crowds
import data.modelgate.lib.licenses

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

# The Hub has a list where SPDX has an expression.
_found contains {"at": item.at, "key": sprintf("license %s", [item.value]), "message": sprintf("license %q is an SPDX expression, which the Hub does not read; write a list: %s", [item.value, concat(", ", _listed(item.value))])} if {
	some item in licenses.stated
	_expressed(item.value)
}

_expressed(value) if {
	licenses.as_hub
	licenses.composed(value)
	every term in licenses.terms(value) { licenses.id(term) }
}

_listed(value) := [licenses.id(term) | some term in licenses.terms(value)]

_found contains finding if {
	some item in licenses.stated
	not _expressed(item.value)
	some term in licenses.terms(item.value)
	not licenses.known(term)
	finding := object.union(_suggestion(item.value), {
		"at": item.at,
		"key": sprintf("license %s", [term]),
		"message": sprintf("unknown license identifier %q: not in the %s%s", [_shown(item.value, term), _list, _advice(term)]),
	})
}

# A text of several words is no expression that could be taken apart: it is shown as it is written.
_shown(value, term) := value if regex.match(`\s`, term)

else := term

_list := "list" if {
	licenses.as_hub
} else := "Hugging Face or SPDX list"

_advice(term) := sprintf("; write \"other\" with license_name: %s, because %q is not the same license", [lower(trim_space(term)), licenses.id(term)]) if {
	licenses.id(term)
	licenses.inexact(term)
	regex.match(`(?i)-or-later\s*$`, term)
} else := sprintf("; write %q", [licenses.id(term)]) if {
	licenses.id(term)
} else := ""

# Only another spelling of the same license, standing alone, is put right by an
# edit.
_suggestion(value) := {"suggestion": {"replace_value": licenses.id(value)}} if {
	licenses.id(value)
	not licenses.inexact(value)
} else := {}
