# METADATA
# title: Else chain
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.else_chain

size := "large" if {
	count(input.head.datasets) > 10
} else := "medium" if {
	count(input.head.datasets) > 5
} else := "small"

deny contains {"at": input.head.at, "message": sprintf("size %s", [size])} if size != "large"
