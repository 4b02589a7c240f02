# METADATA
# title: Contradicted HIPAA tag
# description: A tag of a card cannot contradict a control of the law, or another tag. The message contains the article and what it allows.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Correct the tag that the message names, or the tag that it contradicts.
#   sources:
#     - "45 CFR Parts 160 and 164 (HIPAA Privacy and Security Rules)"
#     - "pack policies/regimes/hipaa.yaml"
#   controls: [hipaa/45 CFR 164.514(b)]
#   example: |
#     hipaa: {role: covered-entity, status: de-identified, method: safe-harbor}
package modelgate.rules.hipaa.tag_contradicted

import data.modelgate.lib.controls

applies if controls.checked("hipaa")

deny contains finding if {
	some finding in controls.found("hipaa", "contradicted")
}
