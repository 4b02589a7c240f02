# METADATA
# title: Rows
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.rows

lead(team) := row.lead if {
	some row in data.modelgate.idioms.owners
	row.team == team
}

known_teams := {row.team | some row in data.modelgate.idioms.owners}

deny contains {"at": input.head.at, "message": "no known team"} if not input.head.manifest.owner.value in known_teams

deny contains {"at": input.head.at, "message": "the team has no lead"} if not lead(input.head.manifest.owner.value)
