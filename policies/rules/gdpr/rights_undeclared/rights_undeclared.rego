# METADATA
# title: Requests of data subjects not planned
# description: The card of personal data must refer to the procedure for requests of data subjects. If a model is trained on the data, it must state what is done with the model when a person objects, withdraws consent, or has data erased or corrected.
# custom:
#   severity: {draft: note, review: note, production: note}
#   remediation: "Add `rights` with `ref` and `models`; with `models: not-needed`, add the `reason`."
#   sources:
#     - "Regulation (EU) 2016/679, Art. 12(2), 15 to 21 and 24(1)"
#     - "EDPB, Opinion 28/2024 on data protection aspects of AI models, paragraphs 101 to 104"
#   controls: [gdpr/Art. 12(2), gdpr/Art. 17, gdpr/Art. 21]
#   example: |
#     rights: {ref: "procedures:DSR-2", models: retraining}
package modelgate.rules.gdpr.rights_undeclared

import data.modelgate.lib.datasets

applies if count(datasets.personal) > 0

deny contains {"at": rights.at, "message": sprintf("dataset %q: %s", [dataset.name, concat(", ", [sprintf("rights.%s is missing", [part]) | some part in sort(parts)])])} if {
	some dataset in datasets.answering
	rights := dataset.card.rights
	parts := datasets.missing(rights, {"ref"} | _of_models)
	count(parts) > 0
}

# A dataset by itself has no model that a request could reach.
_of_models := {"models"} if input.head.present

_of_models := set() if not input.head.present

deny contains {"at": rights.models.at, "message": sprintf("dataset %q: a request of a data subject changes nothing in models (\"not-needed\"), but rights.reason is missing", [dataset.name])} if {
	some dataset in datasets.personal
	rights := dataset.card.rights
	rights.models.value == "not-needed"
	not rights.reason.present
}
