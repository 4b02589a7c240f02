# METADATA
# title: Automated decision without its conditions
# description: A model that makes automated decisions about people must have a ground of Art. 22(2), safeguards with human intervention, and an explanation of its logic. Special categories need a condition of Art. 22(4).
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Add the missing part to `automated_decision` in the model card. If a person decides, set `level` to decision-support.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 22, 13(2)(f) and 15(1)(h)"
#     - "CJEU, C-634/21 SCHUFA Holding, 7 December 2023"
#     - "CJEU, C-203/22 Dun & Bradstreet Austria, 27 February 2025"
#   controls: [gdpr/Art. 22]
#   example: |
#     modelgate:
#       automated_decision:
#         level: solely-automated-significant
#         ground: contract
#         safeguards_ref: https://example.com/review-of-decisions
#         logic_ref: https://example.com/how-we-decide
package modelgate.rules.gdpr.automated_decision

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.risks

applies if {
	risks.decides
	count(datasets.personal) > 0
}

deny contains {"at": decision.ground.at, "key": "ground", "message": "the model makes automated decisions about people, but its card names no ground of Art. 22(2)"} if {
	applies
	decision := input.head.card.automated_decision
	not gdpr.automated_grounds[decision.ground.value]
}

deny contains {"at": decision[part].at, "key": part, "message": sprintf("the model makes automated decisions about people, but automated_decision.%s is missing", [part])} if {
	applies
	decision := input.head.card.automated_decision
	some part in {"safeguards_ref", "logic_ref"}
	not decision[part].present
}

deny contains {"at": decision.law_ref.at, "key": "law_ref", "message": "the model makes automated decisions about people under a law, but automated_decision.law_ref is missing"} if {
	applies
	decision := input.head.card.automated_decision
	"law_ref" in gdpr.automated_grounds[decision.ground.value].needs
	not decision.law_ref.present
}

# Art. 22(4).
deny contains {"at": entry.condition.at, "key": identity.condition(entry), "message": sprintf("dataset %q: a model decides by itself on special categories, which the condition %q does not allow", [dataset.name, entry.condition.value])} if {
	applies
	some dataset in datasets.personal
	count(dataset.card.special_categories.items) > 0
	some entry in dataset.card.art9_conditions
	not entry.condition.value in gdpr.automated_conditions
}
