# METADATA
# title: Conflicting model cards
# description: If a model has several cards, such as a README and a CycloneDX bill of materials, they must agree. If they differ, at least one is wrong and misleads its readers.
# custom:
#   severity: {draft: warning, review: warning, production: error}
#   remediation: Correct the card that is wrong.
#   sources:
#     - "OWASP CycloneDX, Authoritative Guide to AI/ML-BOM: the model card of a bill of materials is that of the model"
#     - Regulation (EU) 2024/1689, Art. 11(1) (documentation is kept up to date)
#   controls: [eu-ai-act/Art. 11]
#   example: |
#     # README.md             # bom.json
#     license: apache-2.0     {"licenses": [{"license": {"id": "Apache-2.0"}}]}
package modelgate.rules.card.cards_disagree

applies if count(input.head.all_cards) > 1

deny contains finding if {
	some conflict in input.head.disagreements
	finding := {
		"at": conflict.at,
		"key": sprintf("cards on %s", [conflict.field]),
		"message": sprintf("the cards disagree on %s: %q here, %q in %s", [conflict.field, conflict.value, conflict.other_value, split(conflict.other_at, "#")[0]]),
		"related": [{"at": conflict.other_at, "message": "the other card"}],
	}
}
