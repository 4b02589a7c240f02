# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.first_of_many

deny contains {"at": input.head.at, "message": "no evaluation"} if not input.head.evaluations[0]
