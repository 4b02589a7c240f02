# METADATA
# title: High-risk model without required deployer information
# description: The card of a high-risk AI system must explain, in separate sections, how its output can be interpreted and how people oversee it.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add the section. If the system is not high-risk, correct its declared risk class.
#   sources:
#     - Regulation (EU) 2024/1689, Art. 13(3)(b)(iv) and (vii), Art. 13(3)(d), Art. 14
#   controls: [eu-ai-act/Art. 13(3)(b), eu-ai-act/Art. 14]
#   example: |
#     ## Explainability
#     Each score comes with the five features that moved it most (SHAP values).
#
#     ## Human oversight
#     A clerk decides; the score is one of four inputs and can be overruled without a reason.
package modelgate.rules.card.high_risk_section_missing

import data.modelgate.lib.sections
import data.modelgate.sections as table

applies if _high_risk

deny contains finding if {
	_high_risk
	some key in table.high_risk[input.stage]
	not key in sections.filled
	finding := {
		"at": _first(key),
		"key": key,
		"message": sprintf("the risk class is %q, and section %q %s", [input.head.card.risk_class.value, sections.title(key), _lack(key)]),
		"related": [{"at": input.head.card.risk_class.at, "message": "the risk class"}],
	}
}

_high_risk if {
	input.head.card.present
	regex.replace(lower(input.head.card.risk_class.value), `[ _]`, "-") in table.high_risk_classes
}

_begun(key) := [section | some section in input.head.card.sections; section.key == key]

_first(key) := _begun(key)[0].at if {
	count(_begun(key)) > 0
} else := input.head.card.at

_lack(key) := sections.lack(_begun(key)[0]) if {
	count(_begun(key)) > 0
} else := "is missing"
