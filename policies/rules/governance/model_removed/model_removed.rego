# METADATA
# title: Model removed
# description: Removing a model must be deliberate. A deployed model stays deployed until it is retired in its environment, and would be left without a card or evaluation.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Retire the model in every environment first; then merge.
#   sources:
#     - "NIST AI 100-1 (AI RMF 1.0), GOVERN 1.7 (decommissioning)"
#   controls: [nist-ai-rmf/GOVERN 1.7]
#   example: |
#     # modelgate.yaml, as long as the model is in use
#     name: churn
package modelgate.rules.governance.model_removed

applies if {
	input.base.present
	not input.head.present
}

deny contains {"at": input.head.at, "message": sprintf("this change removes model %q", [input.base.id])} if {
	applies
	count(_moves) == 0
}

deny contains {"at": input.head.at, "key": move.to, "message": sprintf("the change moves model %q to %q (%s is the same); its thresholds and baseline apply there", [input.base.id, move.to, move.by])} if {
	applies
	some move in _moves
}

_moves contains move if {
	some move in input.change.moves
	move.to != ""
}
