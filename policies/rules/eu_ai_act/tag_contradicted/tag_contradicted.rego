# METADATA
# title: Contradicted AI Act tag
# description: A tag of a card cannot contradict a control of the law, or another tag. The message contains the article and what it allows.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Correct the tag that the message names, or the tag that it contradicts.
#   sources:
#     - "Regulation (EU) 2024/1689"
#     - "pack policies/regimes/eu_ai_act.yaml"
#   controls: [eu-ai-act/Art. 6]
#   example: |
#     modelgate:
#       regimes: [eu_ai_act]
#       risk_class: high
#       eu_ai_act: {role: [provider], annex: iii, annex_iii_point: employment}
package modelgate.rules.eu_ai_act.tag_contradicted

import data.modelgate.lib.controls

applies if controls.checked("eu_ai_act")

deny contains finding if {
	some finding in controls.found("eu_ai_act", "contradicted")
}
