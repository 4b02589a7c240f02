# METADATA
# title: Change to the rules
# description: The proposal edits the configuration or the policies that models are judged by, the workflows that run the gate, or who owns them. It is judged by the rules of the base; the edit counts once it is merged, so whoever answers for the rules must have seen it.
# custom:
#   severity: warning
#   scope: repository
#   fixed: true
#   remediation: Have the edit reviewed by whoever answers for the rules; `modelgate check --preview` shows what it would do.
#   sources:
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-4 Poisoned Pipeline Execution"
#   example: |
#     # .github/CODEOWNERS
#     /.modelgate/ @example/ml-governance
package modelgate.rules.governance.rules_changed

import data.modelgate.lib.edits

applies if count(input.change.rules) > 0

# Every kind that no other rule knows, so that none is passed over.
deny contains {"at": edit.at, "key": sprintf("%s %s", [edit.kind, edit.subject]), "message": sprintf("the proposal edits the rules: %s", [_words(edit)])} if {
	some edit in input.change.rules
	not edit.kind in {
		"threshold_loosened", "threshold_removed",
		"threshold_tightened", "threshold_added", "waiver_removed",
		"waiver_added", "waiver_changed",
		"invalid", "model_unknown",
	}
	not edits.effect(edit)
}

_words(edit) := edits.words(edit)

_words(edit) := sprintf("%s of %q", [replace(edit.kind, "_", " "), edit.subject]) if not edits.words(edit)
