# METADATA
# title: Contradicted 28 CFR Part 202 tag
# description: A tag of a card cannot contradict a control of the law, or another tag. The message contains the article and what it allows.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Correct the tag that the message names, or the tag that it contradicts.
#   sources:
#     - "28 CFR Part 202, 90 FR 1706"
#     - "pack policies/regimes/us_28cfr202.yaml"
#   controls: [us-28cfr202/28 CFR 202.205]
#   example: |
#     us_28cfr202: {us_persons: {health: 2000}, government_related: false, access: [], covered_persons: false, transaction: none}
package modelgate.rules.us_28cfr202.tag_contradicted

import data.modelgate.lib.controls

applies if controls.checked("us_28cfr202")

deny contains finding if {
	some finding in controls.found("us_28cfr202", "contradicted")
}
