# METADATA
# title: Model removed
# description: A model that the base has is not removed unawares. What is deployed stays deployed until its environment says otherwise, and would then have neither card nor evaluation.
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

deny contains {"at": input.head.at, "message": sprintf("the proposal removes model %q", [input.base.id])} if {
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
