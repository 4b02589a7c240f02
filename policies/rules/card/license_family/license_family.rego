# METADATA
# title: Family of licences instead of a licence
# description: The identifier names one licence. `gpl`, `cc` or `bsd` name a family, whose members allow and forbid different things.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Write the identifier with the version and, for Creative Commons, the conditions.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - "https://spdx.org/licenses/, which has no identifier for a family"
#   example: |
#     license: gpl-3.0   # not gpl
package modelgate.rules.card.license_family

import data.modelgate.lib.licenses

applies if input.head.card.present

deny contains {"at": item.at, "key": sprintf("license %s", [term]), "message": sprintf("licence %q is a family of licences, and does not say which one", [term])} if {
	some item in licenses.stated
	some term in licenses.terms(item.value)
	"family" in licenses.flags(term)
}
