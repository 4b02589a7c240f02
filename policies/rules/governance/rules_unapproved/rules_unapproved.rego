# METADATA
# title: Rules edited without an owner's approval
# description: A pull request that edits the rules, their owners or a workflow that runs the gate must be approved by an owner of the edited path (CODEOWNERS of the base). The approver must have write permission, must not have contributed to the change, and must approve the latest commit; requested changes block.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   scope: repository
#   fixed: true
#   remediation: Ask an owner of the path who did not work on the change to review the latest commit. Run the gate on `pull_request_review` too, so it sees the approval.
#   sources:
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-1 Insufficient Flow Control Mechanisms"
#     - "SLSA v1.2 source track, two-party review, https://slsa.dev/spec/v1.2/source-requirements"
#   example: |
#     # .github/CODEOWNERS
#     /.modelgate/ @example/ml-governance
package modelgate.rules.governance.rules_unapproved

import data.modelgate.lib.review

applies if count(_guarded) > 0

# Before the rules are there for the first time, nobody owns them.
_guarded contains path if {
	input.config.present
	input.change.review.present
	some path in input.change.paths
	_decides(path)
}

_decides(path) if path.part in {"rules", "owners"}

# With which flags the gate runs, and whether its exit code counts, is a rule too.
_decides(path) if path.runs_gate

deny contains {"at": path.at, "key": path.path, "message": sprintf("%q is edited, and the approvals of the pull request could not be read: %s", [path.path, input.change.review.problem])} if {
	some path in _guarded
	not input.change.review.known
}

deny contains {"at": path.at, "key": path.path, "message": sprintf("%q was edited without approval from %s for commit %s%s", [path.path, review.wanted(path), substring(input.change.review.head, 0, 12), review.why])} if {
	input.change.review.known
	some path in _guarded
	not review.approved(path)
}
