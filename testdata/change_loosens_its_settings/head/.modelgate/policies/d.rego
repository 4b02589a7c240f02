# METADATA
# title: Model without a team mailbox
# description: The owner of a model is one of our teams.
# custom:
#   severity: error
#   remediation: Name the team in owner of modelgate.yaml.
#   sources: [our model handbook, section 2]
#
package modelgate.custom.governance.d_owner

deny contains {"at": input.head.manifest.owner.at, "message": "the owner is not a team of ours"} if {
	not endswith(input.head.manifest.owner.value, "-ml")
	input.stage == "production"
}
