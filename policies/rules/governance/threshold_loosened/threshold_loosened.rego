# METADATA
# title: Threshold loosened
# description: The proposal lets more pass, by a lower minimum, a higher maximum, a larger allowance, a threshold that speaks of something else, or a threshold that is gone. Its own models are judged by the threshold of the base.
# custom:
#   severity: warning
#   scope: repository
#   fixed: true
#   remediation: Say in the proposal why, and have it reviewed by whoever answers for the thresholds.
#   sources:
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-4 Poisoned Pipeline Execution"
#     - thresholds of .modelgate/thresholds.yaml
#   example: |
#     # .github/CODEOWNERS
#     /.modelgate/ @example/ml-governance
package modelgate.rules.governance.threshold_loosened

applies if count(input.change.rules) > 0

deny contains {"at": edit.at, "key": sprintf("%s %s", [edit.subject, edit.after]), "message": message} if {
	some edit in input.change.rules
	message := _message(edit)
}

# Edits of other kinds have no message here, and other rules speak of them.
_message(edit) := sprintf("threshold %q is loosened from %q to %q", [edit.subject, edit.before, edit.after]) if edit.kind == "threshold_loosened"

_message(edit) := sprintf("threshold %q is removed: %q", [edit.subject, edit.before]) if edit.kind == "threshold_removed"
