# METADATA
# title: Problem set
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.problem_set

problems contains {"at": d.at, "message": "no card"} if {
	some d in input.head.datasets
	not d.card.present
}

deny contains p if some p in problems
