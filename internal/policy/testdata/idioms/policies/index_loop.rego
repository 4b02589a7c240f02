# METADATA
# title: Index loop
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.index_loop

deny contains {"at": d.at, "message": sprintf("dataset %d of %d", [i + 1, count(input.head.datasets)])} if {
	some i, d in input.head.datasets
	d.name == "customers"
}
