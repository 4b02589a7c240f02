# METADATA
# title: Unification
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.unification

deny contains {"at": c.at, "message": "fails"} if {
	c := input.head.checks[_]
	{"verdict": "fail"} == {"verdict": c.verdict}
}
