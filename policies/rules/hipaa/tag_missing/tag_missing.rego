# METADATA
# title: Missing HIPAA tag
# description: A card to which the law applies must contain each tag that a control of its pack requires. The message contains the article and the fix.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the tag that the message names. A placeholder, or a path without a file, is not an answer.
#   sources:
#     - "45 CFR Parts 160 and 164 (HIPAA Privacy and Security Rules)"
#     - "pack policies/regimes/hipaa.yaml"
#   controls: [hipaa/45 CFR 164.514(b)]
#   example: |
#     hipaa: {role: covered-entity, status: de-identified, method: safe-harbor}
package modelgate.rules.hipaa.tag_missing

import data.modelgate.lib.controls

applies if controls.checked("hipaa")

deny contains finding if {
	some finding in controls.found("hipaa", "missing")
}
