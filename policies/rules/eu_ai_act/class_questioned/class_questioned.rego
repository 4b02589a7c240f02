# METADATA
# title: Low risk class, listed purpose
# description: A model with a purpose that Annex III lists should have a high risk class, or an exemption with its assessment.
# custom:
#   severity: {draft: note, review: warning, production: warning}
#   remediation: Correct `risk_class`, or add `exemption` and `exemption_ref`. If the purpose is not in Annex III, waive the finding.
#   sources:
#     - "Regulation (EU) 2024/1689, Art. 6(2), 6(3), Annex III"
#   controls: [eu-ai-act/Art. 6(2)]
#   example: |
#     modelgate:
#       risk_class: high
#       eu_ai_act: {annex: iii, annex_iii_point: employment}
package modelgate.rules.eu_ai_act.class_questioned

import data.modelgate.lib.controls
import data.modelgate.packs

applies if controls.checked("eu_ai_act")

deny contains {"at": class.at, "key": sprintf("annex iii %s", [point]), "message": sprintf("risk class %q, but %s is in point %q of Annex III: %q", [class.value, tag, point, text])} if {
	some law in input.laws
	law.regime == "eu_ai_act"
	law.card == input.head.card.path
	class := input.head.card.risk_class
	class.value in {"minimal", "limited", "not-applicable"}
	count(controls.values(input.head.card, "eu_ai_act.exemption")) == 0
	some [tag, text] in _texts
	some point, forms in packs.eu_ai_act.annex_iii
	regex.match(sprintf(`(^|[^a-z])(%s)`, [concat("|", forms)]), lower(text))
}

_texts contains ["business.objective", input.head.card.business.objective.value] if input.head.card.business.objective.present

_texts contains [sprintf("the purpose %q", [purpose.id.value]), sprintf("%s: %s", [purpose.id.value, purpose.text.value])] if {
	some dataset in input.head.datasets
	some purpose in dataset.card.purposes
	purpose.id.value in {item.value | some item in input.head.manifest.purposes.items}
}
