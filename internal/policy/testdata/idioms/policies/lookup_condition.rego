# METADATA
# title: Lookup condition
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.lookup_condition

deny contains {"at": d.at, "key": d.name, "message": sprintf("%q is banned: %s", [d.name, reason])} if {
	some d in input.head.datasets
	reason := data.modelgate.idioms.banned[d.name]
}
