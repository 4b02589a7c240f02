# METADATA
# title: Rules edited
# description: A change to the configuration, the policies, the workflows that run the gate, or their owners must be visible to the owners. The rules of the base check the change itself; the edit takes effect once merged.
# custom:
#   severity: warning
#   scope: repository
#   fixed: true
#   remediation: Ask the owners of the rules to review the edit. Run `modelgate check --preview` to see its effect.
#   sources:
#     - "OWASP Top 10 CI/CD Security Risks, CICD-SEC-4 Poisoned Pipeline Execution"
#   example: |
#     # .github/CODEOWNERS
#     /.modelgate/ @example/ml-governance
package modelgate.rules.governance.rules_changed

import data.modelgate.lib.edits

applies if count(input.change.rules) > 0

# Every kind that no other rule knows, so that none is passed over.
deny contains {"at": edit.at, "key": sprintf("%s %s", [edit.kind, edit.subject]), "message": sprintf("this change edits the rules: %s", [_words(edit)])} if {
	some edit in input.change.rules
	not edit.kind in {
		"threshold_loosened", "threshold_removed",
		"threshold_tightened", "threshold_added", "waiver_removed",
		"waiver_added", "waiver_changed",
		"invalid", "model_unknown", "rule_untested",
	}
	not edits.effect(edit)
}

_words(edit) := edits.words(edit)

_words(edit) := sprintf("%s of %q", [replace(edit.kind, "_", " "), edit.subject]) if not edits.words(edit)
