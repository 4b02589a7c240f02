# METADATA
# title: Object get
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.object_get

deny contains {"at": c.at, "key": c.metric, "message": sprintf("%s is %s, below %v", [c.metric, c.value, limit])} if {
	some c in input.head.checks
	limit := object.get(data.modelgate.idioms.minimum, c.metric, 0)
	to_number(c.value) < limit
}
