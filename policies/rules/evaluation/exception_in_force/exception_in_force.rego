# METADATA
# title: Threshold with an exception
# description: Nothing is asked of a model in place of what a threshold asks of every model. What is, is said while it counts, with who answers for it, why, and until when.
# custom:
#   severity: note
#   remediation: Nothing is owed; before the exception expires, meet the threshold, or have its owners decide anew.
#   sources:
#     - exceptions of .modelgate/thresholds.yaml
#   example: |
#     # .modelgate/thresholds.yaml
#     exceptions:
#       - {threshold: accuracy, model: models/legacy, with: {min: 0.78}, owner: ml-governance, reason: An older population., created: 2026-10-01, expires: 2026-12-15}
package modelgate.rules.evaluation.exception_in_force

applies if count(input.config.exceptions) > 0

deny contains {"at": exception.at, "key": exception.threshold, "message": sprintf("threshold %q asks %s until %s: %s (%s)", [exception.threshold, exception.changes, exception.expires, exception.reason, exception.owner])} if {
	some exception in input.config.exceptions
	exception.state == "in_force"
}
