# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.used_findings

deny contains f if some f in findings

findings contains {"at": d.at, "message": d.name} if some d in input.head.datasets
