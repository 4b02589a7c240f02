# METADATA
# title: Approval of an older commit
# description: An approval speaks of the commit that was looked at. One that was given before the last push does not count for what has been pushed since.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   scope: repository
#   remediation: Ask for the review again. A ruleset that dismisses stale approvals on push, or asks for approval of the most recent push, keeps it from being forgotten.
#   sources:
#     - "GitHub, Available rules for rulesets: dismiss stale pull request approvals, https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets"
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-1 Insufficient Flow Control Mechanisms"
#   example: |
#     # approved at 1a2b3c, then pushed 4d5e6f: review 4d5e6f again
package modelgate.rules.governance.approval_outdated

applies if {
	input.change.review.known
	count(input.change.review.approvals) > 0
}

deny contains {"at": approval.at, "key": approval.user, "message": sprintf("the approval of %s is of commit %s, and %s is proposed now", [approval.user, substring(approval.commit, 0, 12), substring(input.change.review.head, 0, 12)])} if {
	some approval in input.change.review.approvals
	not approval.current
}
