# METADATA
# title: Max and min
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.max_and_min

values := [to_number(c.value) | some c in input.head.checks]

deny contains {"at": input.head.at, "message": sprintf("the best is %v", [max(values)])} if {
	max(values) < 0.9
	min(values) >= 0
	sum(values) / count(values) < 1
}
