# METADATA
# title: Loosened rules
# description: "A change that lets more pass should be visible, with each key and its value before and after: settings, thresholds, tables, policies and their tests. The rules of the base check the change itself."
# custom:
#   severity: warning
#   scope: repository
#   fixed: true
#   remediation: State the reason in the pull request, and have it approved by an owner of .modelgate/.
#   sources:
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-4 Poisoned Pipeline Execution"
#     - "NIST SP 800-53 Rev. 5, CM-3 Configuration Change Control"
#   example: |
#     # .github/CODEOWNERS
#     /.modelgate/ @example/ml-governance
package modelgate.rules.governance.rules_loosened

import data.modelgate.lib.edits

applies if count(input.change.rules) > 0

deny contains {"at": edit.at, "key": sprintf("%s %s", [edit.kind, edit.subject]), "message": sprintf("the rules are loosened: %s", [edits.words(edit)])} if {
	some edit in input.change.rules
	edits.effect(edit) == "loosened"
}
