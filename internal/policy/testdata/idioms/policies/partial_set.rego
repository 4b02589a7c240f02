# METADATA
# title: Partial set
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.partial_set

unpinned contains m.value if {
	some m in input.head.card.base_models.items
	not m.revision.present
}

deny contains {"at": input.head.at, "message": sprintf("%q is not pinned", [name])} if some name in unpinned
