# METADATA
# title: More checks than can be made
# description: The thresholds ask no more of a model than can be answered in the time that its rules have. Otherwise none of them is answered.
# custom:
#   severity: error
#   waivable: false
#   remediation: Name the slices that matter as required, with others set to ignore; bound the metric of the whole; or let fewer thresholds speak of the model, by their models.
#   sources:
#     - slices of .modelgate/thresholds.yaml
#   example: |
#     # .modelgate/thresholds.yaml
#     - {id: recall, metric: recall, min: 0.7, slices: {by: class, required: [fraud], others: ignore}}
package modelgate.rules.evaluation.too_many_checks

applies if count(input.head.checks) > 0

deny contains {"at": check.defined, "key": check.key, "message": sprintf("nothing is checked: %s", [check.detail])} if {
	some check in input.head.checks
	check.reason == "too_many"
}
