# METADATA
# title: Missing parental authorisation
# description: If processing is based on consent, the card must state whether the data includes children. If it does, the card must refer to the parental authorisation.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Set `children.included`. For "yes", add `consent.parental_authorisation_ref`, which states the age limit (13 to 16, depending on the Member State).
#   sources:
#     - Regulation (EU) 2016/679, Art. 8 and recital 38
#   controls: [gdpr/Art. 8]
#   example: |
#     children: {included: "yes"}
#     consent: {parental_authorisation_ref: "consent:parents-2026"}
package modelgate.rules.gdpr.parental_authorisation

import data.modelgate.lib.datasets
import data.modelgate.lib.words

applies if count(datasets.personal) > 0

deny contains {"at": included.at, "key": item.value, "message": sprintf("dataset %q: data_subjects contains %q, but children.included is %q", [dataset.name, item.value, included.value]), "related": [{"at": item.at, "message": "these data subjects"}]} if {
	some dataset in datasets.personal
	included := dataset.card.children.included
	included.value == "no"
	some item in dataset.card.data_subjects.items
	words.is_one(item.value, "children")
}

deny contains {"at": included.at, "message": sprintf("dataset %q is based on consent but does not state whether children are included", [dataset.name])} if {
	some [dataset, _] in datasets.relying("consent")
	included := dataset.card.children.included
	not included.value in {"yes", "no"}
}

deny contains {"at": parental.at, "message": sprintf("dataset %q is based on consent and includes children, but consent.parental_authorisation_ref is missing", [dataset.name])} if {
	some [dataset, _] in datasets.relying("consent")
	dataset.card.children.included.value == "yes"
	parental := dataset.card.consent.parental_authorisation_ref
	not parental.present
}
