# METADATA
# title: Missing 28 CFR Part 202 tag
# description: A card to which the law applies must contain each tag that a control of its pack requires. The message contains the article and the fix.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the tag that the message names. A placeholder, or a path without a file, is not an answer.
#   sources:
#     - "28 CFR Part 202, 90 FR 1706"
#     - "pack policies/regimes/us_28cfr202.yaml"
#   controls: [us-28cfr202/28 CFR 202.205]
#   example: |
#     us_28cfr202: {us_persons: {health: 2000}, government_related: false, access: [], covered_persons: false, transaction: none}
package modelgate.rules.us_28cfr202.tag_missing

import data.modelgate.lib.controls

applies if controls.checked("us_28cfr202")

deny contains finding if {
	some finding in controls.found("us_28cfr202", "missing")
}
