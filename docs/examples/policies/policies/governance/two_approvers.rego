# METADATA
# title: High-risk model without two approvals
# description: A change to a high-risk model must have the approval of two people who have no part in it.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Ask two people with write permission for a review of the latest commit.
#   sources: ["Model handbook, section 4"]
package modelgate.custom.governance.two_approvers

import data.modelgate.lib.review

applies if reason

# A model without a risk class could be high-risk.
reason := "is high-risk" if input.head.card.risk_class.value == "high"

reason := "has no risk class" if not input.head.card.risk_class.present

deny contains {"at": input.head.card.risk_class.at, "message": sprintf("the model %s, and its change has %d of 2 approvals%s", [reason, count(approvers), review.why])} if {
	applies
	input.change.review.present
	count(approvers) < 2
}

approvers contains approval.user if some approval in review.approves
