# METADATA
# title: Change to a model in the freeze
# description: No model may change in the freeze.
# custom:
#   severity: error
#   scope: repository
#   remediation: Wait until the freeze ends.
#   sources: [our model handbook, section 3]
package modelgate.custom.governance.freeze

deny contains {"at": path.at, "message": "no model may change in the freeze"} if {
	some path in input.change.paths
	path.path < "5%"
}
