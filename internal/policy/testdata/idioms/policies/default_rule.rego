# METADATA
# title: Default rule
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.default_rule

default contact := "nobody"

contact := data.modelgate.idioms.contacts[input.head.manifest.owner.value]

deny contains {"at": input.head.at, "message": sprintf("contact is %s", [contact])} if contact != "nobody"
