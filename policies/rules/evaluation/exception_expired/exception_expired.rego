# METADATA
# title: Expired exception
# description: "An expired exception must be removed or renewed. It has no effect: the threshold applies to the model in full."
# custom:
#   severity: warning
#   remediation: Remove the exception from .modelgate/thresholds.yaml, or ask the owners to renew it.
#   sources:
#     - exceptions of .modelgate/thresholds.yaml
#   example: |
#     # .modelgate/thresholds.yaml
#     exceptions:
#       - {threshold: accuracy, model: models/legacy, with: {min: 0.78}, owner: ml-governance, reason: An older population., created: 2026-10-01, expires: 2026-12-15}
package modelgate.rules.evaluation.exception_expired

applies if count(input.config.exceptions) > 0

deny contains {"at": exception.at, "key": exception.threshold, "message": sprintf("the exception to threshold %q (%s) expired on %s: %s (%s)", [exception.threshold, exception.changes, exception.expires, exception.reason, exception.owner])} if {
	some exception in input.config.exceptions
	exception.state == "expired"
}
