# METADATA
# title: Missing Colorado ADMT tag
# description: A card to which the law applies must contain each tag that a control of its pack requires. The message contains the article and the fix.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the tag that the message names. A placeholder, or a path without a file, is not an answer.
#   sources:
#     - "Colorado SB 26-189, C.R.S. 6-1-1701 ff."
#     - "pack policies/regimes/colorado.yaml"
#   controls: [colorado/C.R.S. 6-1-1702]
#   example: |
#     modelgate:
#       regimes: [colorado]
#       colorado: {role: [developer], decision: employment}
package modelgate.rules.colorado.tag_missing

import data.modelgate.lib.controls

applies if controls.checked("colorado")

deny contains finding if {
	some finding in controls.found("colorado", "missing")
}
