# METADATA
# title: Missing UK GDPR tag
# description: A card to which the law applies must contain each tag that a control of its pack requires. The message contains the article and the fix.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the tag that the message names. A placeholder, or a path without a file, is not an answer.
#   sources:
#     - "UK GDPR; Data Protection Act 2018; Data (Use and Access) Act 2025"
#     - "pack policies/regimes/uk_gdpr.yaml"
#   controls: [uk-gdpr/Art. 6(1)]
#   example: |
#     uk_gdpr: {bases: [recognised-legitimate-interests], recognised_interest: safeguarding}
package modelgate.rules.uk_gdpr.tag_missing

import data.modelgate.lib.controls

applies if controls.checked("uk_gdpr")

deny contains finding if {
	some finding in controls.found("uk_gdpr", "missing")
}
