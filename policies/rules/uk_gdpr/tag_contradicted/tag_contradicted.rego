# METADATA
# title: Contradicted UK GDPR tag
# description: A tag of a card cannot contradict a control of the law, or another tag. The message contains the article and what it allows.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Correct the tag that the message names, or the tag that it contradicts.
#   sources:
#     - "UK GDPR; Data Protection Act 2018; Data (Use and Access) Act 2025"
#     - "pack policies/regimes/uk_gdpr.yaml"
#   controls: [uk-gdpr/Art. 6(1)]
#   example: |
#     uk_gdpr: {bases: [recognised-legitimate-interests], recognised_interest: safeguarding}
package modelgate.rules.uk_gdpr.tag_contradicted

import data.modelgate.lib.controls

applies if controls.checked("uk_gdpr")

deny contains finding if {
	some finding in controls.found("uk_gdpr", "contradicted")
}
