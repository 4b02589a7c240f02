# METADATA
# title: Stale approval
# description: An approval must be for the latest commit. An approval before the last push does not cover what was pushed after it.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   scope: repository
#   remediation: Request the review again. To prevent this, dismiss stale approvals on push by a ruleset, or require approval of the most recent push.
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

deny contains {"at": approval.at, "key": approval.user, "message": sprintf("the approval by %s is for commit %s, but the head is now %s", [approval.user, substring(approval.commit, 0, 12), substring(input.change.review.head, 0, 12)])} if {
	some approval in input.change.review.approvals
	not approval.current
}
