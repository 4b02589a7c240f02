# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.pairs

deny contains {"at": input.head.at, "message": "m"} if {
	pairs := {[i, j] | some i in numbers.range(1, 20); some j in numbers.range(1, 20)}
	count(pairs) == 400
}
