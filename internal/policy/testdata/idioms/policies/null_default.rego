# METADATA
# title: Null default
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.null_default

deny contains {"at": c.at, "message": sprintf("no minimum for %s", [c.metric])} if {
	some c in input.head.checks
	object.get(data.modelgate.idioms.minimum, c.metric, null) == null
}
