# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.default_false

default ok := false

ok if input.base.present

deny contains {"at": input.head.at, "message": "m"} if not ok
