# METADATA
# title: Set operations
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.set_operations

required := {"accuracy", "recall"}

measured := {c.metric | some c in input.head.checks}

missing := required - measured

deny contains {"at": input.head.at, "message": sprintf("no result of %v", [missing])} if missing != set()

deny contains {"at": input.head.at, "message": "nothing measured"} if count(measured & required) == 0
