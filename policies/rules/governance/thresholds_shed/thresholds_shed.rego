# METADATA
# title: Model moved from under its threshold
# description: A change that moves or removes a model must not leave its thresholds behind. A threshold that does not apply to the model in its new place, or that applies to no model, checks nothing after the merge.
# custom:
#   severity: {draft: warning, review: error, production: error}
#   fixed: true
#   remediation: Edit `models` of the threshold in .modelgate/thresholds.yaml in the same change, and move its best result in .modelgate/thresholds.lock.yaml. If the model is retired, remove the threshold.
#   sources:
#     - models of .modelgate/thresholds.yaml
#     - "NIST SP 800-53 Rev. 5, CM-3 Configuration Change Control"
#   example: |
#     # .modelgate/thresholds.yaml, where models/churn moves to models/churn-v2
#     - {id: accuracy, models: [models/churn-v2], metric: accuracy, min: 0.85}
package modelgate.rules.governance.thresholds_shed

applies if count(input.change.moves) > 0

deny contains {"at": move.at, "key": sprintf("%s %s", [threshold.id, move.to]), "message": message} if {
	some move in input.change.moves
	some threshold in move.shed
	message := _message(move, threshold)
}

_message(move, threshold) := sprintf("threshold %q applies to model %q, which the change moves to %q (%s is the same), but does not apply there after the merge", [threshold.id, move.from, move.to, move.by]) if move.to != ""

_message(move, threshold) := sprintf("threshold %q applies to model %q, which the change removes, and matches no model after the merge", [threshold.id, move.from]) if move.to == ""
