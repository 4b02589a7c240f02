# METADATA
# title: Missing LGPD tag
# description: A card to which the law applies must contain each tag that a control of its pack requires. The message contains the article and the fix.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the tag that the message names. A placeholder, or a path without a file, is not an answer.
#   sources:
#     - "Lei 13.709/2018; Resolução CD/ANPD 19/2024"
#     - "pack policies/regimes/lgpd.yaml"
#   controls: [lgpd/Art. 7]
#   example: |
#     lgpd: {bases: [consent], consent_ref: "consent:br-1"}
package modelgate.rules.lgpd.tag_missing

import data.modelgate.lib.controls

applies if controls.checked("lgpd")

deny contains finding if {
	some finding in controls.found("lgpd", "missing")
}
