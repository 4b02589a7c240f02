# METADATA
# title: Pseudonymised data without separated keys
# description: Pseudonymised data must have the technique and a reference to how the additional information is kept apart. It is still personal data.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add `pseudonymisation.technique` and `pseudonymisation.separation_ref`; or set `personal_data.status` to identifying.
#   sources:
#     - Regulation (EU) 2016/679, Art. 4(5)
#     - "EDPB, Guidelines 01/2025 on pseudonymisation"
#   controls: [gdpr/Art. 4(5)]
#   example: |
#     pseudonymisation: {technique: keyed hash of the contract number, separation_ref: "ropa:CT-003#keys"}
package modelgate.rules.gdpr.pseudonymisation_unproven

import data.modelgate.lib.datasets

applies if count(_pseudonymised) > 0

_pseudonymised contains dataset if {
	some dataset in datasets.personal
	dataset.card.personal_data.status.value == "pseudonymised"
}

deny contains {"at": pseudonymisation[part].at, "key": part, "message": sprintf("dataset %q is declared as pseudonymised, but pseudonymisation.%s is missing", [dataset.name, part])} if {
	some dataset in _pseudonymised
	pseudonymisation := dataset.card.pseudonymisation
	some part in datasets.missing(pseudonymisation, {"technique", "separation_ref"})
}
