# METADATA
# title: Comprehension
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.comprehension

failing := {c.metric | some c in input.head.checks; c.verdict == "fail"}

deny contains {"at": input.head.at, "message": sprintf("%d checks fail: %s", [count(failing), concat(", ", sort(failing))])} if count(failing) > 0
