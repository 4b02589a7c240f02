# METADATA
# title: Contradicted PIPL tag
# description: A tag of a card cannot contradict a control of the law, or another tag. The message contains the article and what it allows.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Correct the tag that the message names, or the tag that it contradicts.
#   sources:
#     - "Personal Information Protection Law of 20 August 2021; CAC provisions of 22 March 2024"
#     - "pack policies/regimes/pipl.yaml"
#   controls: [pipl/Art. 13]
#   example: |
#     pipl: {bases: [consent], consent_ref: "consent:cn-1", sensitive: []}
package modelgate.rules.pipl.tag_contradicted

import data.modelgate.lib.controls

applies if controls.checked("pipl")

deny contains finding if {
	some finding in controls.found("pipl", "contradicted")
}
