# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.sorted_names

deny contains {"at": input.head.at, "message": concat(", ", sort([d.name | some d in input.head.datasets]))} if count(input.head.datasets) > 0
