# METADATA
# title: Contradictory licenses
# description: The licenses of a list must not contradict each other. If one of them forbids commercial use or derivatives and another one allows it, users cannot tell which one applies.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: State the license of the model only, and those of its code and data in the text. If users may choose, write that in the text and waive the finding.
#   sources:
#     - https://huggingface.co/docs/hub/repositories-licenses
#     - "https://creativecommons.org/licenses/by-nc/4.0/legalcode, section 2(a)(1)"
#     - "OpenChain ISO/IEC 5230:2020, section 3.3.2 (licence compliance)"
#   example: |
#     license: cc-by-nc-4.0   # not [cc-by-nc-4.0, apache-2.0]
package modelgate.rules.card.licenses_contradict

import data.modelgate.lib.licenses

applies if count(_items) > 1

deny contains {
	"at": strict.at, "key": sprintf("license %s", [strict.value]),
	"message": sprintf("licenses %q and %q contradict each other: only the latter allows %s", [strict.value, open.value, _of[flag]]),
	"related": [{"at": open.at, "message": "the other license"}],
} if {
	opens := [item | some item in _items; licenses.open(item.value)]
	open := opens[0]
	some flag in ["non-commercial", "no-derivatives"]
	stricts := [item | some item in _items; flag in licenses.flags(item.value)]
	strict := stricts[0]
	not _told(flag, strict)
}

# One finding for a license that forbids both.
_told("no-derivatives", strict) if "non-commercial" in licenses.flags(strict.value)

_of := {"non-commercial": "commercial use", "no-derivatives": "derivatives"}

_items := [item | some item in array.slice(input.head.card.licenses.items, 0, 50); not licenses.composed(item.value)] if licenses.as_hub

else := []
