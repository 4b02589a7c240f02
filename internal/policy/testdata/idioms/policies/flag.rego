# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.flag

strict := true

deny contains {"at": input.head.at, "message": "m"} if strict
