# METADATA
# title: Families
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.families

family(license) := name if {
	some name, members in data.modelgate.idioms.families
	license in members
}

deny contains {"at": input.head.card.license.at, "message": sprintf("%s is %s", [input.head.card.license.value, kind])} if {
	kind := family(input.head.card.license.value)
	kind == "open"
}
