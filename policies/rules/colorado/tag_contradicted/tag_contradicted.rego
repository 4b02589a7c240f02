# METADATA
# title: Contradicted Colorado ADMT tag
# description: A tag of a card cannot contradict a control of the law, or another tag. The message contains the article and what it allows.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Correct the tag that the message names, or the tag that it contradicts.
#   sources:
#     - "Colorado SB 26-189, C.R.S. 6-1-1701 ff."
#     - "pack policies/regimes/colorado.yaml"
#   controls: [colorado/C.R.S. 6-1-1702]
#   example: |
#     modelgate:
#       regimes: [colorado]
#       colorado: {role: [developer], decision: employment}
package modelgate.rules.colorado.tag_contradicted

import data.modelgate.lib.controls

applies if controls.checked("colorado")

deny contains finding if {
	some finding in controls.found("colorado", "contradicted")
}
