# METADATA
# title: Anonymisation by a reversible technique
# description: Hashing, encryption, tokens and pseudonyms must not be declared as anonymisation. On their own, they leave personal data under Art. 4(5).
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Set `personal_data.status` to pseudonymised. Otherwise, name the technique that ends the identifiability, such as aggregation or k-anonymity.
#   sources:
#     - "Regulation (EU) 2016/679, Art. 4(5) and recital 26"
#     - "Article 29 Working Party, Opinion 05/2014 (WP216), section 4"
#     - "EDPB Guidelines 01/2025 on pseudonymisation (version for consultation)"
#   controls: [gdpr/Rec. 26]
#   example: |
#     personal_data: {status: anonymised}
#     anonymisation: {technique: aggregation with a minimum count of 10, risk_assessment_ref: "anon:2026-002"}
package modelgate.rules.gdpr.anonymisation_contradicted

import data.modelgate.lib.datasets
import data.modelgate.lib.words

applies if count(_anonymised) > 0

_anonymised contains dataset if {
	some dataset in datasets.described
	dataset.card.personal_data.status.value == "anonymised"
}

deny contains {"at": technique.at, "message": sprintf("dataset %q is declared as anonymised, but its technique %q is pseudonymisation", [dataset.name, technique.value])} if {
	some dataset in _anonymised
	technique := dataset.card.anonymisation.technique
	words.says(technique.value, "reversible")
	not words.says(technique.value, "irreversible")
}
