# METADATA
# title: Declaration withdrawn without an approval
# description: If a pull request withdraws a high risk class, the purposes, the base model of unchanged weights, or a tag that controls of laws depend on, someone with write permission who did not contribute to it must approve it.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   remediation: Ask a reviewer who did not work on the change to approve the latest commit. Otherwise, restore the declaration. Run the gate on `pull_request_review` too.
#   sources:
#     - Regulation (EU) 2024/1689, Art. 6(4)
#     - "SLSA v1.2 source track, two-party review, https://slsa.dev/spec/v1.2/source-requirements"
#   controls: [eu-ai-act/Art. 6(4)]
#   example: |
#     modelgate: {risk_class: high}   # stays until a reviewer approves another
package modelgate.rules.card.withdrawal_unapproved

import data.modelgate.lib.review
import data.modelgate.lib.withdrawn

applies if {
	input.change.review.present
	count(withdrawn.found) > 0
}

deny contains {"at": it.at, "key": it.key, "message": sprintf("%s, without an approval of %s for commit %s%s", [it.words, review.anyone, substring(input.change.review.head, 0, 12), review.why])} if {
	input.change.review.present
	not review.someone_approves
	some it in withdrawn.found
}
