# METADATA
# title: Contradicted CCPA tag
# description: A tag of a card cannot contradict a control of the law, or another tag. The message contains the article and what it allows.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Correct the tag that the message names, or the tag that it contradicts.
#   sources:
#     - "Cal. Civ. Code 1798.100 ff.; 11 CCR 7000 ff."
#     - "pack policies/regimes/ccpa.yaml"
#   controls: [ccpa/1798.100]
#   example: |
#     ccpa: {role: business, categories: [identifiers], sensitive: [], sold_or_shared: false, admt: none}
package modelgate.rules.ccpa.tag_contradicted

import data.modelgate.lib.controls

applies if controls.checked("ccpa")

deny contains finding if {
	some finding in controls.found("ccpa", "contradicted")
}
