# METADATA
# title: Conflicting descriptions of a dataset
# description: A data card and another description of the same dataset, such as its README or a data contract, must agree. If they differ, at least one misleads its readers.
# custom:
#   severity: {draft: warning, review: warning, production: error}
#   remediation: Correct the description that is wrong.
#   sources:
#     - Regulation (EU) 2016/679, Art. 5(2)
#     - "Gebru et al., Datasheets for Datasets, CACM 64(12), 2021, section 3.7 (maintenance), https://doi.org/10.1145/3458723"
#   controls: [gdpr/Art. 5(2)]
#   example: |
#     # datacards/visits.yaml     # contracts/visits.odcs.yaml
#     fields:                     # properties:
#       - name: patient_id        #   - name: patient_id
#         pii: true               #     classification: PII
package modelgate.rules.data.cards_disagree

import data.modelgate.lib.datasets

applies if count(datasets.described) > 0

deny contains finding if {
	some dataset in datasets.described
	some conflict in dataset.disagreements
	finding := {
		"at": conflict.at,
		"key": sprintf("dataset %s on %s", [dataset.name, conflict.field]),
		"message": sprintf("dataset %q: the descriptions disagree on %s: %q here, %q in %s", [dataset.name, conflict.field, conflict.value, conflict.other_value, split(conflict.other_at, "#")[0]]),
		"related": [{"at": conflict.other_at, "message": "the other description"}],
	}
}
