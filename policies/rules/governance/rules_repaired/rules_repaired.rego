# METADATA
# title: Repair of unusable rules
# description: The rules of the base should be usable. A change that corrects them, and changes nothing else, is checked by the built-in rules; what the base configures has no effect on it.
# custom:
#   severity: warning
#   scope: repository
#   fixed: true
#   remediation: Compare the edited rules with the last version that was usable, and have an owner of .modelgate/ approve the pull request.
#   sources:
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-1 Insufficient Flow Control Mechanisms"
#   example: |
#     # git diff LAST_USABLE_COMMIT HEAD -- .modelgate
package modelgate.rules.governance.rules_repaired

applies if input.change.unusable != ""

deny contains {"at": input.change.at, "key": "repair", "message": sprintf("this change repairs the rules of the base, which cannot be used%s: %s", [_approval, input.change.unusable])} if {
	input.change.unusable != ""
}

_approval := "" if input.change.review.present

_approval := ", and there is no pull request whose approvals could be read" if not input.change.review.present
