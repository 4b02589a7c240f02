# METADATA
# title: Missing AI Act tag
# description: A card to which the law applies must contain each tag that a control of its pack requires. The message contains the article and the fix.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the tag that the message names. A placeholder, or a path without a file, is not an answer.
#   sources:
#     - "Regulation (EU) 2024/1689"
#     - "pack policies/regimes/eu_ai_act.yaml"
#   controls: [eu-ai-act/Art. 6]
#   example: |
#     modelgate:
#       regimes: [eu_ai_act]
#       risk_class: high
#       eu_ai_act: {role: [provider], annex: iii, annex_iii_point: employment}
package modelgate.rules.eu_ai_act.tag_missing

import data.modelgate.lib.controls

applies if controls.checked("eu_ai_act")

deny contains finding if {
	some finding in controls.found("eu_ai_act", "missing")
}
