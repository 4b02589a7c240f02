# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.field_names

deny contains {"at": input.head.card.at, "message": sprintf("no %s", [concat(", ", missing)])} if {
	missing := sort({k | some k in {"license", "version"}; not input.head.card[k].present})
	count(missing) > 0
}
