# METADATA
# title: Threshold with an exception
# description: An exception that relaxes a threshold for a model must be visible. While it is active, every report shows its owner, reason and expiry date.
# custom:
#   severity: note
#   remediation: No action is needed now. Before the exception expires, meet the threshold or ask the owners to renew the exception.
#   sources:
#     - exceptions of .modelgate/thresholds.yaml
#   example: |
#     # .modelgate/thresholds.yaml
#     exceptions:
#       - {threshold: accuracy, model: models/legacy, with: {min: 0.78}, owner: ml-governance, reason: An older population., created: 2026-10-01, expires: 2026-12-15}
package modelgate.rules.evaluation.exception_in_force

applies if count(input.config.exceptions) > 0

deny contains {"at": exception.at, "key": exception.threshold, "message": sprintf("threshold %q has an exception (%s) until %s: %s (%s)", [exception.threshold, exception.changes, exception.expires, exception.reason, exception.owner])} if {
	some exception in input.config.exceptions
	exception.state == "in_force"
}
