# METADATA
# title: Partial object
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.partial_object

by_metric[c.metric] := c.value if some c in input.head.checks

deny contains {"at": input.head.at, "message": sprintf("accuracy is %s", [by_metric.accuracy])} if to_number(by_metric.accuracy) < 0.5
