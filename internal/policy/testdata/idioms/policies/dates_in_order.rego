# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.dates_in_order

deny contains {"at": input.head.at, "message": "late"} if {
	substring(input.now, 0, 10) > "2026-01-31"
	input.now > "2026-01-31T00:00:00Z"
}
