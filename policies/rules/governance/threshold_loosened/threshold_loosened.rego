# METADATA
# title: Threshold loosened
# description: A change that loosens or removes a threshold should be reviewed by the owners of the thresholds. The threshold of the base still applies to the change itself.
# custom:
#   severity: warning
#   scope: repository
#   fixed: true
#   remediation: State the reason in the pull request, and ask the threshold owners to review it.
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
_message(edit) := sprintf("threshold %q was loosened from %q to %q", [edit.subject, edit.before, edit.after]) if edit.kind == "threshold_loosened"

_message(edit) := sprintf("threshold %q is removed: %q", [edit.subject, edit.before]) if edit.kind == "threshold_removed"
