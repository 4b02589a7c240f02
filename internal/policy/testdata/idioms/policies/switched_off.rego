# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.switched_off

deny contains {"at": input.head.at, "message": "m"} if not _off

_off := object.get({"churn": false}, input.head.name, true)
