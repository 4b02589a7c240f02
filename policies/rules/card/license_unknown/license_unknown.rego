# METADATA
# title: Licence that is no known identifier
# description: The licence is an identifier of the Hugging Face list, spelled as there; in a format of its own list, an SPDX identifier or expression. Any other text is ignored by tools, so that the licence is not found.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Write the identifier of the list; for a licence that is not in it, write `other` with `license_name` and `license_link`.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - https://spdx.org/licenses/
#   example: |
#     license: cc-by-sa-4.0   # not CC-BY-SA-4.0
package modelgate.rules.card.license_unknown

import data.modelgate.lib.licenses

applies if input.head.card.present

deny contains finding if {
	some item in licenses.stated
	some term in licenses.terms(item.value)
	not licenses.known(term)
	finding := object.union(_suggestion(item.value), {
		"at": item.at,
		"key": sprintf("license %s", [term]),
		"message": sprintf("licence %q is not an identifier of the %s%s", [term, _list, _advice(term)]),
	})
}

_list := "list" if {
	licenses.as_hub
} else := "Hugging Face or SPDX list"

_advice(term) := sprintf("; write %q", [licenses.id(term)]) if {
	licenses.id(term)
} else := ""

# Only another spelling of the same licence, standing alone, is put right by an
# edit.
_suggestion(value) := {"suggestion": {"replace_value": licenses.id(value)}} if {
	licenses.id(value)
	not licenses.inexact(value)
} else := {}
