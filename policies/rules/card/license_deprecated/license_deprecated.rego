# METADATA
# title: Deprecated license identifier
# description: "The license should be an identifier that SPDX has not deprecated. Deprecated identifiers are ambiguous: `GPL-2.0` does not state whether later versions apply."
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Replace it with the current identifier.
#   sources:
#     - "https://spdx.org/licenses/, section Deprecated License Identifiers"
#   example: |
#     {"license": {"id": "GPL-3.0-only"}}   # not GPL-3.0
package modelgate.rules.card.license_deprecated

import data.modelgate.lib.licenses
import data.modelgate.spdx

applies if {
	input.head.card.present
	not licenses.as_hub
}

deny contains {"at": item.at, "key": sprintf("license %s", [term]), "message": sprintf("license identifier %q is deprecated by SPDX%s", [term, _advice(successor)])} if {
	applies
	some item in licenses.stated
	some term in licenses.terms(item.value)
	successor := spdx.deprecated[lower(term)]
}

_advice(successor) := "" if {
	successor == ""
} else := sprintf("; write %q, or %q if later versions are meant too", [successor, replace(successor, "-only", "-or-later")]) if {
	endswith(successor, "-only")
} else := sprintf("; write %q", [successor])
