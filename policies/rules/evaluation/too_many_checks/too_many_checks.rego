# METADATA
# title: Too many checks
# description: Thresholds must not require more checks of a model than the limit allows. Above the limit, no check of the model runs.
# custom:
#   severity: error
#   waivable: false
#   remediation: Set the slices that matter as required and ignore others, use a bound on the overall metric, or restrict thresholds by `models`.
#   sources:
#     - slices of .modelgate/thresholds.yaml
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: recall, metric: recall, min: 0.7, slices: {by: class, required: [fraud], others: ignore}}
package modelgate.rules.evaluation.too_many_checks

applies if count(input.head.checks) > 0

deny contains {"at": check.defined, "key": check.key, "message": sprintf("no thresholds were checked: %s", [check.detail])} if {
	some check in input.head.checks
	check.reason == "too_many"
}
