# METADATA
# title: Spellings
# description: Other spellings of words, and their parts.
# custom:
#   severity: error
#   remediation: Nothing.
#   sources: [test]
package modelgate.custom.idiom.spelled

deny contains {"at": input.head.card.at, "message": "m"} if {
	upper(input.stage) == "PRODUCTION"
	startswith(input.stage, "prod")
	lower(input.head.name) in {"churn", "sales"}
	contains(input.head.name, "ur")
	not input.head.card.risk_class.value in {"Prohibited", "prohibited"}
	text(input.head.name) == "churn"
	text(5) == "5"
	is_string(input.head.name)
}

text(x) := x if is_string(x)

text(x) := sprintf("%v", [x]) if is_number(x)
