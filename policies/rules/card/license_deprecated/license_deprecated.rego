# METADATA
# title: Withdrawn licence identifier
# description: An SPDX identifier is one that the list still keeps. The withdrawn ones were ambiguous, most of all those of the GNU licences, which do not say whether later versions are meant. In a card of the hub's own format the hub's list counts, which has them.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Write the identifier that took its place.
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

deny contains {"at": item.at, "key": sprintf("license %s", [term]), "message": sprintf("licence %q is a withdrawn SPDX identifier%s", [term, _advice(successor)])} if {
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
