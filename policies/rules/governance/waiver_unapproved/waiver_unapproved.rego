# METADATA
# title: Waiver without its approver
# description: If a waiver names an account as its approver, that person must approve the pull request that adds or edits the waiver, and must have no part in it.
# custom:
#   severity: error
#   scope: repository
#   fixed: true
#   remediation: Ask the approver to review the latest commit. Run the gate on `pull_request_review` too, so it sees the approval.
#   sources:
#     - "NIST SP 800-53 Rev. 5, AC-5 Separation of Duties"
#     - "SLSA v1.2 source track, two-party review, https://slsa.dev/spec/v1.2/source-requirements"
#   controls: [iso-42001/A.3.2, nist-ai-rmf/GOVERN 2.1]
#   example: |
#     # .modelgate/waivers.yaml
#     author: "@ann"
#     approver: "@bob"
package modelgate.rules.governance.waiver_unapproved

import data.modelgate.lib.review

applies if count(_named) > 0

_named contains waiver if {
	input.change.review.present
	some waiver in input.change.waivers
	waiver.login != ""
}

deny contains {"at": waiver.at, "key": waiver.id, "message": sprintf("the approvals for waiver %q could not be read: %s", [waiver.id, input.change.review.problem])} if {
	not input.change.review.known
	some waiver in _named
}

deny contains {"at": waiver.at, "key": waiver.id, "message": sprintf("waiver %q names @%s as its approver, who has not approved commit %s%s", [waiver.id, waiver.login, substring(input.change.review.head, 0, 12), review.why])} if {
	input.change.review.known
	some waiver in _named
	not lower(waiver.login) in review.people
}
