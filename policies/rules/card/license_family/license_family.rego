# METADATA
# title: Ambiguous license family
# description: The license must be one specific license. `gpl`, `cc` and `bsd` are families whose members differ in what they allow.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the identifier with its version and, for Creative Commons, its conditions.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - "https://spdx.org/licenses/, which has no identifier for a family"
#   example: |
#     license: gpl-3.0   # not gpl
package modelgate.rules.card.license_family

import data.modelgate.lib.crowds
import data.modelgate.lib.licenses

applies if input.head.card.present

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": item.at, "key": sprintf("license %s", [term]), "message": sprintf("license %q is a license family, not a specific license", [term])} if {
	some item in licenses.stated
	some term in licenses.terms(item.value)
	"family" in licenses.flags(term)
}
