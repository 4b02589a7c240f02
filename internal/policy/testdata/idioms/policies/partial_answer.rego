# METADATA
# title: Helper function
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.partial_answer

deny contains {"at": d.at, "message": "no team"} if {
	some d in input.head.datasets
	not _team(d.name)
}

_team(name) := "a" if name == "b"
