# METADATA
# title: Compare with base
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.compare_with_base

deny contains {"at": input.head.card.license.at, "message": "the licence changed"} if {
	input.base.present
	input.head.card.license.value != input.base.card.license.value
}
