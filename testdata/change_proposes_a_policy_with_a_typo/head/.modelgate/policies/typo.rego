# METADATA
# title: Card with a typo
# description: The rule reads a key that the input does not have.
# custom:
#   severity: error
#   remediation: None.
#   sources: [our model handbook, section 2]
package modelgate.custom.governance.typo

deny contains {"at": input.hed.at, "message": "bad"} if true
