# METADATA
# title: Change of too many files
# description: A change touches at most 500 files.
# custom:
#   severity: error
#   scope: repository
#   remediation: Split the change.
#   sources: [our model handbook, section 4]
package modelgate.custom.governance.size

deny contains {"at": input.change.at, "message": "the change touches more than 500 files"} if count(input.change.paths) > 500
