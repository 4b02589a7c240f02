# METADATA
# title: Dataset without a data card
# description: Every dataset that the model card lists must have a data card in the repository, so its source, license and data protection status are known.
# custom:
#   severity: {draft: note, review: warning, production: error}
#   remediation: Add datacards/NAME.yaml (or data_card.yaml in the model's directory) whose `name` is the name in the model card.
#   sources:
#     - "Gebru et al., Datasheets for Datasets, CACM 64(12), 2021, https://doi.org/10.1145/3458723"
#     - Regulation (EU) 2024/1689, Art. 10(2)(b)
#   controls: [eu-ai-act/Art. 10(2)(b)]
#   example: |
#     apiVersion: modelgate.dev/v1
#     kind: DataCard
#     name: customer-contracts
#     license: other
#     source: {kind: database-snapshot, origin: data-subject, name: contract database}
#     storage: [{uri: "s3://ml-data/customer-contracts/", country: DE}]
#     personal_data: {status: pseudonymised}
package modelgate.rules.data.card_missing

import data.modelgate.lib.crowds

applies if count(input.head.datasets) > 0

deny contains finding if some finding in crowds.few(_found)

_found contains {"at": dataset.at, "key": sprintf("dataset %s", [dataset.name]), "message": sprintf("dataset %q has no data card", [dataset.name])} if {
	some dataset in input.head.datasets
	not dataset.card.present
}
