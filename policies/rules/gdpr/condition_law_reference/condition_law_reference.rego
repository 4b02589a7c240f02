# METADATA
# title: Condition without its law or safeguards
# description: A condition of Art. 9(2) that is based on Union or Member State law must refer to that law. Health care must also refer to the professional secrecy of Art. 9(3).
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `law_ref` (for health care the law or the contract with a professional) and, for health care, `safeguards_ref`.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 9(2)(b), (g), (h), (i), (j) and 9(3)"
#   controls: [gdpr/Art. 9(2), gdpr/Art. 9(3)]
#   example: |
#     art9_conditions:
#       - {condition: public-health, law_ref: "IfSG § 14"}
package modelgate.rules.gdpr.condition_law_reference

import data.modelgate.gdpr
import data.modelgate.lib.datasets
import data.modelgate.lib.identity

applies if count(_needs) > 0

_needs contains [dataset, entry, part] if {
	some dataset in datasets.personal
	some entry in dataset.card.art9_conditions
	some part in gdpr.art9_conditions[entry.condition.value].needs
}

deny contains {"at": entry[part].at, "key": sprintf("%s %s", [identity.condition(entry), part]), "message": sprintf("dataset %q: condition %q needs %s", [dataset.name, entry.condition.value, part])} if {
	some [dataset, entry, part] in _needs
	not entry[part].present
}
