# METADATA
# title: Applies rule
# description: An ordinary policy.
# custom:
#   severity: error
#   remediation: Correct it.
#   sources: [our handbook]
package modelgate.custom.idiom.applies_rule

applies if input.head.card.risk_class.value == "high"

deny contains {"at": input.head.card.risk_class.at, "message": "high-risk models have a team"} if {
	applies
	not endswith(input.head.manifest.owner.value, "-team")
}
