# METADATA
# title: Contradicted LGPD tag
# description: A tag of a card cannot contradict a control of the law, or another tag. The message contains the article and what it allows.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Correct the tag that the message names, or the tag that it contradicts.
#   sources:
#     - "Lei 13.709/2018; Resolução CD/ANPD 19/2024"
#     - "pack policies/regimes/lgpd.yaml"
#   controls: [lgpd/Art. 7]
#   example: |
#     lgpd: {bases: [consent], consent_ref: "consent:br-1"}
package modelgate.rules.lgpd.tag_contradicted

import data.modelgate.lib.controls

applies if controls.checked("lgpd")

deny contains finding if {
	some finding in controls.found("lgpd", "contradicted")
}
