# METADATA
# title: Automated decision to confirm
# description: A model whose data is for credit, work, insurance or benefits must state whether a person decides. Automated decisions should not concern children.
# custom:
#   severity: {draft: note, review: note, production: warning}
#   remediation: Add `automated_decision.level` under `modelgate` in the model card. If the finding is right, waive it with the assessment.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 22(1) and recital 71"
#     - "CJEU, C-634/21 SCHUFA Holding, 7 December 2023"
#   controls: [gdpr/Art. 22(1)]
#   example: |
#     modelgate:
#       automated_decision: {level: decision-support}
package modelgate.rules.gdpr.automated_decision_questioned

import data.modelgate.lib.datasets
import data.modelgate.lib.identity
import data.modelgate.lib.risks
import data.modelgate.lib.words

applies if {
	input.head.card.present
	count(datasets.personal) > 0
}

deny contains {"at": decision.at, "key": sprintf("%s of %s", [identity.purpose(purpose), dataset.name]), "message": sprintf("the card does not state whether a person decides, but the purpose %q of dataset %q can decide about people", [purpose.id.value, dataset.name])} if {
	applies
	decision := input.head.card.automated_decision
	not decision.level.present
	some dataset in datasets.personal
	some purpose in dataset.card.purposes
	_serves(purpose.id.value)
	words.says(sprintf("%s. %s", [purpose.id.value, purpose.text.value]), "blocking")
}

# Recital 71.
deny contains {"at": dataset.card.children.included.at, "key": "children", "message": sprintf("dataset %q includes children, and the model makes automated decisions about people", [dataset.name])} if {
	applies
	risks.decides
	some dataset in datasets.personal
	dataset.card.children.included.value == "yes"
}

deny contains {"at": now.at, "key": "weakened", "message": sprintf("automated_decision.level was %q and is %q", [was.value, now.value])} if {
	applies
	input.base.card.automated_decision.level.value == "solely-automated-significant"
	was := input.base.card.automated_decision.level
	now := input.head.card.automated_decision.level
	not risks.decides
}

# A model that names its purposes serves no other.
_serves(purpose) if purpose in {item.value | some item in input.head.manifest.purposes.items}

_serves(_) if count(input.head.manifest.purposes.items) == 0
