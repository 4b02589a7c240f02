# METADATA
# title: Owner that is not a team
# description: The owner of a model must be a team. People change jobs; teams keep their mailbox.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Set `owner` in modelgate.yaml to the name of a team, such as retention-team.
#   sources: ["Model handbook, section 2"]
package modelgate.custom.governance.owner_is_a_team

deny contains {"at": owner.at, "message": sprintf("owner %q is not a team", [owner.value])} if {
	owner := input.head.manifest.owner
	owner.present
	not endswith(owner.value, "-team")
}
