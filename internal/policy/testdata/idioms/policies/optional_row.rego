# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.optional_row

deny contains {"at": input.head.at, "message": sprintf("%s has no contact", [input.head.name])} if not _contacts[input.head.name]

_contacts := {"other": "a@example.org"}
