# METADATA
# title: Negated helper
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.negated_helper

deny contains {"at": input.head.manifest.owner.at, "message": "the owner is in no table"} if {
	not data.modelgate.idioms.contacts[input.head.manifest.owner.value]
}

deny contains {"at": input.head.at, "message": "no optional"} if not _has("x")

_has(key) if data.modelgate.idioms.optional[key]
