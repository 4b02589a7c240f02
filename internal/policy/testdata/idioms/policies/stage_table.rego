# METADATA
# title: Stage table
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.stage_table

deny contains {"at": c.at, "message": sprintf("%v is below %v", [value, limit])} if {
	limit := data.modelgate.idioms.limits[input.stage]
	some c in input.head.checks
	value := to_number(c.value)
	value < limit
}
