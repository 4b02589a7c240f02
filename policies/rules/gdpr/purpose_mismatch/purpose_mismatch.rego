# METADATA
# title: Model purpose not allowed by data
# description: Each purpose of the manifest must be a purpose of every dataset with personal data that the model uses.
# custom:
#   severity: {draft: note, review: error, production: error}
#   remediation: Remove the dataset or the purpose. If the new purpose is compatible, add it to the data card with its legal basis.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(1)(b) and 6(4)
#   controls: [gdpr/Art. 5(1)(b), gdpr/Art. 6(4)]
#   example: |
#     # modelgate.yaml
#     purposes: [retention]
#     # datacards/customer-contracts.yaml
#     purposes:
#       - {id: retention, text: Contacting customers who are likely to leave.}
package modelgate.rules.gdpr.purpose_mismatch

import data.modelgate.lib.datasets

applies if {
	count(datasets.personal) > 0
	count(input.head.manifest.purposes.items) > 0
}

deny contains finding if {
	some dataset in datasets.personal
	some item in input.head.manifest.purposes.items
	not item.value in {purpose.id.value | some purpose in dataset.card.purposes}
	finding := {
		"at": item.at,
		"key": sprintf("purpose %s of dataset %s", [item.value, dataset.name]),
		"message": sprintf("the model's purpose %q is not a declared purpose of dataset %q", [item.value, dataset.name]),
		"related": [{"at": dataset.card.at, "message": "the dataset's purposes are declared here"}],
	}
}
