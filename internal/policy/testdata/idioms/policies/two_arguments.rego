# METADATA
# title: Two arguments
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.two_arguments

is(a, b) if a == b

deny contains {"at": c.at, "message": "fails in production"} if {
	some c in input.head.checks
	is(c.verdict, "fail")
	is(input.stage, "production")
	is(count(input.head.checks), 1)
}
