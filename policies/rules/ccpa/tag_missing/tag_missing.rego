# METADATA
# title: Missing CCPA tag
# description: A card to which the law applies must contain each tag that a control of its pack requires. The message contains the article and the fix.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the tag that the message names. A placeholder, or a path without a file, is not an answer.
#   sources:
#     - "Cal. Civ. Code 1798.100 ff.; 11 CCR 7000 ff."
#     - "pack policies/regimes/ccpa.yaml"
#   controls: [ccpa/1798.100]
#   example: |
#     ccpa: {role: business, categories: [identifiers], sensitive: [], sold_or_shared: false, admt: none}
package modelgate.rules.ccpa.tag_missing

import data.modelgate.lib.controls

applies if controls.checked("ccpa")

deny contains finding if {
	some finding in controls.found("ccpa", "missing")
}
