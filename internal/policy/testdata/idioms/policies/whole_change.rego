# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.whole_change

deny contains {"at": p.at, "message": upper(p.path)} if some p in input.change.paths
