# METADATA
# title: Licence that is no known identifier
# description: The licence is an identifier of the Hugging Face list, spelled as there. Any other text is ignored by tools, so that the licence is not found.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Write the identifier of the list; for a licence that is not in it, write `other` with `license_name` and `license_link`.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - https://spdx.org/licenses/
#   example: |
#     license: cc-by-sa-4.0   # not CC-BY-SA-4.0
package modelgate.rules.card.license_unknown

import data.modelgate.licenses

applies if input.head.card.present

deny contains {"at": license.at, "message": message} if {
	license := input.head.card.license
	license.present
	not licenses.items[license.value]
	message := sprintf("licence %q is not an identifier of the list%s", [license.value, _advice(license.value)])
}

_advice(value) := sprintf("; write %q", [id]) if {
	id := _identifier(replace(lower(trim_space(value)), " ", "-"))
} else := ""

# The list itself is in lower case; most SPDX identifiers differ only in that.
_identifier(plain) := plain if {
	licenses.items[plain]
} else := licenses.aliases[plain]
