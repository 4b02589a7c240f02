# METADATA
# title: Data card with shared defaults
# description: "Readers should see which tags a data card takes from .modelgate/data/defaults.yaml. This note states them, with their lines."
# custom:
#   severity: note
#   remediation: No action is needed if the defaults are right. Otherwise, add the tags to the card.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(2)
#   controls: [gdpr/Art. 5(2)]
#   example: |
#     # .modelgate/data/defaults.yaml
#     apiVersion: modelgate.dev/v1
#     kind: DataDefaults
#     controller: {name: Example GmbH, contact: privacy@example.com, kind: company}
package modelgate.rules.data.defaults_used

import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

deny contains {"at": dataset.card.at, "message": sprintf("dataset %q: its card takes %s from the defaults of .modelgate/data", [dataset.name, concat(", ", sort({item.value | some item in dataset.card.defaulted}))]), "related": [{"at": item.at, "message": item.value} | some item in dataset.card.defaulted]} if {
	some dataset in datasets.described
	count(dataset.card.defaulted) > 0
}
