# METADATA
# title: Missing PIPL tag
# description: A card to which the law applies must contain each tag that a control of its pack requires. The message contains the article and the fix.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the tag that the message names. A placeholder, or a path without a file, is not an answer.
#   sources:
#     - "Personal Information Protection Law of 20 August 2021; CAC provisions of 22 March 2024"
#     - "pack policies/regimes/pipl.yaml"
#   controls: [pipl/Art. 13]
#   example: |
#     pipl: {bases: [consent], consent_ref: "consent:cn-1", sensitive: []}
package modelgate.rules.pipl.tag_missing

import data.modelgate.lib.controls

applies if controls.checked("pipl")

deny contains finding if {
	some finding in controls.found("pipl", "missing")
}
